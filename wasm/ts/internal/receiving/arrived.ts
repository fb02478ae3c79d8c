import type { Body } from '../../types/input.js';
import type { ReadBody, ReceiverRequest } from '../../types/receiver.js';

/** A body that is being read. */
export interface Reading {
  /** Stops it, because the answer has been sent. Set by the reader if it can be stopped. */
  stop: (() => void) | undefined;
}

/** A reader that can be stopped. */
export type HostBodyReader = (limit: number, reading?: Reading) => ReadBody | Promise<ReadBody>;

/** A request of a framework. */
export interface HostRequest extends Omit<ReceiverRequest, 'body'> {
  readonly body?: Body | HostBodyReader | undefined;
  /** The request as the framework passes it, for the functions of the options. */
  readonly native?: unknown;
}

/** A request whose body has been read. */
export interface Arrived {
  readonly request: HostRequest;
  readonly native: unknown;
  readonly body: Uint8Array | string;
  readonly receivedAtMs: number;
  /** When the answer must be sent, on the clock of `elapsedMs`. */
  readonly deadlineMs: number;
  readonly waitUntil: ((promise: Promise<unknown>) => void) | undefined;
}
