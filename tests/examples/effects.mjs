// What the handlers of a receiver have done. It can be made to fail, as a disk or a service does.

import { existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { startPostgres } from '../databases/postgres.mjs';

/** The lines of a file that handlers append to. */
export class FileEffects {
  #file;

  constructor(project, name) {
    this.#file = path.join(project, name);
  }

  list() {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line));
  }

  /** Before the first effect: opening a folder fails. */
  fail() {
    mkdirSync(this.#file);
  }

  repair() {
    rmdirSync(this.#file);
  }

  close() {}
}

/** The requests to a service that handlers call. */
export class ServiceEffects {
  #received = [];
  #isFailing = false;
  #server = createServer(async (request, response) => {
    const parts = await request.toArray();
    if (this.#isFailing) return response.writeHead(503).end();
    this.#received.push(JSON.parse(Buffer.concat(parts)));
    return response.writeHead(201).end();
  });

  /** Starts the service, and returns its address. */
  async listen() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  list() {
    return this.#received;
  }

  fail() {
    this.#isFailing = true;
  }

  repair() {
    this.#isFailing = false;
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** The rows of a table in a Postgres server of its own. */
export class TableEffects {
  #table;
  #server;
  #ends = [];

  constructor(table) {
    this.#table = table;
  }

  /** Starts the server, and returns the URL of the database. */
  async start() {
    this.#server = await startPostgres({ after: (end) => this.#ends.push(end) }, { tcp: true });
    return this.#server.url;
  }

  list() {
    return this.#server.query(`select * from ${this.#table}`);
  }

  /** Statements fail. */
  fail() {
    return this.#server.query(`alter table ${this.#table} rename to hidden`);
  }

  repair() {
    return this.#server.query(`alter table hidden rename to ${this.#table}`);
  }

  async close() {
    for (const end of this.#ends) await end();
  }
}
