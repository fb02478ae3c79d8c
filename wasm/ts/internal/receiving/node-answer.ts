import type { NodeResponse } from '../../types/node-server.js';
import type { Answer } from '../../types/receiver.js';
import { FAILED } from './answers.js';

/** Sends an answer. False if another middleware has sent one. */
export function sendAnswer(response: NodeResponse, { status, headers, body }: Answer): boolean {
  if (response.headersSent) return false;
  response.statusCode = status;
  for (const name of Object.keys(headers)) response.setHeader(name, headers[name] ?? '');
  response.end(body);
  return true;
}

/** Ends a response that could not be sent: with 500, or by closing the connection. */
export function giveUp(response: NodeResponse): void {
  try {
    if (sendAnswer(response, FAILED)) return;
  } catch {
    // The connection is closed below.
  }
  (response as { destroy?(): void }).destroy?.();
}
