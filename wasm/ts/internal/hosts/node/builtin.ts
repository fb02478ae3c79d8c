import type { Builtins, Host } from '../../node.js';

/**
 * Returns a module of Node, or undefined on hosts without it. Node 22.0 to 22.2 have only `require`, which test runners
 * can replace.
 */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] | undefined {
  return (globalThis as Host).process?.getBuiltinModule?.(name) ?? load(name);
}

function load<Name extends keyof Builtins>(name: Name): Builtins[Name] | undefined {
  try {
    return LOADERS[name]();
  } catch {
    return undefined;
  }
}

/** With literal names, which bundlers need. */
const LOADERS: { readonly [Name in keyof Builtins]: () => Builtins[Name] } = {
  'node:buffer': () => hostRequire('node:buffer'),
  'node:crypto': () => hostRequire('node:crypto'),
  'node:dns': () => hostRequire('node:dns'),
  'node:fs': () => hostRequire('node:fs'),
  'node:http': () => hostRequire('node:http'),
  'node:https': () => hostRequire('node:https'),
  'node:util': () => hostRequire('node:util'),
  'node:zlib': () => hostRequire('node:zlib'),
};
