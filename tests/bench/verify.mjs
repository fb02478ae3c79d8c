// The duration of verifications, relative to other code in the same run: node tests/bench/verify.mjs [--quick] [--json]
//
// The candidates of a group take turns, and each round gives one ratio to the first candidate. The output is the median
// of the ratios with their quartiles, because single durations depend on the load of the machine.

import { createHmac, createPublicKey, sign as signWith, timingSafeEqual, verify as verifyWith } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { verify as octokit } from '@octokit/webhooks-methods';
import { createVerifier, verify, Webhook } from 'hookwright';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { Webhook as SvixWebhook } from 'svix';

const isQuick = process.argv.includes('--quick');
const isJson = process.argv.includes('--json');
const ROUNDS = isQuick ? 9 : 31;
/** The duration of the calls of one candidate in a round, in milliseconds. */
const ROUND_MS = isQuick ? 2 : 4;
const SIZES = isQuick ? [256, 1024, 65_536] : [256, 1024, 4096, 20_480, 65_536, 1_048_576];

const SECRET = 'It is a secret to everybody';
const WHSEC = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** A JSON document of this size. */
function document(size) {
  const item = (index) => ({
    id: `item_${index}`,
    amount: index * 7,
    name: 'A name of usual length',
    tags: ['a', 'b'],
  });
  const items = [];
  let text = '';
  do {
    items.push(item(items.length));
    text = JSON.stringify({ type: 'order.created', padding: '', data: { items } });
    // The text only grows by items of about this size.
    for (let missing = Math.floor((size - text.length) / 100) - 1; missing > 0; missing -= 1)
      items.push(item(items.length));
  } while (text.length < size - 120);
  const fitting = JSON.stringify({ type: 'order.created', padding: '', data: { items } });
  return fitting.replace('"padding":""', `"padding":"${'x'.repeat(Math.max(0, size - fitting.length))}"`);
}

const expect = (isAccepted) => {
  if (!isAccepted) throw new Error('a genuine delivery was rejected');
};
/** The header fields of a usual request. */
const request = (headers) => ({
  host: 'example.com',
  'user-agent': 'Sender/1.0',
  accept: '*/*',
  'content-type': 'application/json',
  ...headers,
});

function github(text) {
  const signature = `sha256=${createHmac('sha256', SECRET).update(text).digest('hex')}`;
  const headers = request({
    'x-github-event': 'push',
    'x-github-delivery': '72d3162e-cc78',
    'x-hub-signature-256': signature,
  });
  const verifier = createVerifier({ provider: 'github', secrets: SECRET });
  return {
    'node:crypto': (body) => {
      const expected = Buffer.from(`sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`);
      const given = Buffer.from(headers['x-hub-signature-256']);
      expect(given.length === expected.length && timingSafeEqual(given, expected));
    },
    prepared: (body) => expect(verifier.verify({ body, headers }).ok),
    'one-shot': (body) => expect(verify({ provider: 'github', secrets: SECRET, body, headers }).ok),
    octokit: async (body) => expect(await octokit(SECRET, body.toString(), headers['x-hub-signature-256'])),
  };
}

function stripe(text) {
  const at = Math.floor(Date.now() / 1000);
  const mac = createHmac('sha256', SECRET).update(`${at}.${text}`).digest('hex');
  const headers = request({ 'stripe-signature': `t=${at},v1=${mac}` });
  const verifier = createVerifier({ provider: 'stripe', secrets: SECRET });
  const { webhooks } = new Stripe('sk_test_1');
  const parsed = (isAccepted, body) => {
    expect(isAccepted);
    return JSON.parse(body);
  };
  return {
    stripe: (body) => webhooks.constructEvent(body, headers['stripe-signature'], SECRET),
    'prepared + JSON.parse': (body) => parsed(verifier.verify({ body, headers }).ok, body),
    'one-shot + JSON.parse': (body) => parsed(verify({ provider: 'stripe', secrets: SECRET, body, headers }).ok, body),
  };
}

function standard(text) {
  const at = new Date();
  const webhook = new Webhook(WHSEC);
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': webhook.sign('msg_p5jXN8AQM9LWM0D4loKWxJek', at, text),
  };
  const all = request(headers);
  const [other, svix] = [new StandardWebhook(WHSEC), new SvixWebhook(WHSEC)];
  return {
    standardwebhooks: (body) => other.verify(body, all),
    svix: (body) => svix.verify(body, all),
    Webhook: (body) => webhook.verify(body, all),
  };
}

function awell(text) {
  const pem = readFileSync(new URL('../../core/tests/keys/rsa.pem', import.meta.url));
  const secrets = createPublicKey(pem).export({ type: 'spki', format: 'pem' });
  const key = createPublicKey(secrets);
  const signature = signWith('sha256', Buffer.from(text), pem).toString('base64');
  const headers = request({ 'x-awell-signature': signature });
  const verifier = createVerifier({ provider: 'awell', secrets });
  return {
    'node:crypto': (body) =>
      expect(verifyWith('sha256', body, key, Buffer.from(headers['x-awell-signature'], 'base64'))),
    prepared: (body) => expect(verifier.verify({ body, headers }).ok),
    'one-shot': (body) => expect(verify({ provider: 'awell', secrets, body, headers }).ok),
  };
}

/** The duration of a call, in microseconds. */
async function time(call, body, count) {
  const isAsync = call(body) instanceof Promise;
  const start = process.hrtime.bigint();
  if (isAsync) for (let index = 0; index < count; index += 1) await call(body);
  else for (let index = 0; index < count; index += 1) call(body);
  return Number(process.hrtime.bigint() - start) / 1000 / count;
}

const quantile = (sorted, at) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))];

/** Measures candidates in turns. The first rounds warm them up. */
async function measure(candidates, body) {
  const entries = Object.entries(candidates);
  const counts = [];
  for (const [, call] of entries)
    counts.push(Math.max(3, Math.round((ROUND_MS * 1000) / (await time(call, body, 20)))));
  const times = entries.map(() => []);
  for (let round = -5; round < ROUNDS; round += 1) {
    for (const [index, [, call]] of entries.entries()) {
      const spent = await time(call, body, counts[index]);
      if (round >= 0) times[index].push(spent);
      else counts[index] = Math.max(3, Math.round((ROUND_MS * 1000) / spent));
    }
  }
  return entries.map(([name], index) => {
    const ratios = times[index].map((spent, round) => spent / times[0][round]).sort((a, b) => a - b);
    const sorted = [...times[index]].sort((a, b) => a - b);
    return {
      name,
      us: quantile(sorted, 0.5),
      ratio: quantile(ratios, 0.5),
      spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
    };
  });
}

const results = [];
for (const [group, candidatesFor] of Object.entries({ github, stripe, standard, awell })) {
  for (const size of SIZES) {
    const text = document(size);
    for (const [kind, body] of Object.entries({ Buffer: Buffer.from(text), string: text })) {
      if (group === 'awell' && kind === 'string') continue;
      const measured = await measure(candidatesFor(text), body);
      results.push({ group, size, kind, measured });
      if (isJson) continue;
      const shown = measured.map(({ name, us, ratio, spread }) => {
        return `${name} ${us.toFixed(2)} µs (${ratio.toFixed(2)}; ${spread.map((each) => each.toFixed(2)).join('–')})`;
      });
      console.log(`${group} ${size} B, ${kind}: ${shown.join(', ')}`);
    }
  }
}
if (isJson) console.log(JSON.stringify({ node: process.version, rounds: ROUNDS, results }));
