import type { Id } from '../generated/ids.js';

export interface Input {
  readonly id: Id;
}
