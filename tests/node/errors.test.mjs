// Errors of the package: each code and each message has one definition.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { planRetries } from 'hookwright';
import { source } from '../sources.mjs';
import { made, thrown } from '../vectors/package-messages.mjs';

const { hint } = await source('internal/spelling.ts');
const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The names of the members of an object that is declared in a file. */
function membersOf(text, name) {
  const [, body] = text.match(new RegExp(`export const ${name} = \\{\n(.*?)\n\\} as const`, 's'));
  return [...body.matchAll(/^ {2}(\w+):/gm)].map(([, member]) => member);
}

/** The members of a union of string literals. */
function unionOf(text, name) {
  const [, body] = text.match(new RegExp(`export type ${name} =\n(.*?);\n`, 's'));
  return [...body.matchAll(/^ {2}\| '(\w+)'/gm)].map(([, member]) => member);
}

const types = read('wasm/ts/types/errors.ts');
const generated = read('wasm/ts/generated/codes.ts');
const own = membersOf(types, 'MISUSES');
const failures = ['FAILURES', 'STORE_FAILURES', 'SAFE_FETCH_FAILURES'].flatMap((name) => membersOf(types, name));
const ofCore = types
  .match(/export type MisuseCode = ([^;]*);/)[1]
  .match(/\w+Code/g)
  .flatMap((name) => unionOf(generated, name));

/** The codes in the sources of the wasm bindings. Some are composed of a prefix and the kind of an unknown id. */
const written = readdirSync(new URL('../../wasm/src', import.meta.url), { recursive: true })
  .filter((file) => file.endsWith('.rs'))
  .flatMap((file) => {
    const text = read(`wasm/src/${file}`);
    const composed = [...text.matchAll(/\bunknown\(\s*"(\w+)"/g)].map(([, what]) => `unknown_${what}`);
    return [...[...text.matchAll(/(?:type|range|custom)_error\(\s*"(\w+)"/g)].map(([, code]) => code), ...composed];
  });

describe('a code', () => {
  test('is defined by the package or by the core, but not by both', () => {
    assert.ok(own.length > 25 && ofCore.length > 25);
    assert.deepEqual(
      own.filter((code) => ofCore.includes(code)),
      [],
    );
  });

  test('of each error is defined', () => {
    const known = [...own, ...failures, ...ofCore, 'not_initialized'];
    assert.deepEqual(
      made.filter(([, { code }]) => !known.includes(code)).map(([name]) => name),
      [],
    );
  });

  test('that the wasm bindings use is defined', () => {
    assert.ok(written.length > 10 && written.includes('unknown_policy'), String(written));
    assert.deepEqual(
      [...written, ...thrown.map(({ code }) => code)].filter((code) => ![...own, ...ofCore].includes(code)),
      [],
    );
  });

  test('that the package defines is used', () => {
    const used = new Set([...made.map(([, { code }]) => code), ...thrown.map(({ code }) => code), ...written]);
    assert.deepEqual(
      [...own, ...failures].filter((code) => !used.has(code)),
      [],
    );
  });
});

describe('a message', () => {
  for (const [name, { message }] of [...made, ...thrown.map((error) => [error.code, error])]) {
    test(`follows the style guide: ${name}`, () => {
      assert.match(message, /^(`|[a-z])/, 'starts in lower case, or with a name');
      assert.doesNotMatch(message, /\.$/, 'has no full stop');
      assert.doesNotMatch(message, /undefined|\[object/, 'is complete');
    });
  }
});

test('the list of messages is up to date', () => {
  const script = fileURLToPath(new URL('../vectors/package-messages.mjs', import.meta.url));
  execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
});

test('suggestions are the same as those of the core', () => {
  const text = (policy) => {
    try {
      planRetries({ policy });
      return undefined;
    } catch ({ message }) {
      return message;
    }
  };
  const known = [...text('?').matchAll(/`([^`]+)`/g)].map(([, id]) => id);
  assert.ok(known.length > 20);
  const broken = known.flatMap((id) => [
    id.slice(1),
    `${id}x`,
    id.toUpperCase(),
    id.replace('-', '_'),
    id.slice(0, 1) + id.slice(2, 3) + id.slice(1, 2) + id.slice(3),
    id.slice(0, Math.ceil(id.length / 2)),
  ]);
  for (const given of broken.filter((id) => !known.includes(id))) {
    const said = text(given);
    const expected = hint(given, known);
    assert.ok(said.endsWith(expected) && said.includes('did you mean') === (expected !== ''), `${given}: ${said}`);
  }
});
