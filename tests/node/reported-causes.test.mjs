// Failures that users of webhooks have reported in public. Each test names the threads; all data is invented.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import test, { describe } from 'node:test';
import { gzipSync } from 'node:zlib';
import { delivery, diagnosed, diagnosedOnly, hmac, NOW } from './reported.mjs';

const WHSEC = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3';
const seconds = NOW / 1000;

/** Asserts that the delivery is refused and that its first cause is `code`, which is proven unless it says otherwise. */
function names(given, code, certainty = 'proven') {
  const { verdict, first, codes, causes } = diagnosed(given);
  assert.equal(verdict.ok, false);
  assert.deepEqual([first.code, first.certainty], [code, certainty], JSON.stringify(causes, null, 1));
  return { ...first, codes };
}

// An event in Stripe's layout: empty objects and lists take two lines.
const stripeEvent = `{
  "id": "evt_1PinvGAbcd",
  "object": "event",
  "data": {
    "object": {
      "id": "in_1",
      "metadata": {
      },
      "lines": [
        {
          "amount": 1999,
          "tax_rates": [

          ]
        }
      ]
    }
  },
  "type": "invoice.paid"
}`;

describe('bodies', () => {
  test('a servlet joins lines without line ends (stripe/stripe-java#1151, #1051; Osiris-Team/PayHook#4)', () => {
    const given = delivery('stripe', 'whsec_q1w2e3r4t5', stripeEvent);
    names({ ...given, body: stripeEvent.replaceAll('\n', '') }, 'body_reformatted');
  });

  test('a gateway parses and serializes the body (stripe/stripe-node#1768)', () => {
    const given = delivery('stripe', 'whsec_q1w2e3r4t5', stripeEvent);
    for (const indent of [undefined, 2, 4, '\t'])
      if (JSON.stringify(JSON.parse(stripeEvent), null, indent) !== stripeEvent)
        names({ ...given, body: JSON.stringify(JSON.parse(stripeEvent), null, indent) }, 'body_reformatted');
  });

  test('line ends become CR LF (stripe/stripe-dotnet#1506; stripe-node#1981)', () => {
    const given = delivery('stripe', 'whsec_q1w2e3r4t5', stripeEvent);
    names({ ...given, body: stripeEvent.replaceAll('\n', '\r\n') }, 'body_crlf');
  });

  test('PHP escapes slashes (razorpay/razorpay-node#96, #128, #434; box/box-typescript-sdk-gen#624)', () => {
    const body = String.raw`{"event":"invoice.paid","short_url":"https:\/\/rzp.example\/i\/a1"}`;
    const given = delivery('razorpay', 'a secret of twenty-eight char', body);
    names({ ...given, body: JSON.stringify(JSON.parse(body)) }, 'body_escaped_slashes');
  });

  test('a sender escapes characters beyond the BMP (line/line-bot-sdk-nodejs#922)', () => {
    const body = String.raw`{"events":[{"message":{"text":"\ud83d\ude42 é"}}]}`;
    const given = delivery('line', '0123456789abcdef0123456789abcdef', body);
    names({ ...given, body: JSON.stringify(JSON.parse(body)) }, 'body_unicode_escapes');
  });

  test('a form is parsed and encoded again (slackapi/bolt-js#1647; spring-projects/spring-framework#33523)', () => {
    const body = 'token=x&text=two+words&user=a*b';
    const given = delivery('slack', '8f742231b10e8888abcd99yyyzzz85a5', body);
    const again = 'token=x&text=two%20words&user=a%2Ab';
    names({ ...given, body: again, framework: 'spring' }, 'body_urlencoded');
  });

  test('the signature covers the JSON in gzip (GetStream/stream-chat-java#254; adnanh/webhook#303)', () => {
    const body = '{"type":"message.new","text":"hello"}';
    const given = delivery('generic', 'a secret for these tests only', body);
    const compressed = gzipSync(body);
    const headers = { ...given.headers, 'Content-Encoding': 'gzip' };
    names({ ...given, headers, body: compressed }, 'body_compressed', 'likely');
  });

  test('characters are counted in place of bytes (getsentry/sentry#71260)', () => {
    const body = '{"name":"Zoë Ångström","note":"naïve"}';
    const given = delivery('generic', 'a secret for these tests only', body);
    const cut = Buffer.from(body).subarray(0, body.length);
    const headers = { ...given.headers, 'Content-Length': `${Buffer.byteLength(body)}` };
    names({ ...given, headers, body: cut }, 'body_truncated', 'likely');
  });

  test('bytes that are not UTF-8 are replaced (langchain-ai/open-swe#2310)', () => {
    const body = Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xe9, 0xff, 0x22, 0x7d]);
    const given = delivery('generic', 'a secret for these tests only', body);
    names({ ...given, body: body.toString() }, 'body_charset', 'likely');
  });

  test('another parser runs first (team9ai/team9#62; golevelup/nestjs#176)', () => {
    const body = '{"action": "opened", "number": 7}';
    const given = delivery('github', 'a secret for these tests only', body);
    for (const framework of ['nest', 'express']) {
      const first = diagnosedOnly({ ...given, body: undefined, framework });
      assert.equal(first.code, 'body_missing');
      if (framework === 'nest') assert.match(first.remedy, /rawBody/);
    }
    const parsed = diagnosedOnly({ ...given, body: JSON.parse(body), framework: 'nest' });
    assert.match(parsed.code, /^body_/);
    assert.match(parsed.remedy, /rawBody/);
  });

  test('the platform parses the body before Express (stripe/stripe-node#1043)', () => {
    const given = delivery('stripe', 'whsec_q1w2e3r4t5', stripeEvent);
    const body = JSON.stringify(JSON.parse(stripeEvent));
    assert.match(names({ ...given, body, framework: 'firebase' }, 'body_reformatted').remedy, /rawBody/);
  });

  test('a sender signs other bytes than it sends (attendee-labs/attendee#227)', () => {
    const signed = '{"idempotency_key": "k", "data": {"new_state": "joined"}}';
    const body = JSON.stringify(JSON.parse(signed));
    const given = delivery('generic', 'a secret for these tests only', signed);
    const headers = { ...given.headers, 'Content-Length': `${body.length}` };
    const { remedy } = names({ ...given, headers, body, framework: 'flask' }, 'body_signed_otherwise');
    assert.match(remedy, /sender/);
  });
});

describe('secrets', () => {
  test('a key that is text is decoded (docusign/docusign-esign-csharp-client#277; XeroAPI/XeroWebhooksReceiver#1)', () => {
    const text = 'c2VjcmV0IHRleHQgb2YgYSBjb25uZWN0IGtleSwgMzI=';
    for (const provider of ['docusign', 'xero']) {
      const given = delivery(provider, text, '{"event":"envelope-completed"}');
      const { evidence } = names({ ...given, secrets: Buffer.from(text, 'base64') }, 'secret_decoding');
      assert.match(evidence, /base64/);
    }
  });

  test('a sender keys with the text of the secret (Notifuse/notifuse#318; polarsource/polar#14102)', () => {
    const body = '{"type":"email.sent"}';
    const given = delivery('standard', WHSEC, body);
    const mac = hmac('sha256', WHSEC, `msg_1.${seconds}.${body}`, 'base64');
    names({ ...given, headers: { ...given.headers, 'webhook-signature': `v1,${mac}` } }, 'secret_decoding');
  });

  test('the old secret still signs (Shopify/shopify-app-js#3183)', () => {
    const given = delivery('shopify', 'the old secret of this shop', '{"id":1}');
    names(
      { ...given, secrets: 'the new secret of this shop', oldSecrets: 'the old secret of this shop' },
      'secret_old',
    );
  });

  test('another credential is used (GaryH21/Stripe-Webhooks-Tutorial#1; PaddleHQ/paddle-node-sdk#112)', () => {
    const body = '{"id":"evt_1"}';
    const stripe = delivery('stripe', 'whsec_q1w2e3r4t5', body);
    for (const secrets of [`sk_${'live'}_51HabcdefghijklmnopQRSTUV`, 'we_1PabcdEFGHijklMNOP'])
      names({ ...stripe, secrets }, 'secret_other_credential', 'likely');
    const paddle = delivery('paddle', 'pdl_ntfset_01h_secretsecretsecret', body);
    names({ ...paddle, secrets: 'ntfset_01habcdefghjkmnpqrstvwxyz' }, 'secret_other_credential', 'likely');
  });

  test('a bot token in place of the public key (discord/discord-interactions-js#26)', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    assert.ok(publicKey);
    const headers = { 'X-Signature-Ed25519': 'ab'.repeat(64), 'X-Signature-Timestamp': `${seconds}` };
    const secrets = 'MTA1NDc4MTA1NDc4MTA1NDc4MTA.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789AB';
    const first = diagnosedOnly({ provider: 'discord', secrets, headers, body: '{"type":1}', now: NOW });
    assert.match(first.code, /^secret_(decoding|other_credential)$/);
    assert.match(`${first.evidence} ${first.remedy}`, /public key/i);
  });
});

describe('URLs', () => {
  const twilio = (url, body, key) => {
    const fields = [...new URLSearchParams(body)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flat()
      .join('');
    return {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-Twilio-Signature': hmac('sha1', key, url + fields, 'base64'),
    };
  };
  const key = '0123456789abcdef0123456789abcdef';
  const body = 'CallSid=CA1&From=%2B14155550100';

  test('Twilio signs the registered URL and calls it sorted (twilio/twilio-php#790; twilio-node#1079)', () => {
    const registered = 'https://example.com/voice?region=us1&account=7';
    const headers = twilio(registered, body, key);
    const url = 'https://example.com/voice?account=7&region=us1';
    const { remedy } = names({ provider: 'twilio', secrets: key, headers, body, url, now: NOW }, 'url_query_order');
    assert.match(remedy, /registered/);
  });

  test('six parameters in another order (kind 5)', () => {
    const headers = twilio('https://example.com/voice?f=1&b=2&e=3&a=4&d=5&c=6', body, key);
    const url = 'https://example.com/voice?a=4&b=2&c=6&d=5&e=3&f=1';
    names({ provider: 'twilio', secrets: key, headers, body, url, now: NOW }, 'url_query_order');
  });

  test('a framework sorts and encodes the query (symfony/symfony#65706)', () => {
    const headers = twilio('https://example.com/voice?name=two%20words&account=7', body, key);
    const url = 'https://example.com/voice?account=7&name=two+words';
    const { codes } = names({ provider: 'twilio', secrets: key, headers, body, url, now: NOW }, 'url_query_order');
    assert.ok(codes.length > 0);
  });
});

describe('values of headers', () => {
  const body = '{"id":"evt_1","amount":19}';
  const stripe = delivery('stripe', 'whsec_q1w2e3r4t5', body);
  const value = stripe.headers['Stripe-Signature'];
  const [t, v1] = value.split(',');
  const withValue = (text) => ({ ...stripe, headers: { 'Stripe-Signature': text } });

  test('items are missing, repeated or encoded (chobbledotcom/tickets#389; stripe/stripe-java#2149)', () => {
    names(withValue(v1), 'signature_malformed', 'likely');
    names(withValue(`${t},${t},${v1}`), 'signature_repeated', 'proven');
    names(withValue(encodeURIComponent(value)), 'signature_altered');
    names(withValue(`${t},${v1.replace('v1=', 'v0=')}`), 'header_other');
  });

  test('a constant text is sent as the signature (artifact-keeper/artifact-keeper#923)', () => {
    const given = delivery('generic', 'a secret for these tests only', body);
    const headers = { 'X-Webhook-Signature': 'hmac-signature' };
    names({ ...given, headers }, 'signature_placeholder', 'likely');
  });

  test('the prefix is missing (googleapis/repo-automation-bots#2092)', () => {
    const given = delivery('github', 'a secret for these tests only', body);
    const headers = { 'X-Hub-Signature-256': given.headers['X-Hub-Signature-256'].slice(7) };
    names({ ...given, headers }, 'signature_prefix');
  });

  test('no malformed request blames the secret first (kind 1)', () => {
    const given = delivery('github', 'a secret for these tests only', body);
    const good = given.headers['X-Hub-Signature-256'];
    const values = [
      'undefined',
      'sha256=',
      good.slice(0, 40),
      `${good}, ${good}`,
      good.replace('=', '%3D'),
      '"',
      `x${good}`,
    ];
    for (const text of values) {
      const first = diagnosedOnly({ ...given, headers: { 'X-Hub-Signature-256': text } });
      assert.match(first.code, /^signature_/, text);
    }
  });

  test('a version of the header without a signature (NousResearch/hermes-agent#104183)', () => {
    const given = delivery('standard', WHSEC, body);
    const { 'webhook-signature': _, ...headers } = given.headers;
    names({ ...given, headers }, 'header_missing', 'likely');
  });
});

describe('time', () => {
  const body = '{"id":"evt_1"}';

  test('the clock is wrong (slackapi/bolt-python#195; PaddleHQ/paddle-node-sdk#30)', () => {
    const slack = delivery('slack', '8f742231b10e8888abcd99yyyzzz85a5', body);
    names({ ...slack, now: NOW - 7 * 86_400_000 }, 'clock_skew');
    names({ ...delivery('paddle', 'pdl_ntfset_01h_secret', body), now: NOW + 9_000 }, 'clock_skew');
  });

  test('milliseconds in place of seconds (adcontextprotocol/adcp#436)', () => {
    const key = 'whsec_q1w2e3r4t5';
    const value = `t=${NOW},v1=${hmac('sha256', key, `${NOW}.${body}`)}`;
    const headers = { 'Stripe-Signature': value };
    names({ provider: 'stripe', secrets: key, headers, body, now: NOW }, 'timestamp_unit');
  });
});
