// The module of each sender: `hookwright/senders/<id>`.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import test from 'node:test';
import { senders, sign, verify } from 'hookwright';
import { sender as github } from 'hookwright/senders/github';
import { sender as standard } from 'hookwright/senders/standard';

const folder = new URL('../node_modules/hookwright/senders/', import.meta.url);

test('each sender with a signature scheme is a module with the same data, without sources', async () => {
  const ids = readdirSync(folder).filter((file) => file.endsWith('.js'));
  assert.deepEqual(
    ids.sort(),
    senders()
      .map(({ id }) => `${id}.js`)
      .sort(),
  );
  for (const { id, name, summary, schemes } of senders()) {
    const { sender, schemes: compact, ...others } = await import(`hookwright/senders/${id}`);
    assert.deepEqual(others, {});
    assert.deepEqual(
      Object.entries(compact).map(([key, form]) => [key, form.id]),
      schemes.map((scheme) => [scheme.id, scheme.id]),
    );
    const withoutSources = schemes.map(({ provenance, ...scheme }) => scheme);
    assert.deepEqual(sender, { id, name, summary, schemes: withoutSources });
  }
});

test('a scheme of a sender’s module verifies', () => {
  const [scheme] = github.schemes;
  const options = { scheme, body: 'Hello, World!', secrets: "It's a Secret to Everybody" };
  const digest = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  assert.equal(verify({ ...options, headers: { 'X-Hub-Signature-256': `sha256=${digest}` } }).ok, true);
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const signed = sign({ scheme: standard.schemes[0], secret, body: '{}', id: 'msg_1' });
  assert.equal(verify({ provider: 'standard', secrets: secret, body: '{}', headers: signed.headers }).ok, true);
});

test('a sender with only a retry policy is not a module', async () => {
  await assert.rejects(import('hookwright/senders/kit'), { code: 'ERR_MODULE_NOT_FOUND' });
});
