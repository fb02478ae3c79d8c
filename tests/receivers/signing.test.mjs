// Runs the code that signs, which `cargo run --example receivers` has written to HOOKWRIGHT_RECEIVERS, and verifies what it
// signs with this library. Go runs only if it is one of HOOKWRIGHT_STACKS.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { verify } from '../../wasm/pkg/index.js';

const folder = path.join(process.env.HOOKWRIGHT_RECEIVERS, 'signing');
const stacks = process.env.HOOKWRIGHT_STACKS.split(',');
const python = path.join(process.env.HOOKWRIGHT_PYTHON ?? '', 'python');
const NOW_MS = Date.UTC(2026, 0, 15, 12);
const BYTES = Buffer.from('a secret for this test only, 32b');
const SECRETS = {
  text: 'a secret for this test only',
  sha1: 'a secret for this test only',
  base64: BYTES.toString('base64'),
  hex: BYTES.toString('hex'),
  whsec: `whsec_${BYTES.toString('base64')}`,
};

const OTHERS = { text: 'another secret for this test', sha1: 'another secret for this test' };
OTHERS.base64 = Buffer.from(OTHERS.text).toString('base64');
OTHERS.hex = Buffer.from(OTHERS.text).toString('hex');
OTHERS.whsec = `whsec_${OTHERS.base64}`;
const JSON_BODY = '{"id":"evt_1","name":"Zoë"}';

const custom = JSON.parse(readFileSync(path.join(import.meta.dirname, 'custom-schemes.json'), 'utf8'));
const senders = path.join(import.meta.dirname, '../../core/senders');
const rows = readdirSync(senders)
  .flatMap((name) => JSON.parse(readFileSync(path.join(senders, name), 'utf8')).schemes ?? [])
  .concat(custom)
  .map((scheme) => [scheme.id.replace('/', '-'), scheme]);
const schemes = new Map(rows);

/** A delivery for a scheme: what its function receives, by the names of its parameters. */
function delivery(name) {
  const scheme = schemes.get(name);
  const isForm = scheme.content.includes('{params');
  const signed = [...scheme.content.matchAll(/\{header:([^}]+)\}/g)].map(([, header]) => [header, 'a value']);
  return {
    scheme: custom.includes(scheme) ? scheme : scheme.id,
    // Parameters may be repeated only if the scheme says so.
    body: isForm
      ? `From=%2B15550100&Body=Hi+Zo%C3%AB&B=2&A=${scheme.content.includes(':repeated') ? '&B=1&B=2' : ''}`
      : JSON_BODY,
    secret: SECRETS[scheme.key ?? 'text'],
    id: 'msg_1',
    // An HTTP client adds the path, and writes the method in upper case.
    url: custom.includes(scheme) ? 'https://example.com?a=1' : 'https://example.com/webhook?a=1',
    method: 'post',
    headers: Object.fromEntries(signed),
    type: isForm ? 'application/x-www-form-urlencoded' : 'application/json',
  };
}

const names = readdirSync(folder).sort();

/** The names of the parameters of a function, from its text. */
const parameters = (text, pattern) =>
  pattern
    .exec(text)[1]
    .split(', ')
    .map((parameter) => parameter.split(/[: =]/)[0]);

function check(name, headers) {
  const { scheme, body, secret, type, url: target, headers: own } = delivery(name);
  const url = new URL(target).href;
  const received = {
    scheme,
    method: 'POST',
    url,
    body,
    headers: { 'content-type': type, ...own, ...headers },
    now: NOW_MS,
  };
  const accepted = verify({ ...received, secrets: [secret] });
  assert.equal(accepted.ok, true, `${name}: ${JSON.stringify(accepted)} ${JSON.stringify(headers)}`);
  const other = OTHERS[schemes.get(name).key ?? 'text'];
  assert.equal(verify({ ...received, secrets: [other] }).ok, false, `${name}: another secret`);
}

describe('code that signs', () => {
  test('Node', async () => {
    let signed = 0;
    for (const name of names) {
      const file = path.join(folder, name, 'sign.mjs');
      const { sign } = await import(pathToFileURL(file).href);
      const given = { ...delivery(name), now: NOW_MS };
      const order = parameters(readFileSync(file, 'utf8'), /^export function sign\((.*)\) \{$/m);
      check(name, sign(...order.map((parameter) => given[parameter])));
      signed++;
    }
    assert.ok(signed > 100, `${signed}`);
    for (const name of ['github-sha256', 'stripe-v1', 'slack-v0', 'standard-v1', 'generic-signature', 'twilio-sha1']) {
      assert.ok(names.includes(name), name);
    }
  });

  test('Python', () => {
    const script = `
import importlib.util, inspect, json, sys
results = {}
for name, given in json.load(sys.stdin).items():
    spec = importlib.util.spec_from_file_location("sign", f"{sys.argv[1]}/{name}/sign.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    given["body"] = given["body"].encode()
    results[name] = module.sign(**{key: given[key] for key in inspect.signature(module.sign).parameters})
print(json.dumps(results))
`;
    const input = JSON.stringify(
      Object.fromEntries(names.map((name) => [name, { ...delivery(name), now: NOW_MS / 1000 }])),
    );
    const results = JSON.parse(execFileSync(python, ['-c', script, folder], { input, encoding: 'utf8' }));
    assert.equal(Object.keys(results).length, names.length);
    for (const [name, headers] of Object.entries(results)) check(name, headers);
  });

  test('Go', { skip: !stacks.includes('go') && 'Go is not one of the stacks' }, () => {
    const root = path.join(process.env.HOOKWRIGHT_RECEIVERS, 'signing-go');
    const literal = (value) => JSON.stringify(value);
    const calls = names.map((name, at) => {
      const text = readFileSync(path.join(folder, name, 'sign.go'), 'utf8');
      mkdirSync(path.join(root, `s${at}`), { recursive: true });
      writeFileSync(path.join(root, `s${at}`, 'sign.go'), text);
      const given = delivery(name);
      const values = {
        body: `[]byte(${literal(given.body)})`,
        secret: literal(given.secret),
        id: literal(given.id),
        url: literal(given.url),
        method: literal(given.method),
        headers: `map[string]string{${Object.entries(given.headers).map(([key, value]) => `${literal(key)}: ${literal(value)}`)}}`,
        now: `time.UnixMilli(${NOW_MS})`,
      };
      const order = parameters(text, /^func Sign\((.*)\) \(map/m);
      return `add(${literal(name)})(s${at}.Sign(${order.map((parameter) => values[parameter]).join(', ')}))`;
    });
    writeFileSync(path.join(root, 'go.mod'), 'module example.com/signing\n\ngo 1.19\n');
    writeFileSync(
      path.join(root, 'main.go'),
      `package main
import (
	"encoding/json"
	"os"
	"time"
${names.map((_, at) => `	s${at} "example.com/signing/s${at}"`).join('\n')}
)
var _ = time.Now
func main() {
	results := map[string]map[string]string{}
	add := func(name string) func(map[string]string, error) {
		return func(headers map[string]string, err error) {
			if err != nil { panic(err) }
			results[name] = headers
		}
	}
${calls.map((call) => `	${call}`).join('\n')}
	json.NewEncoder(os.Stdout).Encode(results)
}
`,
    );
    const results = JSON.parse(execFileSync('go', ['run', '.'], { cwd: root, encoding: 'utf8' }));
    assert.equal(Object.keys(results).length, names.length);
    for (const [name, headers] of Object.entries(results)) check(name, headers);
    // The code has the format of Go.
    assert.equal(execFileSync('gofmt', ['-l', folder], { encoding: 'utf8' }), '');
  });
});
