// Runs behaviors in every runtime with SQLite. A behavior is a function with a name, in a file that every runtime can run.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundled } from '../sources.mjs';
import { NAMES, runtime } from './sqlite-setup.mjs';

/** How long the behaviors in one runtime may take on a machine that is slow. */
const LIMIT_MS = 600_000;

const runner = fileURLToPath(new URL('sqlite-runner.mjs', import.meta.url));

/** What the package does not export. Not every runtime can bundle it. */
const SOURCES = {
  'client.mjs': 'internal/sql/sqlite-client.ts',
  'settings.mjs': 'internal/sql/sqlite-settings.ts',
  'inbox.mjs': 'internal/inbox/sqlite-database.ts',
  'outbox.mjs': 'internal/outbox/sqlite-database.ts',
};

/**
 * Declares a test for each runtime and behavior.
 *
 * @param file the URL of a file whose default export contains the behaviors, by name
 */
export function testBehaviors(file) {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookwright-sources-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const written = Promise.all(
    Object.entries(SOURCES).map(async ([name, source]) => {
      writeFileSync(path.join(folder, name), await bundled(source));
    }),
  );
  for (const name of NAMES) {
    test(`with SQLite in ${name}`, async (context) => {
      await written;
      const { library, program, args } = await runtime(name);
      const env = { ...process.env, NODE_NO_WARNINGS: '1', NODE_TEST_CONTEXT: undefined };
      const sources = `${pathToFileURL(folder)}/`;
      const { error, stdout, stderr } = await new Promise((resolve) => {
        execFile(
          program,
          [...args, runner, library, file, sources],
          { env, timeout: LIMIT_MS },
          (error, stdout, stderr) => {
            resolve({ error, stdout, stderr });
          },
        );
      });
      const results = stdout.split('\n').filter((line) => line.startsWith('{'));
      for (const { behavior, failure } of results.map((line) => JSON.parse(line))) {
        await context.test(behavior, () => assert.equal(failure, undefined, failure));
      }
      assert.equal(error, null, stderr);
      assert.ok(results.length > 0, stdout);
    });
  }
}
