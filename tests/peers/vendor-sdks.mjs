// Test vectors from deliveries that vendors' SDKs sign or accept.
//
//     node tests/peers/vendor-sdks.mjs                    prints those of the SDKs that tests/package.json installs
//     node tests/peers/vendor-sdks.mjs --others           prints how to install the others, which are too large
//     node tests/peers/vendor-sdks.mjs --others FOLDER    prints theirs, if they are installed in that folder
//
// Keys, bodies and the time are fixed. reference.mjs computes each signature again.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { matching, signatureOf, timeOf } from './reference.mjs';
import accepting from './sdk/accepting.mjs';
import { tampered } from './sdk/bodies.mjs';
import { at } from './sdk/clock.mjs';
import { others } from './sdk/others.mjs';
import schemes from './sdk/schemes.mjs';
import signing from './sdk/signing.mjs';
import standard from './sdk/standard.mjs';

const here = fileURLToPath(new URL('..', import.meta.url));
const entries = [...standard, ...signing, ...accepting];
const seconds = Date.UTC(2026, 10, 21, 12) / 1000;
const ms = seconds * 1000 + 123;
const nowMs = ms + 1500;

/** The vectors of the installed SDKs, or of the others from the folder in which they are installed. */
export async function vectors(folder) {
  const tests = [];
  const counts = {};
  for (const entry of entries) {
    const isWanted = entry.package in others === (folder !== undefined);
    const sdk = isWanted && (await load(entry, folder ?? here));
    const sender = entry.scheme.split('/')[0];
    for (const [number, delivery] of (entry.deliveries ?? entry.bodies.map((body) => ({ body }))).entries()) {
      // Numbered over all SDKs, so that an id does not depend on which are installed.
      counts[sender] = (counts[sender] ?? 0) + 1;
      const make = () => vector(entry, sdk, delivery, number);
      if (isWanted) tests.push({ id: `${sender}-npm-${counts[sender]}`, sender, ...(await at(nowMs, make)) });
    }
  }
  return tests;
}

/** The SDK in the required version, with all of its exports at one level. */
async function load({ package: name, from = name }, folder) {
  const manifest = JSON.parse(readFileSync(resolve(folder, 'node_modules', name, 'package.json'), 'utf8'));
  const wanted = others[name] ?? versions()[name];
  assert.equal(manifest.version, wanted, `${name} in ${folder}`);
  const module = await import(
    folder === here ? from : pathToFileURL(createRequire(resolve(folder, 'package.json')).resolve(from))
  );
  return { version: manifest.version, sdk: { ...module.default, ...module } };
}

const versions = () => JSON.parse(readFileSync(resolve(here, 'package.json'), 'utf8')).devDependencies;

async function vector(entry, { sdk, version }, delivery, number) {
  const scheme = schemes[entry.scheme];
  const place = `${entry.package} ${entry.call} ${number + 1}`;
  const { prepare = (_, given) => given } = entry;
  const d = prepare(sdk, draft(entry, scheme, delivery));
  const signer = entry.public ?? entry.secret;

  const value =
    delivery.value ??
    (entry.sign === undefined ? signatureOf(scheme, d.secret, request(d), d.stamp) : await entry.sign(sdk, d));
  const made = signed(scheme, d, value);
  assert.equal(matching(scheme, [signer], request(made)), 0, `${place}: not what the scheme makes`);
  const time = timeOf(scheme, request(made));
  assert.ok(time === null || Math.abs(nowMs - time) < 5000, `${place}: not fresh`);
  if (entry.accepts !== undefined) {
    assert.ok(await accepts(entry, sdk, made), `${place}: the SDK refuses it`);
    // An empty body has no letter to change. The other bodies show that a change is detected.
    if (d.body !== '') {
      const changed = { ...made, body: delivery.tampered?.replace('{signature}', value) ?? tampered(made.body) };
      assert.ok(!(await accepts(entry, sdk, changed)), `${place}: the SDK accepts it with a letter changed`);
    }
  }
  assert.ok(entry.sign ?? entry.accepts, place);

  // The second delivery of each is sent during the rotation of a key.
  const before =
    number === 1 && entry.public === undefined ? [{ text: earlier(scheme, entry.secret), name: 'the one before' }] : [];
  return {
    scheme: scheme.id,
    madeBy: entry.sign === undefined ? 'vendor-sdk-accepted' : 'vendor-sdk',
    source: `${entry.package}@${version}, ${entry.call}`,
    secrets: [...before, { text: signer }],
    ...(/\{(url|path|method)/.test(scheme.content) && { method: made.method, url: made.url }),
    headers: made.headerList,
    body: made.body,
    nowMs,
    ok: true,
    keyIndex: before.length,
  };
}

/** The delivery before it is signed. */
function draft(entry, scheme, { body, headers = [], url = entry.url ?? 'https://example.com/hooks', method = 'POST' }) {
  const { unit, header: timestamp } = scheme.timestamp ?? {};
  const stamp = entry.timestamp ?? String(unit === 'milliseconds' ? ms : seconds);
  const id = 'msg_2Lml6DJSxuFmYSjyWnLPmkkOgJc';
  const list = [...(entry.headers ?? []), ...headers];
  if (!list.some(([name]) => name === 'Content-Type') && body !== '')
    list.unshift(['Content-Type', 'application/json']);
  if (scheme.messageId !== undefined) list.push([scheme.messageId.header, id]);
  if (timestamp !== undefined) list.push([timestamp, stamp]);
  const { secret, public: key } = entry;
  return { body, url, method, id, stamp, seconds, ms, secret, public: key, headerList: list, headers: byName(list) };
}

/** The delivery with its signature in a header or in the body. */
function signed(scheme, d, value) {
  if (scheme.signature.member !== undefined) return { ...d, value, body: d.body.replace('{signature}', value) };
  const headerList = [...d.headerList, [scheme.signature.header, value]];
  return { ...d, value, headerList, headers: byName(headerList) };
}

const byName = (list) => Object.fromEntries(list.map(([name, value]) => [name.toLowerCase(), value]));
const request = ({ method, url, headerList: headers, body }) => ({ method, url, headers, body: Buffer.from(body) });

/** SDKs reject with `false` or by throwing, and accept with any other result. */
async function accepts({ accepts: ask }, sdk, d) {
  try {
    return (await ask(sdk, d)) !== false;
  } catch {
    return false;
  }
}

/** Another key of the same form. */
function earlier({ key }, secret) {
  if (key === 'text') return `${secret}, the one before`;
  if (key === 'hex') return secret.split('').reverse().join('');
  return `${key === 'whsec' ? 'whsec_' : ''}${Buffer.from('hookwright test key, the one before').toString('base64')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [option, folder] = process.argv.slice(2);
  if (option === '--others' && folder === undefined) {
    const packages = Object.entries(others).map(([name, version]) => `${name}@${version}`);
    console.log(`npm install --ignore-scripts --no-save --prefix FOLDER ${packages.join(' ')}`);
  } else {
    console.log(JSON.stringify(await vectors(folder && resolve(folder)), null, 1));
  }
}
