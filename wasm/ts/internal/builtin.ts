import type { Fs, Http, Util, Zlib } from './node.js';

interface Builtins {
  readonly 'node:fs': Fs;
  readonly 'node:http': Http;
  readonly 'node:util': Util;
  readonly 'node:zlib': Zlib;
}

interface Host {
  readonly process?: {
    readonly getBuiltinModule?: <Name extends keyof Builtins>(name: Name) => Builtins[Name] | undefined;
  };
}

/**
 * Returns a module of Node, or undefined on hosts without it. Imports would make bundlers for browsers fail, and would be
 * asynchronous.
 */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] | undefined {
  return (globalThis as Host).process?.getBuiltinModule?.(name);
}
