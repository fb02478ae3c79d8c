// Failures that users of webhooks have reported in public, in verdicts and events. All data is invented.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { explain, parseEvent, verify, Webhook } from 'hookwright';
import { delivery, diagnosedOnly, hmac, NOW } from './reported.mjs';

const WHSEC = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3';
const OTHER = 'whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1';
const seconds = NOW / 1000;

describe('several signatures in one header (standard-webhooks/standard-webhooks#256)', () => {
  const body = '{"type":"email.sent"}';
  const of = (secret) => delivery('standard', secret, body).headers['webhook-signature'];
  const base = delivery('standard', WHSEC, body);
  const shapes = (values) => {
    const { 'webhook-signature': _, ...rest } = base.headers;
    const pairs = [...Object.entries(rest), ...values.map((value) => ['webhook-signature', value])];
    const headers = new Headers();
    for (const [name, value] of pairs) headers.append(name, value);
    return {
      joined: { ...rest, 'webhook-signature': values.join(', ') },
      Headers: headers,
      pairs,
      array: { ...rest, 'webhook-signature': values },
    };
  };
  for (const [order, values] of [
    ['first', [of(WHSEC), of(OTHER)]],
    ['last', [of(OTHER), of(WHSEC)]],
  ])
    for (const [shape, headers] of Object.entries(shapes(values)))
      test(`the right one is ${order}, as ${shape}`, () => {
        const verdict = verify({ ...base, headers });
        assert.equal(verdict.ok, true, JSON.stringify(verdict));
      });

  test('`Webhook` reads them as well', () => {
    const headers = { ...base.headers, 'webhook-signature': `${of(OTHER)}, ${of(WHSEC)}` };
    assert.deepEqual(new Webhook(WHSEC, { now: NOW }).verify(body, headers), JSON.parse(body));
  });
});

describe('forms', () => {
  test('Mailgun sends a form from routes (mailgun/mailgun-js-boland#64)', () => {
    const key = 'key-0123456789abcdef0123456789abcdef';
    const token = 'c9a1b2c3d4e5f60718293a4b5c6d7e8f9012345678901234';
    const signature = hmac('sha256', key, `${seconds}${token}`);
    const body = `recipient=a%40example.com&timestamp=${seconds}&token=${token}&signature=${signature}`;
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const given = { provider: 'mailgun', secrets: key, headers, body, now: NOW };
    const verdict = verify(given);
    if (!verdict.ok) {
      assert.match(verdict.message, /form/);
      assert.match(diagnosedOnly(given).evidence, /form/);
      assert.ok(verify({ ...given, provider: undefined, scheme: 'mailgun/form' }).ok);
    }
  });

  test('GitHub sends a form (octokit/webhooks.js#158, #75; rvagg/github-webhook-handler#26)', () => {
    const body = `payload=${encodeURIComponent('{"action":"opened"}')}`;
    const given = delivery('github', 'a secret for these tests only', body);
    assert.ok(verify(given).ok);
    assert.match(JSON.stringify(parseEvent(body).problems), /form.*payload/);
  });
});

describe('events', () => {
  test('retries have the same id (vm0-ai/vm0#8773; agno-agi/agno#10073)', () => {
    const slack = delivery(
      'slack',
      '8f742231b10e8888abcd99yyyzzz85a5',
      '{"event_id":"Ev08MFMKH6","type":"event_callback"}',
    );
    assert.equal(verify(slack).id, 'Ev08MFMKH6');
    const command = delivery('slack', '8f742231b10e8888abcd99yyyzzz85a5', 'token=x&command=%2Fweather');
    const verdict = verify(command);
    assert.deepEqual([verdict.ok, verdict.id], [true, undefined]);
    assert.equal(verify(delivery('stripe', 'whsec_q1w2e3r4t5', '{"id":"evt_1"}')).id, 'evt_1');
  });

  test('19 digits stay readable (n8n-io/n8n#14715; supabase/supabase#16147)', () => {
    const body = '{"event":"user.created","timestamp":"2026-07-15T10:00:00Z","data":{"row":813683310949021977}}';
    const event = parseEvent(body, { provider: 'generic' });
    const text = JSON.stringify(event);
    assert.match(text, /unsafe_number/);
    assert.match(text, /813683310949021977/);
  });

  test('what is not JSON is named (apache/openwhisk-package-kafka#319; adnanh/webhook#536)', () => {
    const message = (body) => JSON.stringify(parseEvent(body));
    assert.match(message('{"event":"a","value":NaN}'), /NaN/);
    assert.match(message('{\u201cevent\u201d:\u201ca\u201d}'), /curly|typographic/i);
    assert.match(message("{'event':'a'}"), /single quote/i);
    assert.match(message('<!doctype html><html></html>'), /HTML/);
  });
});

describe('senders', () => {
  test('Twilio signs lists in its order (twilio/twilio-node#722; twilio-python#613)', () => {
    const url = 'https://example.com/sms';
    const content = `${url}Ids1Ids2Nameb`;
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-Twilio-Signature': hmac('sha1', 'a'.repeat(32), content, 'base64'),
    };
    const given = { provider: 'twilio', secrets: 'a'.repeat(32), headers, url, body: 'Name=b&Ids=1&Ids=2', now: NOW };
    assert.ok(verify(given).ok);
  });

  test('Bitbucket and GitHub share the name of a header (adnanh/webhook#662)', () => {
    const body = '{"push":{}}';
    const headers = { 'X-Hub-Signature': `sha256=${hmac('sha256', 'a secret for these tests only', body)}` };
    assert.ok(verify({ provider: 'bitbucket', secrets: 'a secret for these tests only', headers, body, now: NOW }).ok);
    const { causes } = explain({
      provider: 'github',
      secrets: 'a secret for these tests only',
      headers,
      body,
      now: NOW,
    });
    assert.equal(causes[0].certainty, 'proven');
  });
});
