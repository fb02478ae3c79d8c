// The script of the large run: the events, the receiver's responses to each attempt, and the policy. The workers and
// the receiver use the same script. HOOKWRIGHT_EVENTS sets the number of events.

/** The delays of Standard Webhooks in milliseconds instead of seconds, up to eight attempts. */
export const policy = {
  id: 'in-milliseconds',
  schedule: { kind: 'table', delaysMs: [0, 5, 30, 100, 200, 300, 400, 500] },
  // Longer than a response takes on a busy machine, because a late one would cause another request.
  timeoutMs: 15_000,
};

export const EVENTS = Number(process.env.HOOKWRIGHT_EVENTS ?? 2_000);
export const SUBSCRIPTIONS = 10;

/** Part of each secret and of nothing else: base64 of "only the workers know". */
export const MARK = 'b25seSB0aGUgd29ya2VycyBrbm93';

/** The secret of a subscription. */
export const secretOf = (subscriptionId) => `whsec_${MARK}${btoa(subscriptionId.padStart(6, '0'))}`;

export const eventId = (index) => `evt_${String(index).padStart(5, '0')}`;
export const subscriptionId = (index) => `sub_${index % SUBSCRIPTIONS}`;
export const body = (index) =>
  JSON.stringify({ type: 'order.paid', id: eventId(index), data: { text: `Zoë №${index}` } });

/**
 * The responses to an event's attempts, followed by 204. A number is a status, `later` is 429 with a `Retry-After` of
 * one second, `silence` sends no response, and `hang up` closes the connection.
 */
export function script(index) {
  // These are among the first events, so that their long delays are over when the last events occur.
  if (index < EVENTS * 0.4 && index % 80 === 13) return ['silence'];
  if (index % 100 === 7) return [429, 'later', 503].slice(index % 200 === 7 ? 0 : 1);
  if (index % 50 === 21) return ['hang up', 'hang up'];
  if (index % 50 === 33) return [302, 404, 500, 'hang up', 502, 503, 504];
  if (index % 10 === 4) return [500];
  if (index % 20 === 18) return [503, 502, 500];
  return [];
}
