// A load of hostile requests among good deliveries, from a seed.

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { send } from './client.mjs';

const SECRET = 'the secret of the load test, 0001';
const MAX_BODY_BYTES = 64 * 1024;
const CONCURRENCY = 64;
/** Uploads that are begun first and completed last. */
const SLOW = 20;
/** The store remembers more events than are in the run between a delivery and its repetition. */
const MAX_ENTRIES = 500;
const REPEATED_AMONG = 100;

/** A generator of numbers below 1: mulberry32. */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const signatureOf = (body, secret = SECRET) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

function fieldsOf(id, body, signature = signatureOf(body)) {
  return {
    'Content-Type': 'application/json',
    'X-GitHub-Event': 'push',
    'X-GitHub-Delivery': id,
    'X-Hub-Signature-256': signature,
  };
}

/** The kinds of requests: how many of a hundred, and how they are sent. Each returns the statuses that are right. */
const KINDS = {
  good: { share: 37, send: (run) => run.deliver(run.remember(run.event())) },
  repeated: { share: 15, send: (run) => run.repeat() },
  failing: { share: 3, send: (run) => run.deliverTwice(run.event({ fails: true })) },
  'not JSON': {
    share: 3,
    send: (run) => run.post({ id: run.nextId(), body: 'not JSON' }, [200]),
  },
  forged: {
    share: 12,
    send: (run) => {
      const event = run.event();
      return run.post(event, [401], fieldsOf(event.id, event.body, signatureOf(event.body, 'another secret')));
    },
  },
  altered: {
    share: 5,
    send: (run) => {
      const { id, body } = run.event();
      return run.post({ id, body: body.replace('"evt', '"ext') }, [401], fieldsOf(id, body));
    },
  },
  malformed: {
    share: 6,
    send: (run) => {
      const event = run.event();
      const values = ['', 'sha256=', 'sha256=zz', 'sha1=00', `sha256=${'0'.repeat(5000)}`, '\u00ff'];
      return run.post(event, [401], fieldsOf(event.id, event.body, values[Math.floor(run.random() * values.length)]));
    },
  },
  'two signatures': {
    share: 3,
    send: (run) => {
      const event = run.event();
      const signature = signatureOf(event.body);
      return run.raw(event, [401], { headers: fieldsOf(event.id, event.body, [signature, signature]) });
    },
  },
  oversized: {
    share: 4,
    // The connection may be closed before the client has read the answer.
    send: (run) => run.raw(run.event({ padding: 'x'.repeat(MAX_BODY_BYTES) }), [413, 0]),
  },
  'oversized in chunks': {
    share: 2,
    send: (run) => run.raw(run.event({ padding: 'x'.repeat(2 * MAX_BODY_BYTES) }), [413, 0], { chunked: true }),
  },
  aborted: {
    share: 5,
    send: (run) => run.raw(run.event(), [0, 400], { cut: true, abort: true }),
  },
  'other method': { share: 3, send: (run) => run.raw({ id: 'none', body: '' }, [405], { method: 'PUT' }) },
  'huge header': {
    share: 2,
    send: (run) => run.raw(run.event(), [431, 0], { more: { 'X-Huge': 'x'.repeat(20_000) } }),
  },
};

/** A run against one receiver. */
class Run {
  /** How often each event must have been handled. */
  expected = new Map();
  statuses = new Map();
  #recent = [];
  #count = 0;

  constructor(port, seed) {
    this.url = `http://127.0.0.1:${port}/webhook`;
    this.port = port;
    this.random = randomOf(seed);
    this.agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  }

  nextId() {
    this.#count += 1;
    return `evt-${this.#count}`;
  }

  event(members = {}) {
    const id = this.nextId();
    return { id, body: JSON.stringify({ id, ...members }) };
  }

  /** Expects that an event is handled, and may repeat it later. */
  remember(event) {
    this.expected.set(event.id, 1);
    return event;
  }

  async deliver(event) {
    await this.post(event, [200]);
    this.#recent.push(event);
    if (this.#recent.length > REPEATED_AMONG) this.#recent.shift();
  }

  async repeat() {
    const event = this.#recent[Math.floor(this.random() * this.#recent.length)];
    if (event === undefined) return this.deliver(this.remember(this.event()));
    return this.post(event, [200]);
  }

  /** Sends an event whose handler fails, as its sender would: again after a failure. */
  async deliverTwice(event) {
    this.expected.set(event.id, 2);
    await this.post(event, [500]);
    await this.post(event, [200]);
  }

  /** Sends a request on a connection that is kept. */
  async post({ id, body }, right, headers = fieldsOf(id, body)) {
    const sent = request(this.url, { method: 'POST', agent: this.agent, headers });
    sent.end(body);
    const [response] = await once(sent, 'response');
    response.resume();
    await once(response, 'end');
    this.#check(response.statusCode, right);
  }

  /** Sends a request on its own connection. */
  async raw({ id, body }, right, { headers = fieldsOf(id, body), more = {}, cut, ...others } = {}) {
    const length = others.chunked ? undefined : Buffer.byteLength(body);
    const parts = [cut ? body.slice(0, body.length / 2) : body];
    const { status } = await send(this.url, { headers: { ...headers, ...more }, parts, length, ...others });
    this.#check(status, right);
  }

  #check(status, right) {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    assert.ok(right.includes(status), `the answer is ${status} instead of ${right.join(' or ')}`);
  }

  /** Begins an upload, and returns the number of bytes that were sent and the function that completes it. */
  async begin() {
    const { id, body } = this.remember(this.event());
    return await this.#begin(id, body, `Content-Length: ${body.length}`, [body.slice(0, 5), body.slice(5)]);
  }

  /** The same with a body of almost the limit, in chunks of one byte. */
  async beginInBytes() {
    const { id, body } = this.remember(this.event({ padding: 'x'.repeat(MAX_BODY_BYTES - 100) }));
    const chunks = Array.from(body, (byte) => `1\r\n${byte}\r\n`);
    const last = `${chunks.pop()}0\r\n\r\n`;
    return await this.#begin(id, body, 'Transfer-Encoding: chunked', [chunks.join(''), last]);
  }

  async #begin(id, body, framing, [first, rest]) {
    const lines = Object.entries(fieldsOf(id, body)).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect({ host: '127.0.0.1', port: this.port });
    const head = `POST /webhook HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${framing}\r\n`;
    const sent = `${head}${lines.join('')}\r\n${first}`;
    await new Promise((resolve) => socket.write(sent, resolve));
    const complete = async () => {
      socket.write(rest);
      const [answer] = await once(socket, 'data');
      this.#check(Number(String(answer).split(' ')[1]), [200]);
    };
    return { sentBytes: Buffer.byteLength(sent), complete };
  }
}

/** Returns the kinds in the order of a run. */
function plan(count, random) {
  const bag = Object.values(KINDS).flatMap((kind) => new Array(kind.share).fill(kind));
  assert.equal(bag.length, 100);
  return Array.from({ length: count }, () => bag[Math.floor(random() * bag.length)]);
}

/** Sends the requests of a plan, at most `CONCURRENCY` at a time. */
async function sendAll(run, kinds) {
  const rest = kinds.values();
  const worker = async () => {
    for (const kind of rest) await kind.send(run);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

/** Starts a receiver in another process, runs a test with it, and ends it. */
async function withReceiver(test) {
  const program = fileURLToPath(new URL('hostile-receiver.mjs', import.meta.url));
  const receiver = fork(program, [SECRET, MAX_BODY_BYTES, MAX_ENTRIES], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(receiver, 'exit').then(() => assert.fail('the process of the receiver has ended'));
  ended.catch(() => {});
  const nextMessage = async () => (await Promise.race([once(receiver, 'message'), ended]))[0];
  const ask = async (what) => {
    receiver.send(what);
    return (await nextMessage())[what];
  };
  try {
    const { port } = await nextMessage();
    return await test(port, ask);
  } finally {
    receiver.kill();
    await ended.catch(() => {});
  }
}

/**
 * Sends `count` requests to a receiver in another process. Returns what it has measured before, after a tenth of them, and
 * at the end.
 */
export function attack(count, seed) {
  return withReceiver(async (port, ask) => {
    const run = new Run(port, seed);
    const slow = await Promise.all(Array.from({ length: SLOW }, () => run.begin()));
    const kinds = plan(count, run.random);
    const warmUp = Math.ceil(count / 10);
    await sendAll(run, kinds.slice(0, warmUp));
    const warm = await ask('memory');
    const startMs = performance.now();
    await sendAll(run, kinds.slice(warmUp));
    const perSecond = ((count - warmUp) / (performance.now() - startMs)) * 1000;
    await Promise.all(slow.map(({ complete }) => complete()));
    run.agent.destroy();
    const end = await ask('memory');
    const calls = new Map(await ask('calls'));
    calls.delete('not JSON');
    return { calls, expected: run.expected, statuses: run.statuses, warm, end, perSecond };
  });
}

/**
 * Sends bodies of almost the limit in chunks of one byte. Returns how long they are together, and what the receiver has
 * measured before, when it has read all but their last chunks, and at the end.
 */
export function attackWithBytes() {
  return withReceiver(async (port, ask) => {
    const run = new Run(port, 1);
    await run.post(run.event(), [200]);
    run.agent.destroy();
    const idle = await ask('memory');
    const uploads = await Promise.all(Array.from({ length: SLOW }, () => run.beginInBytes()));
    const sentBytes = uploads.reduce((sum, each) => sum + each.sentBytes, 0);
    while ((await ask('bytesRead')) < sentBytes);
    const full = await ask('memory');
    await Promise.all(uploads.map(({ complete }) => complete()));
    const end = await ask('memory');
    return { bodyBytes: SLOW * MAX_BODY_BYTES, calls: (await ask('calls')).length, idle, full, end };
  });
}
