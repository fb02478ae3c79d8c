// The providers' services follow their OpenAPI documents: Schemathesis sends valid and invalid requests, and checks
// every response.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createService } from 'hookwright';
import { isComplete } from '../extent.mjs';

const programs = process.env.HOOKWRIGHT_PYTHON;
assert.ok(programs, 'run this as: cargo xtask test contract');
const document = (provider) => fileURLToPath(new URL(`../../core/openapi/${provider}.json`, import.meta.url));
const token = 'contract-test-token';

/** Runs a program of the Python environment in an empty folder. */
async function run(program, parameters, cwd) {
  const child = spawn(join(programs, program), parameters, { cwd, env: { ...process.env, NO_COLOR: '1' } });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  return { code, output };
}

for (const provider of ['generic', 'well']) {
  describe(provider, () => {
    let folder;
    before(() => (folder = mkdtempSync(join(tmpdir(), 'hookwright-contract-'))));
    after(() => rmSync(folder, { recursive: true }));

    test('its document is valid OpenAPI 3.1 with every event under webhooks', async () => {
      const { code, output } = await run('openapi-spec-validator', [document(provider)], folder);
      assert.equal(code, 0, output);
      const { openapi, webhooks } = JSON.parse(readFileSync(document(provider), 'utf8'));
      assert.equal(openapi, '3.1.0');
      assert.ok(Object.keys(webhooks).length >= 9);
    });

    test('schemathesis finds no failure in its service', async (context) => {
      const service = createService({ provider, token });
      const { url } = await service.listen();
      try {
        if (provider === 'well') {
          // A webhook of Well needs a workspace, and Schemathesis may start with any request.
          const response = await fetch(`${url}/v1/workspaces`, {
            method: 'POST',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            body: JSON.stringify({ data: { type: 'workspace', attributes: {} } }),
          });
          assert.equal(response.status, 201);
        }
        // With a seed, failures are reproducible and do not depend on the speed of the machine.
        const parameters = ['run', document(provider), '--url', url, '--header', `Authorization: Bearer ${token}`];
        const { code, output } = await run(
          'schemathesis',
          [
            ...parameters,
            '--seed',
            '20261121',
            '--max-examples',
            isComplete ? '30' : '8',
            '--suppress-health-check',
            'too_slow',
          ],
          folder,
        );
        assert.equal(code, 0, output);
        const [, cases] = output.match(/(\d+) generated, \d+ passed/) ?? [];
        assert.ok(Number(cases) > (isComplete ? 500 : 100), output);
        context.diagnostic(`${cases} test cases against ${provider}`);
      } finally {
        await service.close();
      }
    });
  });
}
