// What happens in the large run: the events, how the receiver answers each attempt of each, and the policy. The workers and
// the receiver read the same script.

/** The waits of Standard Webhooks in milliseconds in place of seconds, as far as eight attempts. */
export const policy = {
  id: 'in-milliseconds',
  schedule: { kind: 'table', delaysMs: [0, 5, 30, 100, 200, 300, 400, 500] },
  // Longer than an answer takes on a busy machine: one that is too late would be a request more.
  timeoutMs: 15_000,
};

export const EVENTS = 10_000;
export const SUBSCRIPTIONS = 10;

/** In each secret and nowhere else: base64 of "only the workers know". */
export const MARK = 'b25seSB0aGUgd29ya2VycyBrbm93';

/** The secret of a subscription, another one for each. */
export const secretOf = (subscriptionId) => `whsec_${MARK}${btoa(subscriptionId.padStart(6, '0'))}`;

export const eventId = (index) => `evt_${String(index).padStart(5, '0')}`;
export const subscriptionId = (index) => `sub_${index % SUBSCRIPTIONS}`;
export const body = (index) =>
  JSON.stringify({ type: 'order.paid', id: eventId(index), data: { text: `Zoë №${index}` } });

/**
 * How an event's attempts are answered, in turn; every further one with 204. A number is a status, `later` a 429 that asks
 * for a second, `silence` no answer, and `hang up` a connection that ends.
 */
export function script(index) {
  // Among the first, so that their long waits are over when the last events come.
  if (index < 4_000 && index % 80 === 13) return ['silence'];
  if (index % 100 === 7) return [429, 'later', 503].slice(index % 200 === 7 ? 0 : 1);
  if (index % 50 === 21) return ['hang up', 'hang up'];
  if (index % 50 === 33) return [302, 404, 500, 'hang up', 502, 503, 504];
  if (index % 10 === 4) return [500];
  if (index % 20 === 18) return [503, 502, 500];
  return [];
}
