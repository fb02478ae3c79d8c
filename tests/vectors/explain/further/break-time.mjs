// A clock, what a timestamp counts, or the way in which it is written, is not right.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const skew = (off, how) => ({ code: 'clock_skew', how, change: (d) => ({ nowMs: d.nowMs + off }) });
export const late = skew(40 * MINUTE, 'the queue held it for forty minutes');
const days = skew(3 * 24 * HOUR, 'a fixture of a test, three days old');
export const oneHour = skew(HOUR, 'the clock is an hour ahead: local time taken for UTC');
const behind = skew(-7 * HOUR, 'the clock is seven hours behind: local time taken for UTC');
const slow = skew(-12 * MINUTE, 'the clock is twelve minutes slow');
const half = skew(9.5 * HOUR, 'the clock is ahead by nine and a half hours: the time of Adelaide');

const stamp = (text, unit, how) => ({
  code: 'timestamp_unit',
  how,
  options: { stamp: text, as: { timestamp: { unit } } },
});
const asMs = stamp((at) => String(at), 'milliseconds', 'the sender writes Date.now()');
const asSeconds = stamp((at) => String(Math.floor(at / 1000)), 'seconds', 'the sender writes time()');

const clock = (d, change) => {
  const { item, header } = d.scheme.timestamp;
  const edit = (name, text) => {
    if (item && name.toLowerCase() === d.scheme.signature.header.toLowerCase())
      return text.replace(item + d.timestamp, item + change(d.timestamp));
    return header && name.toLowerCase() === header.toLowerCase() ? change(text) : text;
  };
  return { headers: d.headers.map(([name, text]) => [name, edit(name, text)]) };
};
const relay = (how, change, more) => ({ code: 'timestamp_rewritten', how, change: (d) => clock(d, change), ...more });
const iso = (ms) => new Date(ms).toISOString();
const toMs = relay('the relay writes milliseconds; seconds are signed', (text) => `${text}000`, {
  accept: ['timestamp_unit'],
});
const toSeconds = relay('the relay writes seconds; milliseconds with zeros are signed', (text) => text.slice(0, -3), {
  options: { stamp: (at) => `${Math.floor(at / 1000)}000` },
  accept: ['timestamp_unit'],
});
export const toIso = relay('the relay parsed the time and writes it by ISO 8601', (text) => iso(Number(text) * 1000));
const toIsoShort = relay('the relay writes ISO 8601 without fractions', (text) =>
  iso(Number(text) * 1000).replace('.000Z', 'Z'),
);
const toFloat = relay('a double of the relay: .0 at its end', (text) => `${text}.0`);
const toUtc = relay('the offset was changed to Z', (text) => iso(Date.parse(text)).replace('.000Z', 'Z'));
const toOffset = relay('the offset was changed to +00:00', (text) => iso(Date.parse(text)).replace('.000Z', '+00:00'));
const fraction = relay('a relay added milliseconds', (text) => iso(Date.parse(text)));
const nanoseconds = relay(
  'nanoseconds were cut to milliseconds, and nothing has the rest',
  (text) => iso(Date.parse(text)),
  {
    accept: ['unknown'],
  },
);
const plusZero = relay('Z was written as +00:00', (text) => text.replace('Z', '+00:00'));
const epoch = relay('the relay writes seconds for RFC 3339', (text) => String(Date.parse(text) / 1000));
const dateIso = relay('the relay writes ISO 8601 for a date of HTTP', (text) =>
  iso(Date.parse(text)).replace('.000Z', 'Z'),
);
const msIso = relay('the relay parsed milliseconds and writes ISO 8601', (text) => iso(Number(text)));

export function timeCases(single) {
  for (const [mistake, specs] of [
    [late, ['mux/hmac', 'anthropic/v1', 'webflow/hmac']],
    [days, ['svix/v1', 'hook0/v0', 'telnyx/ed25519']],
    [oneHour, ['box/hmac', 'workos/hmac', 'lovable/hmac', 'linear/hmac']],
    [behind, ['knock/hmac', 'stripe/v1']],
    [slow, ['revolut/v1', 'convoy/advanced']],
    [half, ['clerk/v1', 'metronome/hmac']],
    [asMs, ['mux/hmac', 'standard/v1', 'lithic/v1', 'hook0/v0', 'telnyx/ed25519']],
    [asSeconds, ['webflow/hmac', 'revolut/v1', 'workos/hmac', 'retell/hmac']],
    [toMs, ['slack/v0', 'stripe/v1', 'openai/v1']],
    [toSeconds, ['webflow/hmac', 'knock/hmac']],
    [toIso, ['svix/v1', 'lovable/hmac', 'convoy/advanced']],
    [toIsoShort, ['standard/v1', 'mux/hmac']],
    [toFloat, ['slack/v0', 'gitlab/v1', 'telnyx/ed25519']],
    [toUtc, ['box/hmac', 'box/hmac length=false']],
    [toOffset, ['zendesk/hmac', 'zendesk/hmac flavour=wide']],
    [fraction, ['zendesk/hmac']],
    [nanoseconds, ['twitch/hmac']],
    [plusZero, ['twitch/hmac']],
    [epoch, ['zendesk/hmac', 'box/hmac']],
    [dateIso, ['metronome/hmac']],
    [msIso, ['revolut/v1', 'airwallex/hmac']],
  ])
    single(mistake, specs);
}
