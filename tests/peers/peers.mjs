// The compared libraries, each called as documented. `true` means that the library accepts a delivery.

import * as octokit from '@octokit/webhooks-methods';
import * as hookwright from 'hookwright';
import { Webhook as Standard } from 'standardwebhooks';
import Stripe from 'stripe';
import { Webhook as Svix } from 'svix';

/** Header fields in Node's form, which all libraries accept and in which repeated fields are joined. */
export function plain(headers) {
  const object = {};
  for (const [name, value] of fieldsOf(headers)) {
    const lower = name.toLowerCase();
    object[lower] = lower in object ? `${object[lower]}, ${value}` : value;
  }
  return object;
}

/** Header fields one by one, in order. */
export function fieldsOf(headers) {
  const entries = Symbol.iterator in headers ? [...headers] : Object.entries(headers);
  return entries.flatMap(([name, value]) => [value].flat().map((single) => [name, single]));
}

/** The libraries take one secret, so a delivery is accepted if it is with any of the secrets. */
const any = (secrets, check) => secrets.some((secret) => succeeds(() => check(secret)));

function succeeds(check) {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

// None of the libraries accepts every type of bytes. These are the types that they require.
const text = (body) => (typeof body === 'string' ? body : Buffer.from(body).toString());
const buffer = (body) => (typeof body === 'string' ? body : Buffer.from(body));
const seconds = (ms) => Math.floor(ms / 1000);

export const peers = {
  standardwebhooks: {
    dialects: ['standard'],
    scheme: 'standard/v1',
    verify: ({ secrets, body, headers }) =>
      any(secrets, (secret) => new Standard(secret).verify(buffer(body), plain(headers), { jsonParse: false })),
    sign: ({ secret, body, id, ms }) => new Standard(secret).sign(id, new Date(ms), buffer(body)),
  },
  svix: {
    dialects: ['standard', 'svix'],
    scheme: 'svix/v1',
    verify: ({ secrets, body, headers }) =>
      any(secrets, (secret) => new Svix(secret).verify(buffer(body), plain(headers))),
    sign: ({ secret, body, id, ms }) => new Svix(secret).sign(id, new Date(ms), buffer(body)),
  },
  stripe: {
    dialects: ['stripe'],
    scheme: 'stripe/v1',
    verify: ({ secrets, body, headers, nowMs }) =>
      any(secrets, (secret) =>
        Stripe.webhooks.signature.verifyHeader(body, plain(headers)['stripe-signature'], secret, 300, undefined, nowMs),
      ),
    sign: ({ secret, body, ms }) =>
      Stripe.webhooks.generateTestHeaderString({ payload: text(body), secret, timestamp: seconds(ms) }),
  },
  '@octokit/webhooks-methods': {
    dialects: ['github'],
    scheme: 'github/sha256',
    async verify({ secrets: [secret, ...others], body, headers }) {
      try {
        return await octokit.verifyWithFallback(secret, text(body), plain(headers)['x-hub-signature-256'], others);
      } catch {
        return false;
      }
    },
    sign: ({ secret, body }) => octokit.sign(secret, text(body)),
  },
};

const rows = hookwright.senders().flatMap((sender) => sender.schemes);
const timed = new Set(rows.filter(({ timestamp }) => timestamp !== undefined).map(({ id }) => id));

/** This project, called with the unmodified request. */
export const ours = {
  verify(scheme, { secrets, body, headers, nowMs }) {
    try {
      // A scheme without a timestamp has no tolerance.
      const tolerance = timed.has(scheme) ? { toleranceSeconds: 300 } : {};
      const verdict = hookwright.verify({ scheme, secrets, body, headers, now: nowMs, ...tolerance });
      return { ok: verdict.ok, code: verdict.code ?? null };
    } catch (error) {
      // An invalid secret throws. Another error would be a mistake in this file.
      if (!/secret/.test(error.code)) throw error;
      return { ok: false, code: error.code };
    }
  },

  sign(scheme, { secret, body, id, ms }) {
    const { headers } = hookwright.sign({ scheme, secret, body, id, timestamp: new Date(ms) });
    return Object.entries(headers).find(([name]) => /-signature/i.test(name))[1];
  },

  /** The class that replaces the one in standardwebhooks. */
  dropIn: {
    Webhook: hookwright.Webhook,
    verify: ({ secrets, body, headers }) => ({ ok: any(secrets, (secret) => verified(secret, body, headers)) }),
    sign: ({ secret, body, id, ms }) => new hookwright.Webhook(secret).sign(id, new Date(ms), body),
  },
};

function verified(secret, body, headers) {
  try {
    new hookwright.Webhook(secret).verify(body, headers);
  } catch (error) {
    // Like the other class, it returns the parsed body. A body that is not JSON throws after it has been verified.
    if (!(error instanceof SyntaxError)) throw error;
  }
}
