import type { Input } from '../types/input.js';

export function read(input: Input): string {
  return input.id;
}
