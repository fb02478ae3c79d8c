// The signature is right; a clock, or what a timestamp counts, is not.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const milliseconds = (atMs) => String(atMs);
const seconds = (atMs) => String(Math.floor(atMs / 1000));
/** [scheme, kind, the timestamp as the sender writes it, what happened, options] */
const units = [
  ['stripe/v1', 'intent', milliseconds, 'a test helper writes Date.now()'],
  ['stripe/v1', 'thin', milliseconds, 'a relay signs anew with System.currentTimeMillis()', { flavour: 'ascii' }],
  ['slack/v0', 'event', milliseconds, 'a test helper writes Date.now()'],
  ['slack/v0', 'command', milliseconds, 'a load test in JavaScript writes Date.now()'],
  ['standard/v1', 'contact', milliseconds, 'sender writes Date.now()'],
  ['standard/v1', 'batch', milliseconds, 'sender is Java: Instant.now().toEpochMilli()', { flavour: 'wide' }],
  ['standard/v1', 'thin', milliseconds, 'sender is Kotlin: System.currentTimeMillis()'],
  ['svix/v1', 'user', milliseconds, 'a test helper writes Date.now()'],
  ['hubspot/v3', 'changes', seconds, 'a test helper writes seconds: int(time.time())'],
  ['hubspot/v3', 'action', seconds, 'a replay tool writes seconds'],
  ['hubspot/v3', 'changes', seconds, 'a PHP relay signs anew with time()', { flavour: 'wide' }],
];

/** [scheme, kind, what the user's clock says beyond the right time, what happened] */
const clocks = [
  ['stripe/v1', 'intent', 7 * MINUTE, 'the queue before the receiver held the delivery for seven minutes'],
  ['stripe/v1', 'checkout', 30 * DAY, 'a saved delivery is verified a month later'],
  ['stripe/v1', 'thin', HOUR, "the host's clock is an hour ahead: it took local time for UTC"],
  ['slack/v0', 'command', 11 * MINUTE, 'the virtual machine was asleep and caught up late'],
  ['slack/v0', 'event', 2 * DAY, 'fixture of a test, two days old'],
  ['standard/v1', 'contact', -6 * MINUTE, "the host's clock is six minutes slow"],
  ['standard/v1', 'batch', 5 * HOUR + 30 * MINUTE, "the host's clock runs on the time of India"],
  ['svix/v1', 'user', -2 * HOUR, "the host's clock is two hours slow: local time taken for UTC"],
  ['svix/v1', 'mail', 5 * MINUTE + 20_000, 'twenty seconds later than allowed'],
  ['hubspot/v3', 'action', 45 * MINUTE, 'the dead-letter queue was emptied after three quarters of an hour'],
  ['paddle/h1', 'customer', 12_000, 'cold start of twelve seconds; Paddle allows five'],
  ['paddle/h1', 'transaction', 3 * HOUR, 'a saved delivery is replayed in the afternoon'],
  ['box/hmac', 'upload', 25 * MINUTE, 'the delivery waited behind a maintenance page'],
];

export function breakTime(add) {
  for (const [scheme, kind, timestamp, how, options] of units) {
    const unit = timestamp === milliseconds ? 'milliseconds' : 'seconds';
    add('timestamp_unit', scheme, kind, { ...options, timestamp }, how, (d) => ({
      repair: { scheme: { ...d.as, timestamp: { ...d.as.timestamp, unit } } },
    }));
  }
  for (const [scheme, kind, off, how] of clocks)
    add('clock_skew', scheme, kind, {}, how, (d) => ({ nowMs: d.nowMs + off }));
}
