// `enqueue` in the transactions of Prisma, whose client is generated.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { build } from 'esbuild';
import { postgresOutbox } from 'hookwright/postgres';
import { startPostgres } from '../databases/postgres.mjs';
import { closeAfter, poolOf } from './setup.mjs';

const SCHEMA = `
generator client {
  provider = "prisma-client"
  output   = "./generated"
}

datasource db {
  provider = "postgresql"
}

model Order {
  id String @id

  @@map("orders")
}
`;

/** Generates the client in a folder next to the tests, from which its packages are found. */
async function generate(context) {
  const folder = mkdtempSync(join(import.meta.dirname, 'prisma-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'schema.prisma'), SCHEMA);
  const cli = join(import.meta.dirname, '../node_modules/prisma/build/index.js');
  // The client is generated without this engine, which would be downloaded.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' };
  execFileSync(process.execPath, [cli, 'generate', '--schema', 'schema.prisma'], { cwd: folder, env, stdio: 'pipe' });
  const outfile = join(folder, 'client.mjs');
  await build({
    absWorkingDir: folder,
    entryPoints: ['generated/client.ts'],
    ...{ outfile, bundle: true, packages: 'external', format: 'esm', platform: 'node', logLevel: 'error' },
  });
  return await import(pathToFileURL(outfile).href);
}

test('the transactions of Prisma', { timeout: 240_000 }, async (context) => {
  closeAfter(context);
  const { PrismaClient } = await generate(context);
  const server = await startPostgres(context, { tcp: true });
  await server.query('create table orders (id text primary key)');
  const outbox = postgresOutbox(poolOf(context, server.options));
  await outbox.migrate();
  const prisma = new PrismaClient({
    adapter: new PrismaPg({ connectionString: server.url }),
    transactionOptions: { maxWait: 60_000, timeout: 60_000 },
  });
  closeAfter(context, () => prisma.$disconnect());
  const event = (id) => ({ event: { id, body: '{}' }, subscriptions: ['sub_1', 'sub_2'] });

  const added = await prisma.$transaction(async (tx) => {
    await tx.order.create({ data: { id: 'order_1' } });
    return await outbox.enqueue(tx, event('evt_1'));
  });
  assert.deepEqual(added.map(({ subscriptionId }) => subscriptionId).sort(), ['sub_1', 'sub_2']);
  await assert.rejects(
    prisma.$transaction(async (tx) => {
      await outbox.enqueue(tx, event('evt_2'));
      throw new Error('rolled back');
    }),
    { message: 'rolled back' },
  );
  await assert.rejects(outbox.enqueue(prisma, event('evt_3')), { code: 'not_a_transaction' });
  const stored = new Set((await outbox.list()).map((each) => each.event));
  assert.deepEqual([...stored], ['evt_1']);
});
