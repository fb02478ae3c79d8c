import type { ServiceResponse } from '../generated/core.js';

/** A request to the API, from `fetch` or from a port. */
export interface ApiRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** The origin of the API, for the links in its responses. */
  readonly origin: string;
  /** `[name, value, name, value, …]`. */
  readonly headers: string[];
  readonly body: Uint8Array;
}

/** A server that listens on a port. */
export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts to listen. `maxBody` limits how many bytes of a body are read. */
export type Listen = (
  port: number,
  maxBody: number,
  answer: (apiRequest: ApiRequest) => ServiceResponse,
) => Promise<Listener>;
