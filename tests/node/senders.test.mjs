// Every sender's schemes verify what they sign and reject changes. Custom schemes, handshakes and new secrets.

import assert from 'node:assert/strict';
import {
  createCipheriv,
  createHash,
  createHmac,
  createPublicKey,
  randomBytes,
  verify as verifyPublic,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { runInNewContext } from 'node:vm';
import { answerHandshake, checkScheme, generateSecret, providers, senders, sign, verify } from 'hookwright';

const now = 1_763_683_200_000;
const url = 'https://example.com/hooks?a=1';
const schemes = senders().flatMap((sender) => sender.schemes);

const key = (name) => readFileSync(new URL(`../../core/tests/keys/${name}.pem`, import.meta.url), 'utf8');
/** Keys of algorithms for which the package generates none. */
const pairs = {
  'rsa-pkcs1-sha256': { secret: key('rsa'), publicKey: key('rsa.pub') },
  'ecdsa-p256-sha256': { secret: key('p256'), publicKey: key('p256.pub') },
};
const keysOf = (scheme) => pairs[scheme.algorithm] ?? generateSecret({ scheme });

/** A body with all members that schemes read. */
const item = { pspReference: 'psp', amount: { value: 1130, currency: 'EUR' }, success: 'true', additionalData: {} };
const notificationItems = [{ NotificationRequestItem: item }];
const json = JSON.stringify({ text: 'Zoë 🦀', webhookTimestamp: now, notificationItems });
const isForm = (scheme) => /\{params\}|\{field:/.test(scheme.content);
const body = JSON.stringify({ text: 'Zoë 🦀' });
const bodyOf = (scheme) =>
  isForm(scheme) ? String(new URLSearchParams({ text: 'Zoë 🦀', payload: '{}', bt_payload: 'e30=\n' })) : json;
const typeOf = (scheme) => (isForm(scheme) ? 'application/x-www-form-urlencoded' : 'application/json');
const others = {
  'X-Fal-Webhook-User-Id': 'user',
  'X-Lark-Request-Nonce': 'nonce',
};

const givenOf = (scheme) => ({ 'Content-Type': typeOf(scheme), ...others });

describe('verifies what it signs and rejects changes', () => {
  for (const scheme of schemes) {
    test(scheme.id, () => {
      const [given, body] = [givenOf(scheme), bodyOf(scheme)];
      const { secret, publicKey = secret } = keysOf(scheme);
      const signing = { scheme: scheme.id, secret, body, url, method: 'POST', id: 'msg_1', timestamp: now };
      const signed = sign({ ...signing, headers: given });
      const { headers } = signed;
      const arrived = { body: signed.body, url: signed.url, method: 'post', headers: { ...given, ...headers } };
      const check = (changes) => verify({ scheme: scheme.id, secrets: publicKey, now, ...arrived, ...changes });

      const verdict = check({});
      assert.equal(verdict.ok, true, verdict.message);
      assert.deepEqual([verdict.key, verdict.warnings], [{ index: 0 }, undefined]);
      assert.equal(verdict.timestampMs, scheme.timestamp && now);
      if (scheme.content.includes('{id}')) assert.equal(verdict.id, 'msg_1');
      assert.deepEqual(check({ scheme: JSON.parse(JSON.stringify(scheme)) }), verdict);
      assert.deepEqual(check({ body: Buffer.from(signed.body), headers: new Headers(arrived.headers) }), verdict);

      const other = keysOf(scheme);
      if (pairs[scheme.algorithm] === undefined) {
        assert.equal(check({ secrets: other.publicKey ?? other.secret }).code, 'signature_mismatch');
        const both = check({ secrets: [other.publicKey ?? other.secret, { name: 'new', value: publicKey }] });
        assert.deepEqual(both.key, { index: 1, name: 'new' });
      }
      const coversBody = /\{body/.test(scheme.content) || scheme.bodyDigest !== undefined;
      if (coversBody) assert.equal(check({ body: `${signed.body} ` }).ok, false);
      if (scheme.timestamp === undefined) {
        assert.equal(check({ now: now + 86_400_000 * 1000 }).ok, true);
      } else {
        assert.equal(check({ now: now + 86_400_000 }).code, 'too_old');
        assert.equal(check({ now: now - 86_400_000 }).code, 'too_new');
        assert.equal(check({ now: now + 86_400_000, toleranceSeconds: false }).ok, true);
      }
      const nothing = check({ headers: {}, url: 'https://example.com/hooks', body: '{}' });
      assert.match(nothing.code, /^missing_(header|parameter|member)$|^not_a_form$/);
    });
  }
});

test('verifies a notification of Adyen that was signed with node:crypto', () => {
  const scheme = 'adyen/notification';
  const secret = '44782def547aaa06c910c43932b1eb0c71fc68d9d0c057550c48ec2acf6ba056';
  const content = 'psp::account:reference:1130:EUR:AUTHORIZATION:true';
  const hmacSignature = createHmac('sha256', Buffer.from(secret, 'hex')).update(content).digest('base64');
  const notification = (value) => {
    const item = {
      pspReference: 'psp',
      merchantAccountCode: 'account',
      merchantReference: 'reference',
      amount: { value, currency: 'EUR' },
      eventCode: 'AUTHORIZATION',
      success: 'true',
      additionalData: { hmacSignature },
    };
    return JSON.stringify({ notificationItems: [{ NotificationRequestItem: item }] });
  };
  const check = (text) => verify({ scheme, secrets: secret, headers: {}, body: text });
  assert.ok(check(notification(1130)).ok);
  assert.equal(check(notification(1131)).code, 'signature_mismatch');
  assert.equal(sign({ scheme, secret, body: notification(1130) }).body, notification(1130));
});

test('the scheme of a provider is its first one', () => {
  for (const { id, schemes: own } of senders()) {
    const [scheme] = own;
    const { secret, publicKey = secret } = keysOf(scheme);
    const [given, body] = [givenOf(scheme), bodyOf(scheme)];
    const options = { secret, body, url, method: 'POST', id: 'msg_1', timestamp: now, headers: given };
    const signed = sign({ ...options, provider: id });
    const headers = { ...given, ...signed.headers };
    assert.ok(
      verify({
        scheme: scheme.id,
        secrets: publicKey,
        url: signed.url,
        method: 'POST',
        now,
        headers,
        body: signed.body,
      }).ok,
      id,
    );
  }
});

describe('bodies and URLs that contain the signature', () => {
  const options = { provider: 'mailgun', secret: 'a key for tests only', timestamp: now, id: 'token' };

  test('are returned in the form of the argument', () => {
    const shapes = [
      '{"a":"ë"}',
      Buffer.from('{"a":"ë"}'),
      new TextEncoder().encode('{"a":"ë"}'),
      new TextEncoder().encode('{"a":"ë"}').buffer,
      new Uint8ClampedArray(Buffer.from('{"a":"ë"}')),
    ];
    for (const given of shapes) {
      const signed = sign({ ...options, body: given });
      assert.equal(Object.getPrototypeOf(signed.body), Object.getPrototypeOf(given));
      assert.deepEqual(signed.headers, {});
      assert.equal(JSON.parse(typeof signed.body === 'string' ? signed.body : Buffer.from(signed.body)).a, 'ë');
      assert.ok(verify({ provider: 'mailgun', secrets: options.secret, headers: {}, body: signed.body, now }).ok);
    }
    const foreign = runInNewContext('new Uint8Array(list)', { list: [...Buffer.from('{}')] });
    assert.notEqual(sign({ ...options, body: foreign }).body, foreign);
  });

  test('do not change the argument', () => {
    const given = Buffer.from('{"a":1}');
    sign({ ...options, body: given });
    assert.equal(given.toString(), '{"a":1}');
  });

  test('include the signature in the URL', () => {
    const signed = sign({ provider: 'pandadoc', secret: 'a key for tests only', body, url });
    assert.match(signed.url, /^https:\/\/example\.com\/hooks\?a=1&signature=[0-9a-f]{64}$/);
    assert.deepEqual([signed.body, signed.headers], [body, {}]);
  });
});

test('several secrets sign if the scheme has room for their signatures', () => {
  const [old, fresh] = [
    generateSecret({ provider: 'standard' }).secret,
    generateSecret({ provider: 'standard' }).secret,
  ];
  const { headers } = sign({ provider: 'standard', secret: [fresh, old], body, id: 'msg_1', timestamp: now });
  assert.match(headers['webhook-signature'], /^v1,\S+ v1,\S+$/);
  for (const secrets of [old, fresh]) assert.ok(verify({ provider: 'standard', secrets, body, headers, now }).ok);
  const box = { provider: 'box', secret: ['first key for tests', 'second key for tests'], body, timestamp: now };
  assert.deepEqual(Object.keys(sign(box).headers).length, 3);
});

test('senders are plain, complete and frozen data, with providers first', () => {
  const all = senders();
  assert.equal(all, senders());
  assert.deepEqual(
    all.slice(0, providers().length).map(({ id, schemes: own }) => [id, own]),
    providers().map(({ id, schemes: own }) => [id, own]),
  );
  assert.ok(Object.isFrozen(all) && Object.isFrozen(all[5].schemes[0].signature));
  assert.deepEqual(structuredClone(all), all);
  for (const { id, name, summary, schemes: own } of all) {
    assert.match(id, /^[a-z0-9-]+$/);
    assert.ok(name !== '' && summary !== '' && own.length > 0);
    for (const scheme of own) {
      assert.ok(scheme.id.startsWith(`${id}/`));
      assert.match(scheme.provenance.source, /^https?:|^documentation|./);
      assert.deepEqual(
        checkScheme(scheme).filter(({ severity }) => severity === 'error'),
        [],
      );
    }
  }
});

describe('a custom scheme', () => {
  const acme = {
    id: 'acme/v1',
    algorithm: 'hmac-sha512',
    key: 'hex',
    content: '{header:Acme-Tenant}|{method} {path}|{timestamp}|{body}',
    signature: { header: 'Acme-Signature', separator: ';', prefix: 's=', encoding: 'base64url' },
    timestamp: { item: 't=', unit: 'milliseconds', toleranceSeconds: { past: 10, future: 1 } },
    messageId: { header: 'Acme-Id' },
  };
  const secret = '00112233445566778899aabbccddeeff';
  const content = (text) => `tenant|POST /hooks?a=1|${now}|${text}`;
  const mac = createHmac('sha512', Buffer.from(secret, 'hex')).update(content(body)).digest('base64url');
  const headers = { 'acme-tenant': 'tenant', 'ACME-SIGNATURE': `t=${now}; s=${mac};x=1`, 'acme-id': 'evt_1' };
  const check = (changes) =>
    verify({ scheme: acme, secrets: secret, body, headers, url, method: 'POST', now, ...changes });

  test('verifies signatures of node:crypto', () => {
    assert.deepEqual(check({}), { ok: true, key: { index: 0 }, id: 'evt_1', idSigned: false, timestampMs: now });
    assert.equal(check({ url: `${url}b` }).code, 'signature_mismatch');
    assert.equal(check({ headers: { ...headers, 'acme-tenant': 'other' } }).code, 'signature_mismatch');
  });

  test('signs like node:crypto', () => {
    const options = { scheme: acme, secret, body, url, method: 'POST', timestamp: now, headers };
    assert.deepEqual(sign(options).headers, { 'Acme-Signature': `t=${now};s=${mac}` });
    assert.equal(sign({ ...options, id: 'evt_1' }).headers['Acme-Id'], 'evt_1');
  });

  test('has its own tolerance, to the millisecond', () => {
    assert.ok(check({ now: now + 10_000 }).ok && check({ now: now - 1000 }).ok);
    assert.equal(check({ now: now + 10_001 }).code, 'too_old');
    assert.equal(check({ now: now - 1001 }).code, 'too_new');
    assert.ok(check({ now: now + 500, toleranceSeconds: 0.5 }).ok);
    assert.equal(check({ now: now + 501, toleranceSeconds: 0.5 }).code, 'too_old');
    assert.ok(check({ now: now + 1005, toleranceSeconds: 1.005 }).ok);
    assert.ok(check({ now: now + 5000, toleranceSeconds: { past: 5, future: 0 } }).ok);
    assert.equal(check({ now: now - 1, toleranceSeconds: { past: 5, future: 0 } }).code, 'too_new');
    assert.ok(check({ now: now - 1e9, toleranceSeconds: { past: 0, future: Infinity } }).ok);
  });

  test('can be changed between calls', () => {
    const scheme = structuredClone(acme);
    assert.ok(check({ scheme }).ok);
    scheme.signature.header = 'Acme-Signature-2';
    assert.equal(check({ scheme }).code, 'missing_header');
    assert.ok(check({ scheme, headers: { ...headers, 'Acme-Signature-2': headers['ACME-SIGNATURE'] } }).ok);
    scheme.content = '{nonsense}';
    assert.throws(() => check({ scheme }), { code: 'invalid_scheme' });
  });

  test('can be an instance of a class, with members that JSON ignores', () => {
    class Own {
      constructor() {
        Object.assign(this, acme, { handshake: undefined, helper: () => {} });
      }
    }
    assert.ok(check({ scheme: new Own() }).ok);
    assert.ok(check({ scheme: Object.freeze({ ...acme }) }).ok);
  });

  test('determines the form of a generated secret', () => {
    assert.match(generateSecret({ scheme: acme, bytes: 16 }).secret, /^[0-9a-f]{32}$/);
  });

  test('can be checked', () => {
    const codes = checkScheme(acme).map(({ code, severity }) => [code, severity]);
    assert.deepEqual(codes, [
      ['ambiguous_content', 'warning'],
      ['id_not_signed', 'warning'],
    ]);
    assert.deepEqual(checkScheme({ ...acme, content: '{timestamp}.{body}', messageId: undefined }), []);
    const [warning] = checkScheme({ ...acme, content: '{timestamp}', signature: { header: 'A', separator: ',' } });
    assert.deepEqual([warning.code, warning.severity, warning.path], ['body_not_signed', 'warning', '/content']);
    assert.match(checkScheme({})[0].message, /./);
  });
});

describe('handshakes', () => {
  const secrets = 'a secret for tests only';
  const json = { 'content-type': 'application/json' };
  const signed = (provider, text) => sign({ provider, secret: secrets, body: text, timestamp: now, id: 'id' }).headers;

  test('of Dropbox answer a GET request', () => {
    const ask = (changes) =>
      answerHandshake({ provider: 'dropbox', headers: {}, method: 'GET', url: '/hook?challenge=a%20b', ...changes });
    const answer = ask({});
    assert.deepEqual([answer.ok, answer.status, answer.body, 'secret' in answer], [true, 200, 'a b', false]);
    assert.deepEqual(answer.headers, { 'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff' });
    assert.equal(ask({ method: 'POST' }), null);
    assert.equal(ask({ url: '/hook' }), null);
  });

  test('of Slack answer a challenge in the body', () => {
    const text = '{"type":"url_verification","challenge":"3eZbrw1aB1"}';
    const headers = { ...json, ...signed('slack', text) };
    const ask = (changes) => answerHandshake({ provider: 'slack', secrets, headers, body: text, now, ...changes });
    assert.equal(ask({}).ok, true);
    assert.ok(ask({}).body.includes('3eZbrw1aB1'));
    assert.equal(ask({ body: '{"type":"event_callback"}' }), null);
    assert.equal(ask({ body: Buffer.from([0xff]) }), null);
  });

  test('of Zoom sign a challenge', () => {
    const text = '{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}';
    const headers = { ...json, ...signed('zoom', text) };
    const ask = (changes) => answerHandshake({ provider: 'zoom', secrets, headers, body: text, now, ...changes });
    const encryptedToken = createHmac('sha256', secrets).update('qgg8vlvZRS6UYooatFL8Aw').digest('hex');
    assert.deepEqual(JSON.parse(ask({}).body), { plainToken: 'qgg8vlvZRS6UYooatFL8Aw', encryptedToken });
    const forged = ask({ body: text.replace('qgg8vlvZRS6UYooatFL8Aw', 'v0:1:{}') });
    assert.equal(forged.ok, false);
    assert.match(forged.code, /^(doubtful_challenge|signature_mismatch)$/);
    assert.ok(forged.message.length > 20);
  });

  test('of Asana return the secret in a header', () => {
    const headers = new Headers({ 'x-hook-secret': 'abc123' });
    const answer = answerHandshake({ provider: 'asana', headers, settingUp: true });
    assert.equal(answerHandshake({ provider: 'asana', headers }).code, 'not_setting_up');
    assert.deepEqual([answer.ok, answer.secret, answer.headers['X-Hook-Secret']], [true, 'abc123', 'abc123']);
    assert.equal(answerHandshake({ provider: 'asana', headers: {}, body: '{}' }), null);
  });

  test('of Discord answer a signed ping', () => {
    const { secret, publicKey } = generateSecret({ scheme: 'discord/interactions' });
    const ping = '{"type":1}';
    const ask = (headers, text = ping) =>
      answerHandshake({ scheme: 'discord/interactions', secrets: publicKey, headers, body: text, now });
    const { headers } = sign({ scheme: 'discord/interactions', secret, body: ping, timestamp: now });
    assert.deepEqual([ask(headers).status, ask(headers).body], [200, '{"type":1}']);
    assert.deepEqual([ask({}).ok, ask({}).code], [false, 'missing_header']);
    assert.equal(ask(headers, '{"type":1} ').code, 'signature_mismatch');
    assert.equal(ask({}, '{"type":2}'), null);
  });

  test('of a custom scheme', () => {
    const scheme = {
      id: 'acme/v1',
      algorithm: 'hmac-sha256',
      content: '{body}',
      signature: { header: 'Acme-Signature' },
      handshake: {
        trigger: { header: 'Acme-Ping', equals: '1' },
        reply: { status: 202, body: 'pong {header:Acme-Id}' },
      },
    };
    const answer = answerHandshake({ scheme, headers: { 'acme-ping': '1', 'acme-id': 'x' } });
    assert.deepEqual([answer.status, answer.body], [202, 'pong x']);
    assert.equal(answerHandshake({ scheme, headers: { 'acme-ping': '2' } }), null);
  });

  test('of Meta compare a token', () => {
    const ask = (token) =>
      answerHandshake({
        provider: 'meta',
        headers: {},
        method: 'GET',
        url: '/w?hub.mode=subscribe&hub.challenge=1158201&hub.verify_token=chosen',
        token,
      });
    assert.deepEqual([ask('chosen').status, ask('chosen').body], [200, '1158201']);
    assert.deepEqual([ask('other').ok, ask('other').code], [false, 'token_mismatch']);
  });

  test('of Lark are answered in plain text and encrypted', () => {
    const challenge = '{"challenge":"ajls384","token":"t","type":"url_verification"}';
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update('an encrypt key').digest(), iv);
    const encrypt = Buffer.concat([iv, cipher.update(challenge), cipher.final()]).toString('base64');
    const ask = (text, key) => answerHandshake({ provider: 'lark', headers: {}, body: text, secrets: key });
    assert.equal(ask(challenge).body, '{"challenge":"ajls384"}');
    assert.equal(ask(JSON.stringify({ encrypt }), 'an encrypt key').body, '{"challenge":"ajls384"}');
    assert.equal(ask(JSON.stringify({ encrypt }), 'another encrypt key'), null);
  });

  test('of Microsoft Graph have any method, and those of Trello are HEAD requests', () => {
    const graph = { provider: 'microsoft-graph', headers: {}, url: '/?validationToken=a%3Ab', method: 'POST' };
    assert.equal(answerHandshake(graph).body, 'a:b');
    const trello = { provider: 'trello', headers: {}, url: '/' };
    assert.equal(answerHandshake({ ...trello, method: 'HEAD' }).status, 200);
    assert.equal(answerHandshake({ ...trello, method: 'POST' }), null);
  });

  test('can be answered with a hash, for which the endpoint is needed', () => {
    const scheme = {
      id: 'acme/v1',
      algorithm: 'hmac-sha256',
      content: '{body}',
      signature: { header: 'Acme-Signature' },
      handshake: { trigger: { query: 'code' }, reply: { body: '{sha256:query:code}' } },
    };
    const ask = (given) => answerHandshake({ scheme, headers: {}, method: 'GET', url: '/?code=abc', ...given });
    const endpoint = 'https://example.com/hook';
    const expected = createHash('sha256').update('abca tokenhttps://example.com/hook').digest('hex');
    assert.equal(ask({ token: 'a token', endpoint }).body, expected);
    assert.throws(() => ask({ token: 'a token' }), { code: 'missing_endpoint' });
    assert.throws(() => ask({ endpoint }), { code: 'missing_token' });
  });

  test('are null for senders without one', () => {
    for (const { id, handshake } of schemes) {
      if (handshake === undefined) assert.equal(answerHandshake({ scheme: id, headers: {}, body: '{}' }), null);
    }
  });

  test('do not throw for any request', () => {
    const bodies = ['', '{', '[]', 'null', '{"type":1}', '{"type":"url_verification"}', Buffer.from([0xff, 0xfe])];
    for (const scheme of schemes.filter(({ handshake }) => handshake !== undefined)) {
      const { secret, publicKey = secret } = keysOf(scheme);
      for (const text of bodies) {
        for (const method of ['GET', 'POST', '\u0000']) {
          for (const target of ['/', '/?challenge', '/?challenge=%ff&crc_token={}&hub.challenge=1', '?', '%']) {
            const options = { scheme: scheme.id, secrets: publicKey, body: text, method, url: target, now, token: 't' };
            const answer = answerHandshake({ ...options, headers: { 'x-hook-secret': '\u0000', a: 'b' } });
            assert.ok(answer === null || typeof answer.ok === 'boolean');
          }
        }
      }
    }
  });
});

describe('ids in bodies', () => {
  const secrets = 'a secret for tests only';
  const event = JSON.stringify({ event_id: 'Ev1', type: 'event_callback', event: { id: 'inner' } });
  const received = (provider, text, more) => {
    const { headers } = sign({ provider, secret: secrets, body: text, timestamp: now, id: 'id' });
    return { provider, secrets, headers, body: text, now, ...more };
  };

  test('are read whatever verifies the body', () => {
    const long = JSON.stringify({ event_id: 'Ev1', text: 'x'.repeat(1_000_000) });
    for (const text of [event, long]) {
      for (const given of [text, Buffer.from(text)]) {
        const delivery = { ...received('slack', text), body: given };
        for (const verdict of [verify(delivery), verify(delivery), verify(delivery)]) {
          assert.deepEqual([verdict.ok, verdict.id, verdict.idSigned], [true, 'Ev1', true]);
          assert.equal(JSON.parse(JSON.stringify(verdict)).id, 'Ev1');
        }
      }
    }
    const stripe = '{"object":{"id":"inner"},"id":"evt_1"}';
    for (let count = 0; count < 3; count += 1) assert.equal(verify(received('stripe', stripe)).id, 'evt_1');
  });

  test('are those of the bytes that were verified', () => {
    const bytes = Buffer.from(event);
    for (let count = 0; count < 3; count += 1) {
      const verdict = verify({ ...received('slack', event), body: bytes });
      bytes.write('Ev2', event.indexOf('Ev1'));
      assert.equal(verdict.id, 'Ev1');
      bytes.write('Ev1', event.indexOf('Ev1'));
    }
  });

  test('are absent from deliveries without one', () => {
    const form = 'command=%2Fhook&event_id=1';
    for (let count = 0; count < 3; count += 1) {
      assert.equal('id' in verify(received('slack', form)), false);
      assert.equal(verify(received('slack', '{"event_id":null}')).id, undefined);
      assert.equal(verify(received('slack', '{"event_id":12345678901234567890123}')).ok, true);
    }
  });

  test('of a token scheme are not signed', () => {
    const verdict = verify({
      provider: 'telegram',
      secrets,
      headers: { 'X-Telegram-Bot-Api-Secret-Token': secrets },
      body: '{"update_id":10000}',
    });
    assert.deepEqual([verdict.id, verdict.idSigned], ['10000', false]);
  });
});

describe('warnings about secrets', () => {
  test('are given for accepted and for refused deliveries', () => {
    const { headers } = sign({ provider: 'github', secret: 'a secret of enough bytes', body });
    for (const text of [body, 'x'.repeat(100_000)]) {
      for (let count = 0; count < 3; count += 1) {
        const options = { provider: 'github', secrets: 'a secret of enough bytes ', headers, body: text };
        const verdict = verify(options);
        assert.deepEqual([verdict.ok, verdict.warnings.map(({ path }) => path)], [false, ['/secrets/0']]);
        assert.equal('warnings' in verify({ ...options, secrets: 'another secret of enough bytes' }), false);
      }
    }
  });
});

describe('new secrets', () => {
  test('have the form of the scheme and are unique', () => {
    assert.match(generateSecret({ provider: 'standard' }).secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    assert.match(generateSecret({ provider: 'generic' }).secret, /^[0-9a-f]{64}$/);
    assert.match(generateSecret({ provider: 'github', bytes: 20 }).secret, /^[0-9a-f]{40}$/);
    const { secret, publicKey } = generateSecret({ scheme: 'standard/v1a' });
    assert.match(secret, /^whsk_[A-Za-z0-9+/]{86}==$/);
    assert.match(publicKey, /^whpk_[A-Za-z0-9+/]{43}=$/);
    assert.deepEqual(Object.keys(generateSecret({ provider: 'github' })), ['secret']);
    const made = new Set(Array.from({ length: 50 }, () => generateSecret({ provider: 'well' }).secret));
    assert.equal(made.size, 50);
  });

  test('as a key pair work with node:crypto', () => {
    const { secret, publicKey } = generateSecret({ scheme: 'standard/v1a' });
    const { headers } = sign({ scheme: 'standard/v1a', secret, body, id: 'msg_1', timestamp: now });
    const spki = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(publicKey.slice('whpk_'.length), 'base64'),
    ]);
    const signature = Buffer.from(headers['webhook-signature'].slice('v1a,'.length), 'base64');
    const content = Buffer.from(`msg_1.${now / 1000}.${body}`);
    assert.ok(verifyPublic(null, content, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature));
  });
});
