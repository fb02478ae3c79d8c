// Uses of the steps of a delivery, with the types of any host.

import type {
  AttemptRequest,
  BegunAttempt,
  DeliveryProgress,
  MisuseCode,
  NextAction,
  SettledAttempt,
} from 'hookwright';
import { beginAttempt, settleAttempt, startDelivery } from 'hookwright';

const policy = 'standard';
const endpoint = { url: 'https://receiver.example/', secret: 'whsec_YWJj', headers: { 'X-Team': 'blue' } };

const progress: DeliveryProgress = startDelivery({ policy, due: new Date(), seed: 1 });
// @ts-expect-error the end has no due time
progress.dueMs.toFixed(0);
if (progress.state === 'pending' || progress.state === 'waiting') progress.dueMs.toFixed(0);
if (progress.state === 'failed') progress.reason.trim();
if (progress.state === 'succeeded') {
  progress.atMs.toFixed(0);
  // @ts-expect-error a success needs no reason
  progress.reason;
}

const attempt: BegunAttempt = beginAttempt({
  provider: 'standard',
  policy,
  progress,
  eventId: 'evt_1',
  body: new Uint8Array(1),
  endpoint,
});
const request: AttemptRequest = attempt.request;
const headers: [string, string][] = request.headers;
const timeoutMs: number | null = attempt.timeoutMs;
void [headers, timeoutMs];

const settled: SettledAttempt = settleAttempt({
  policy: { id: 'mine', schedule: { kind: 'fixed', delayMs: 1000 } },
  progress: attempt.progress,
  outcome: { status: 503, headers: new Map([['Retry-After', '120']]) },
  now: 0,
});
const next: NextAction = settled.next;
if (next.action === 'retry') next.atMs.toFixed(0);

// @ts-expect-error `provider` or `scheme` is required
beginAttempt({ policy, progress, eventId: 'evt_1', body: '', endpoint });
// @ts-expect-error a secret is required
beginAttempt({ provider: 'standard', policy, progress, eventId: 'evt_1', body: '', endpoint: { url: '' } });
// @ts-expect-error a progress without its members
settleAttempt({ policy, progress: { state: 'attempting' }, outcome: { status: 200 } });
// @ts-expect-error an unknown error
settleAttempt({ policy, progress, outcome: { error: 'reset' } });

const codes: MisuseCode[] = [
  'invalid_progress',
  'attempt_not_due',
  'attempt_in_flight',
  'no_attempt_in_flight',
  'delivery_over',
];
void codes;
