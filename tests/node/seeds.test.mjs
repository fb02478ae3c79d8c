// Services answer every request in the providers' documentation as documented, over HTTP and with `fetch`, and deliver
// to a receiver.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { createService } from 'hookwright';
import { inbox } from './api.mjs';

const file = JSON.parse(readFileSync(new URL('../vectors/seeds.json', import.meta.url), 'utf8'));
const now = 1_780_842_125_000;
// Deliveries to this address of the documentation are sent. Other addresses are only stored.
const documented = 'https://yourapp.com/webhook';

test('there are as many examples as the file states', () => {
  assert.equal(file.tests.length, file.numberOfTests);
  assert.ok(file.tests.length > 0);
});

/** The ways to reach a service: the origin of its API, and the function that sends a request. */
const ways = {
  'over HTTP': async (service) => ({ origin: (await service.listen()).url, send: fetch }),
  'by fetch': async (service) => ({ origin: 'https://service.test', send: service.fetch }),
};

for (const [way, reach] of Object.entries(ways)) {
  describe(way, () => {
    for (const { id, provider, token, steps } of file.tests) {
      test(id, async (context) => {
        const receiver = await inbox(context);
        const world = new World(context, { provider, token: token ?? undefined }, reach, receiver);
        await world.start({ now });
        for (const step of JSON.parse(JSON.stringify(steps).replaceAll(documented, `${receiver.url}/webhook`))) {
          await world.play(step);
        }
        const answered = steps.flatMap(({ answer = [] }) => answer).length;
        assert.equal(world.sent, answered);
      });
    }
  });
}

class World {
  saved = new Map();
  sent = 0;

  constructor(context, options, reach, receiver) {
    Object.assign(this, { context, options, reach, receiver });
  }

  async start(more) {
    this.service = createService({ ...this.options, ...more });
    this.context.after(() => this.service.close());
    Object.assign(this, await this.reach(this.service));
  }

  async play(step) {
    const { shown: place } = step;
    assert.deepEqual(await this.service.advance(step.advanceMs ?? 1000), [], place);
    if (step.emit !== undefined) {
      this.service.emit({ type: step.emit.event_type });
      for (const [index, answer] of step.answer.entries()) {
        await this.deliver(answer, index === step.answer.length - 1);
      }
    }
    const response = await this.ask(step);
    const text = await response.text();
    assert.equal(response.status, step.status, `${place}\n${text}`);
    if (step.location !== undefined) assert.equal(response.headers.get('location'), step.location, place);
    if (step.status === 204) assert.equal(text, '', place);
    const isJson = response.headers.get('content-type')?.includes('json');
    const body = isJson ? JSON.parse(text) : null;
    if (step.problems !== undefined) {
      // The real API does not return `problems`.
      const codes = body.problems.map(({ code }) => code);
      assert.deepEqual(codes, step.problems, place);
      delete body.problems;
    }
    if (step.response !== undefined) this.compare(step.response, body, place);
    for (const [name, path] of Object.entries(step.save ?? {})) {
      const value = path
        .slice(1)
        .split('/')
        .reduce((inner, member) => inner[member], body);
      assert.equal(typeof value, 'string', place);
      this.saved.set(name, value);
    }
  }

  ask({ method, target, contentType, body, token = this.options.token }) {
    const headers = new Headers();
    if (token) headers.set('authorization', `Bearer ${token}`);
    if (contentType !== undefined) headers.set('content-type', contentType);
    const url = new URL(this.fill(target), this.origin);
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    return this.send(new Request(url, { method, headers, redirect: 'manual', ...content }));
  }

  /** Makes the next attempt that is due, with this response of the receiver. */
  async deliver(answer, isLast) {
    const timesOut = answer === 'timeout';
    if (timesOut) {
      // For this attempt, another service resumes with a timeout of a millisecond, so that the test does not wait for a
      // receiver that never responds. Other receivers have enough time. The request may arrive after the timeout.
      assert.ok(isLast);
      const state = this.service.save();
      await this.service.close();
      await this.start({ state, timeoutMs: 1 });
      this.receiver.answers.push(() => {});
    } else {
      this.receiver.answers.push(answer);
    }
    const attempts = [];
    // Advance until an attempt is due. Its time is unknown here.
    while (attempts.length === 0 && this.service.now < now + 86_400_000) {
      attempts.push(...(await this.service.advance(1000)));
    }
    assert.equal(attempts.length, 1);
    const { status, error } = attempts[0];
    assert.deepEqual(
      { status, error },
      timesOut ? { status: null, error: 'timeout' } : { status: answer, error: null },
    );
    this.sent += 1;
  }

  fill(text) {
    return text.replace(/<saved (\w+)>/g, (_, name) => this.saved.get(name));
  }

  /** Compares member by member, and their order. */
  compare(expected, found, place) {
    if (Array.isArray(expected)) {
      assert.ok(Array.isArray(found), place);
      assert.equal(found.length, expected.length, place);
      for (const [index, each] of expected.entries()) this.compare(each, found[index], `${place} ${index}`);
    } else if (typeof expected === 'object' && expected !== null) {
      assert.deepEqual(Object.keys(found), Object.keys(expected), place);
      for (const [name, value] of Object.entries(expected)) this.compare(value, found[name], `${place} ${name}`);
    } else if (typeof expected === 'string') {
      const form = this.fill(expected);
      assert.ok(hasForm(form, found), `${place}: \`${found}\` is not \`${form}\``);
    } else {
      assert.equal(found, expected, place);
    }
  }
}

const forms = {
  '<string>': /^/,
  '<trace>': /^[0-9a-f]{6}$/,
  '<seconds>': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  '<milliseconds>': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  '<uuid>': /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
};

function hasForm(expected, found) {
  if (typeof found !== 'string') return false;
  const prefix = /^<id (\w+)>$/.exec(expected)?.[1];
  if (prefix !== undefined) return found.startsWith(prefix) && /^[0-9a-f]+$/.test(found.slice(prefix.length));
  return forms[expected]?.test(found) ?? found === expected;
}
