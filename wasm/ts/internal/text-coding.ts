import { builtin } from './builtin.js';

// The bundler uses these in place of the global classes, which Jest's jsdom environment does not have.

export const TextDecoder: typeof globalThis.TextDecoder = globalThis.TextDecoder ?? builtin('node:util')?.TextDecoder;

export const TextEncoder: typeof globalThis.TextEncoder = globalThis.TextEncoder ?? builtin('node:util')?.TextEncoder;
