import type { Builtins, Host } from './node.js';

/**
 * Returns a module of Node, or undefined on hosts without it. Imports would make bundlers for browsers fail, and would be
 * asynchronous.
 */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] | undefined {
  return (globalThis as Host).process?.getBuiltinModule?.(name);
}
