// Runs the code of docs/MIGRATION.md, before and after the migration, with the same deliveries.
//
//   HOOKWRIGHT_WRITE=1  writes the tables of answers

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { before, describe } from 'node:test';
import { pathToFileURL } from 'node:url';
import { sign } from 'hookwright';
import { Server } from '../receivers/server.mjs';
import { emptyFolder, environment, installPackage, linkPackages } from './project.mjs';

const file = path.join(import.meta.dirname, '../../docs/MIGRATION.md');
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const SIX_MINUTES_MS = 360_000;
const freePort = pathToFileURL(path.join(import.meta.dirname, 'free-port.mjs')).href;

const user = (number, members) => ({ type: 'user.created', data: { user: { id: `user_${number}` }, ...members } });
const withoutUser = { type: 'user.created', data: {} };
const githubHeaders = (number) => ({ 'x-github-event': 'push', 'x-github-delivery': `delivery_${number}` });

/** The senders: the body of an event with a number, and one with which the handlers fail. */
const LIBRARIES = {
  standardwebhooks: { provider: 'standard', event: user, failing: withoutUser },
  svix: { provider: 'svix', event: user, failing: withoutUser },
  stripe: {
    provider: 'stripe',
    event: (number, members) => ({
      id: `evt_${number}`,
      object: 'event',
      type: 'invoice.paid',
      data: { object: { id: `in_${number}`, ...members } },
    }),
    failing: { id: 'evt_0', object: 'event', type: 'invoice.paid', data: {} },
  },
  '@octokit/webhooks': {
    provider: 'github',
    event: (number, members) => ({
      after: `commit_${number}`,
      repository: { full_name: `acme/app_${number}`, ...members },
    }),
    failing: { after: 'commit_0' },
    headers: githubHeaders,
    isUntimed: true,
  },
};

/** Signs an event. */
function deliver({ provider, headers: others = () => ({}), isUntimed }, number, event, timestamp = Date.now()) {
  const body = JSON.stringify(event);
  const id = ['standard', 'svix'].includes(provider) ? { id: `msg_${number}` } : {};
  const signed = sign({ provider, secret, body, ...(isUntimed ? {} : { timestamp }), ...id });
  // As a server of Node passes them.
  const lower = Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { body, headers: { 'content-type': 'application/json', ...others(number), ...Object.fromEntries(lower) } };
}

const tampered = ({ body, headers }) => ({ body: body.replace(/_(\d)/, '_9$1'), headers });
const unsigned = ({ body }, library) => ({
  body,
  headers: { 'content-type': 'application/json', ...library.headers?.(1) },
});

/** The code blocks of a library: before and after, to verify and to receive. */
function blocksOf(name) {
  const text = readFileSync(file, 'utf8');
  const section = text.split(`\n## \`${name}\`\n`)[1].split('\n## ')[0];
  const blocks = [...section.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
  assert.equal(blocks.length, 4, name);
  return { verify: blocks.slice(0, 2), receive: blocks.slice(2) };
}

/** Creates a project with the code of a library. */
function project(name) {
  const folder = emptyFolder(`migration-${name.replace(/\W+/g, '-')}`);
  installPackage(folder);
  linkPackages(folder, ['express', name]);
  const { verify, receive } = blocksOf(name);
  for (const [index, when] of ['before', 'after'].entries()) {
    writeFileSync(path.join(folder, `verify-${when}.mjs`), verify[index]);
    writeFileSync(path.join(folder, `receive-${when}.mjs`), receive[index]);
  }
  return folder;
}

/** The deliveries of the tables: the name, the number of the event, and the requests, of which the last answer counts. */
function rowsOf(library) {
  const { event, failing, isUntimed } = library;
  const signed = (number, ...rest) => deliver(library, number, event(number, ...rest));
  return [
    ['genuine', 1, [signed(1)]],
    ['repeated', 2, [signed(2), signed(2)]],
    ['with another body', 3, [tampered(signed(3))]],
    ['without a signature', 4, [unsigned(signed(4), library)]],
    ...(isUntimed ? [] : [['six minutes old', 5, [deliver(library, 5, event(5), Date.now() - SIX_MINUTES_MS)]]]),
    ['of 150 kB', 6, [signed(6, { text: 'x'.repeat(150_000) })]],
    ['whose handler fails', 7, [deliver(library, 7, failing)]],
  ];
}

/** Sends the deliveries to a program. Returns the status of each, and how often its event was handled. */
async function answers(folder, program, library) {
  const env = environment({ WEBHOOK_SECRET: secret, NODE_ENV: 'production' });
  const server = new Server([process.execPath, '--import', freePort, program], { cwd: folder, env });
  try {
    const [[, port]] = await server.until(/listening on port (\d+)/);
    const send = async ({ body, headers: fields }) => {
      const response = await fetch(`http://127.0.0.1:${port}/webhook`, { method: 'POST', body, headers: fields });
      await response.arrayBuffer();
      return response.status;
    };
    const rows = [];
    for (const [name, number, deliveries] of rowsOf(library)) {
      let status;
      for (const delivery of deliveries) status = await send(delivery);
      rows.push([name, number, status]);
    }
    // The lines arrive in order, so this is the last one.
    assert.equal(await send(deliver(library, 8, library.event(8))), 200, program);
    await server.until(/^(?:new user|paid|pushed to) \S*_8$/);
    const handled = (number) => server.lines(new RegExp(`^(?:new user|paid|pushed to) \\S*_${number}$`)).length;
    return rows.map(([name, number, status]) => [
      name,
      [`${status}`, TIMES[handled(number)]].filter(Boolean).join(', '),
    ]);
  } finally {
    await server.stop();
  }
}

const TIMES = ['', 'handled', 'handled twice'];

function table(name, before, after) {
  const lines = before.map(([delivery, answer], index) => `| ${delivery} | ${answer} | ${after[index][1]} |`);
  return [`| delivery | \`${name}\` | \`hookwright\` |`, '|---|---|---|', ...lines].join('\n');
}

/** Whether a function accepts each delivery, and the event that it returns. */
async function decisions(read, library) {
  const rows = rowsOf(library).flatMap(([, , deliveries]) => deliveries);
  return Promise.all(
    rows.map(async (delivery) => {
      try {
        return await read(delivery.body, delivery.headers);
      } catch {
        return 'rejected';
      }
    }),
  );
}

for (const [name, library] of Object.entries(LIBRARIES)) {
  describe(name, { concurrency: 1 }, () => {
    let folder;
    before(() => {
      folder = project(name);
    });

    test('the verification decides as before', async () => {
      process.env.WEBHOOK_SECRET = secret;
      const module = (when) => import(pathToFileURL(path.join(folder, `verify-${when}.mjs`)).href);
      const [old, replacement] = await Promise.all(['before', 'after'].map(module));
      const expected = await decisions(old.read, library);
      assert.deepEqual(await decisions(replacement.read, library), expected);
      assert.deepEqual(expected[0], library.event(1));
      assert.equal(expected.filter((event) => event === 'rejected').length, library.isUntimed ? 2 : 3);
    });

    test('the receivers answer as the table says', { timeout: 300_000 }, async () => {
      const [before, after] = [
        await answers(folder, 'receive-before.mjs', library),
        await answers(folder, 'receive-after.mjs', library),
      ];
      const written = new RegExp(`(<!-- answers of ${name} -->\\n)([^]*?)(<!-- end -->)`);
      const text = readFileSync(file, 'utf8');
      const expected = `${table(name, before, after)}\n`;
      if (process.env.HOOKWRIGHT_WRITE) writeFileSync(file, text.replace(written, `$1${expected}$3`));
      else assert.equal(text.match(written)[2], expected, 'run this test with HOOKWRIGHT_WRITE=1');
    });
  });
}
