// Signed deliveries for `receiver`, and stores whose answers a test decides.

import { sign } from 'hookwright';
import { receiver } from 'hookwright/receiver';

export { deferred } from '../deferred.mjs';

export const SECRET = 'a secret of more than thirty-two bytes';

/** A genuine request of GitHub. */
export function github({ id = 'delivery-1', type = 'push', body = '{"ref":"main"}', headers = {} } = {}) {
  const signed = sign({ provider: 'github', secret: SECRET, body, id });
  return { method: 'POST', url: '/webhook', headers: { ...signed.headers, 'X-GitHub-Event': type, ...headers }, body };
}

/** A genuine request of a sender without further headers. */
export function of(provider, body, { secret = SECRET, ...others } = {}) {
  const signed = sign({ provider, secret, body, ...others });
  return { method: 'POST', url: '/webhook', headers: signed.headers, body };
}

/** A receiver of GitHub, with the entries of its log and the events that were handled. */
export function record(options = {}) {
  const entries = [];
  const events = [];
  const once = [];
  const { handle } = receiver({
    provider: 'github',
    secrets: SECRET,
    on: { push: (event, context) => void events.push([event, context]) },
    // Logged once, whatever the test is about.
    log: (entry) => (entry.code === 'unsigned_id' ? once : entries).push(entry),
    // A store needs a name.
    ...(options.store === undefined ? {} : { name: options.provider ?? 'github' }),
    ...options,
  });
  // What is logged at construction is of no interest to most tests.
  const begun = entries.splice(0);
  const codes = () => entries.splice(0).map(({ code }) => code);
  return { handle, entries, events, codes, begun, once };
}

/** A store that answers what the test has set, and records the calls. */
export function scripted(answers = {}) {
  const calls = [];
  const method = (name, usual) => (request) => {
    calls.push([name, request]);
    const answer = answers[name] ?? usual;
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? answer(request) : answer;
  };
  const store = {
    claim: method('claim', { state: 'claimed', fence: 7 }),
    renew: method('renew', true),
    complete: method('complete', true),
    release: method('release', true),
  };
  return { store, calls, answers, names: () => calls.splice(0).map(([name]) => name) };
}

/** Lets all promises that can settle do so. */
export async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** Lets a test move the time. */
export function useTimers({ mock }) {
  const startMs = Date.now();
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: startMs });
  const now = Date.now;
  mock.method(performance, 'now', () => now() - startMs);
}
