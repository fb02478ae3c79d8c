import type { createVerifier, explain } from 'hookwright';

export interface Hookwright {
  createVerifier: typeof createVerifier;
  explain: typeof explain;
}

export interface Answer {
  ok: boolean;
  code?: string;
  cause?: string;
}

export declare const expected: Record<string, Answer>;

export declare function receiveAll(hookwright: Hookwright): Record<string, Answer>;
