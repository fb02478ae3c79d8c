// The same requests against the receivers of every framework, and against those of other libraries, over HTTP. The scores
// are in docs/RECEIVERS.md: with HOOKWRIGHT_WRITE=1 in the environment, they are written there, otherwise compared.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { send } from './client.mjs';
import { MISPLACED, RECEIVERS } from './frameworks.mjs';
import { PEERS } from './peers.mjs';
import { FURTHER, LIMITED, REVIEWED, SECRETS, sendOne } from './requests.mjs';
import { compareScores, Scores } from './scores.mjs';
import { Target } from './target.mjs';

/** The options of every receiver. */
function optionsFor(target) {
  return {
    provider: 'github',
    secrets: SECRETS,
    maxBodyBytes: 2_000_000,
    // No request takes longer, however slow the machine is.
    timeLimitMs: 600_000,
    // The body is JSON whatever the content type is.
    on: { push: (event) => target.handle(JSON.parse(Buffer.from(event.body).toString())) },
    log: target.log,
  };
}

const scores = new Scores();

for (const { entry, framework, place, start } of RECEIVERS) {
  describe(`${framework}, ${place}`, { timeout: 60_000 }, () => {
    const target = new Target();
    let server;
    before(async () => {
      server = await start(optionsFor(target));
      target.url = server.url;
    });
    after(() => server.close());

    const score = scores.add(`\`hookwright/${entry}\``, framework, place);
    for (const [name, run] of Object.entries({ ...REVIEWED, ...FURTHER })) {
      test(name, () => score.count(name, () => run(target)));
    }
    test('a handshake without a body', async () => {
      const other = await start({ provider: 'microsoft-graph', secrets: SECRETS, onUnknown() {}, log() {} });
      try {
        for (const length of [0, undefined]) {
          const headers = { 'Content-Type': 'text/plain' };
          const { status, body } = await send(`${other.url}?validationToken=abc`, { headers, length });
          assert.equal(status, 200);
          // In one chunk, or without chunks.
          assert.match(body, /^(3\r\n)?abc(\r\n0\r\n\r\n)?$/);
        }
      } finally {
        await other.close();
      }
    });
    for (const [name, run] of Object.entries(LIMITED)) test(name, () => run(target));
  });
}

for (const { name, contentType, says, start } of MISPLACED) {
  test(`${name} refuses deliveries and says why`, { timeout: 20_000 }, async () => {
    const target = new Target();
    const server = await start(optionsFor(target));
    target.url = server.url;
    try {
      target.takeCodes();
      const { id, status } = await sendOne(target, contentType);
      assert.equal(status, 500);
      assert.equal(target.handled(id), 0);
      const [entry] = target.logged;
      assert.equal(entry.code, 'body_consumed');
      assert.match(entry.message, says);
    } finally {
      await server.close();
    }
  });
}

for (const { name, start } of PEERS) {
  test(`${name} gets its score`, { timeout: 60_000 }, async () => {
    const target = new Target();
    const server = await start(target, SECRETS);
    target.url = server.url;
    const score = scores.add(name, 'Express 5', 'alone');
    for (const [request, run] of Object.entries({ ...REVIEWED, ...FURTHER })) {
      await score.count(request, () => run(target)).catch(() => {});
    }
    await server.close();
  });
}

test('docs/RECEIVERS.md contains the scores', () => compareScores(scores));
