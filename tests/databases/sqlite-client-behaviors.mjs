// The behavior of the client of SQLite, with the library of each runtime.

import assert from 'node:assert/strict';

const LIFE_MS = 600_000;

/** The next turn of the event loop. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Counts the turns of the event loop until the returned function is called, which returns their number. */
export function turns() {
  let count = 0;
  let isOver = false;
  const next = () => {
    count += 1;
    if (!isOver) setImmediate(next);
  };
  setImmediate(next);
  return () => {
    isOver = true;
    return count;
  };
}

/** Runs a test with a client, and with a connection of its own that has a table. */
async function withClient({ open, file, source }, test, timeoutMs = 60_000) {
  const { SqliteClient } = await source('client.mjs');
  const other = open(file);
  other.exec('pragma journal_mode = wal');
  other.exec("create table effects (name text not null check (name <> 'refused'))");
  const client = new SqliteClient(() => open(file), timeoutMs);
  try {
    const names = () =>
      other
        .prepare('select name from effects order by rowid')
        .all()
        .map(({ name }) => name);
    await test({ client, other, names });
    // After a failure, a transaction can be open, for which this would wait.
    await client.close();
  } finally {
    other.close();
  }
}

const add = (name) => (connection) => connection.run('insert into effects values (?)', [name]);
const insert = (database, name) => database.prepare('insert into effects values (?)').run(name);

const isUnavailable = { code: 'store_unavailable' };
const isAborted = { code: 'transaction_aborted' };

export default {
  'a write is committed when its promise is fulfilled': (place) =>
    withClient(place, async ({ client, names }) => {
      assert.equal(await client.write((connection) => connection.get('select 7 as seven').seven), 7);
      await client.write(add('one'));
      assert.deepEqual(names(), ['one']);
      assert.deepEqual(await client.read((connection) => connection.all('select name from effects')).then(plain), [
        { name: 'one' },
      ]);
    }),

  'writes that wait share a transaction, and one that fails is undone alone': (place) =>
    withClient(place, async ({ client, names }) => {
      const writes = [
        client.write(add('one')),
        client.write((connection) => {
          add('undone')(connection);
          add('refused')(connection);
        }),
        client.write(add('two')),
      ];
      const [one, failed, two] = await Promise.allSettled(writes);
      assert.deepEqual([one.status, failed.status, two.status], ['fulfilled', 'rejected', 'fulfilled']);
      assert.equal(failed.reason.code, 'store_unavailable');
      assert.match(String(failed.reason.cause?.message), /constraint/i);
      assert.deepEqual(names(), ['one', 'two']);
    }),

  'the event loop goes on between writes that follow each other': (place) =>
    withClient(place, async ({ client, names }) => {
      const count = turns();
      for (let index = 0; index < 20; index += 1) await client.write(add(`row ${index}`));
      assert.ok(count() >= 19, `${count()} turns`);
      assert.equal(names().length, 20);
    }),

  'if SQLite rolls a shared transaction back, none of its writes counts': (place) =>
    withClient(place, async ({ client, names }) => {
      const rollingBack = (connection) => {
        add('undone')(connection);
        connection.exec('rollback');
        throw new Error('the disk is full');
      };
      const results = await Promise.allSettled([client.write(add('one')), client.write(rollingBack)]);
      assert.deepEqual(
        results.map(({ status }) => status),
        ['rejected', 'rejected'],
      );
      assert.deepEqual(names(), []);
      await client.write(add('two'));
      assert.deepEqual(names(), ['two']);
    }),

  'a lock of another process is waited for without blocking the event loop': (place) =>
    withClient(place, async ({ client, other, names }) => {
      other.exec('begin immediate');
      let isWritten = false;
      const writing = client.write(add('one')).then(() => {
        isWritten = true;
      });
      // Only this process can end the transaction, so that a client which waits in SQLite would fail.
      for (let turns = 0; turns < 50; turns += 1) await turn();
      assert.equal(isWritten, false);
      other.exec('commit');
      await writing;
      assert.deepEqual(names(), ['one']);
    }),

  'a read does not wait for writers': (place) =>
    withClient(place, async ({ client, other }) => {
      other.exec('begin immediate');
      insert(other, 'one');
      assert.deepEqual(await client.read((connection) => connection.all('select name from effects')), []);
      other.exec('commit');
    }),

  'a lock that is kept for too long fails writes and transactions, of which nothing remains': (place) =>
    withClient(
      place,
      async ({ client, other, names }) => {
        await client.write(add('one'), LIFE_MS);
        other.exec('begin immediate');
        await Promise.all([
          assert.rejects(client.write(add('late')), isUnavailable),
          assert.rejects(client.begin(LIFE_MS), isUnavailable),
        ]);
        other.exec('commit');
        await client.write(add('two'), LIFE_MS);
        assert.deepEqual(names(), ['one', 'two']);
      },
      50,
    ),

  'transactions and writes take turns, so that none of the two waits for many of the others': (place) =>
    withClient(place, async ({ client, names }) => {
      const first = await client.begin(LIFE_MS);
      const others = ['two', 'three'].map(async (name) => {
        const transaction = await client.begin(LIFE_MS);
        add(name)(transaction.connection);
        transaction.commit();
      });
      const write = client.write(add('short'));
      add('one')(first.connection);
      await turn();
      assert.deepEqual(names(), []);
      assert.equal(client.isInTransaction, true);
      first.commit();
      assert.equal(client.isInTransaction, false);
      // After a transaction, the writes that wait are next; after these, a transaction.
      await write;
      const again = client.write(add('again'));
      await Promise.all([...others, again]);
      assert.deepEqual(names(), ['one', 'short', 'two', 'again', 'three']);
    }),

  'a transaction that waits for too long fails, and those after it do not': (place) =>
    withClient(
      place,
      async ({ client, names }) => {
        const first = await client.begin(LIFE_MS);
        await assert.rejects(client.begin(LIFE_MS), isUnavailable);
        await assert.rejects(client.write(add('late')), isUnavailable);
        first.commit();
        await client.write(add('one'), LIFE_MS);
        assert.deepEqual(names(), ['one']);
      },
      50,
    ),

  'a transaction that was rolled back has no effects, and its handler cannot write any more': (place) =>
    withClient(place, async ({ client, names }) => {
      const { connection, ...failed } = await held(client);
      const prepared = connection.database.prepare('insert into effects values (?)');
      prepared.run('one');
      failed.transaction.rollback();
      const next = await client.begin(LIFE_MS);
      assert.throws(() => insert(connection.database, 'late'));
      assert.throws(() => prepared.run('late'));
      next.commit();
      assert.throws(() => prepared.run('late'));
      assert.deepEqual(names(), []);
    }),

  'a write can wait for longer than the time limit': (place) =>
    withClient(
      place,
      async ({ client, names }) => {
        const transaction = await client.begin(LIFE_MS);
        const patient = client.write(add('patient'), LIFE_MS);
        await assert.rejects(client.write(add('late')), isUnavailable);
        transaction.commit();
        await patient;
        assert.deepEqual(names(), ['patient']);
      },
      20,
    ),

  'a transaction that is not extended is rolled back, and the database is free': (place) =>
    withClient(place, async ({ client, names }) => {
      const transaction = await client.begin(1);
      insert(transaction.connection.database, 'one');
      const next = await client.begin(LIFE_MS);
      assert.equal(transaction.extend(LIFE_MS), false);
      assert.throws(() => transaction.commit(), { code: 'commit_failed' });
      assert.throws(() => insert(transaction.connection.database, 'late'));
      next.commit();
      assert.deepEqual(names(), []);
    }),

  'a transaction that is extended is not rolled back': (place) =>
    withClient(place, async ({ client, names }) => {
      const transaction = await client.begin(1);
      assert.equal(transaction.extend(LIFE_MS), true);
      // Timers of the same length end in the order in which they began.
      await new Promise((resolve) => setTimeout(resolve, 1));
      insert(transaction.connection.database, 'one');
      transaction.commit();
      assert.deepEqual(names(), ['one']);
    }),

  'a handler that ends its transaction has it refused': async (place) => {
    await withClient(place, async ({ client, names }) => {
      for (const statements of ['commit', 'rollback', 'commit; begin', 'rollback; begin immediate']) {
        const transaction = await client.begin(LIFE_MS);
        for (const statement of statements.split('; ')) transaction.connection.database.exec(statement);
        insert(transaction.connection.database, 'outside');
        assert.throws(() => transaction.commit(), isAborted, statements);
      }
      await client.write(add('one'));
      assert.equal(names().at(-1), 'one');
    });
  },

  'a handler can use savepoints, and a failed statement of it changes nothing else': (place) =>
    withClient(place, async ({ client, names }) => {
      const transaction = await client.begin(LIFE_MS);
      const { database } = transaction.connection;
      insert(database, 'one');
      database.exec('savepoint mine');
      insert(database, 'undone');
      database.exec('rollback to mine; release mine');
      assert.throws(() => insert(database, 'refused'));
      transaction.commit();
      assert.deepEqual(names(), ['one']);
    }),

  'a constraint that is violated at the commit is a failure of the handler': (place) =>
    withClient(place, async ({ client, other, names }) => {
      other.exec('create table parents (id integer primary key)');
      other.exec('create table children (parent integer references parents deferrable initially deferred)');
      const transaction = await client.begin(LIFE_MS);
      const { database } = transaction.connection;
      // In SQLite, this setting cannot change in a transaction.
      database.exec('rollback; pragma foreign_keys = 1; begin immediate; savepoint hookwright_transaction');
      insert(database, 'undone');
      database.exec('insert into children values (7)');
      assert.throws(() => transaction.commit(), isAborted);
      assert.deepEqual(names(), []);
    }),

  'connections are durable, and never wait themselves': (place) =>
    withClient(place, async ({ client }) => {
      const settings = (connection) =>
        ['journal_mode', 'synchronous', 'busy_timeout', 'fullfsync', 'checkpoint_fullfsync'].map(
          (name) => Object.values(connection.get(`pragma ${name}`))[0],
        );
      const transaction = await client.begin(LIFE_MS);
      assert.deepEqual(settings(transaction.connection), ['wal', 2, 0, 1, 1]);
      transaction.commit();
      assert.deepEqual(await client.read(settings), ['wal', 2, 0, 1, 1]);
    }),

  'a database that cannot be shared is refused': async ({ open, file, source }) => {
    const { SqliteClient } = await source('client.mjs');
    const misuse = { code: 'invalid_options' };
    assert.throws(() => new SqliteClient(open(file), 1_000), misuse);
    await assert.rejects(new SqliteClient(() => open(':memory:'), 1_000).begin(LIFE_MS), misuse);
    await assert.rejects(new SqliteClient(() => ({}), 1_000).begin(LIFE_MS), misuse);
    const shared = open(file);
    const client = new SqliteClient(() => shared, 1_000);
    await client.write(() => {});
    await assert.rejects(client.begin(LIFE_MS), misuse);
    await client.close();
  },

  'a database that cannot be opened is opened later': async ({ open, file, source }) => {
    const { SqliteClient } = await source('client.mjs');
    let isThere = false;
    const client = new SqliteClient(() => open(isThere ? file : `${file}/missing/events.db`), 1_000);
    await assert.rejects(
      client.write(() => {}),
      isUnavailable,
    );
    await assert.rejects(client.begin(LIFE_MS), isUnavailable);
    isThere = true;
    await client.write((connection) => connection.exec('create table effects (name text)'));
    await client.close();
  },

  'a connection that its user has closed is opened again': (place) =>
    withClient(place, async ({ client, names }) => {
      const transaction = await client.begin(LIFE_MS);
      transaction.connection.database.close();
      assert.throws(() => transaction.commit(), isAborted);
      const next = await client.begin(LIFE_MS);
      insert(next.connection.database, 'one');
      next.commit();
      assert.deepEqual(names(), ['one']);
    }),
};

async function held(client) {
  const transaction = await client.begin(LIFE_MS);
  return { transaction, connection: transaction.connection };
}

/** Rows of `node:sqlite` have no prototype. */
function plain(rows) {
  return rows.map((row) => ({ ...row }));
}
