// Parsing and checking events: `parseEvent` against `JSON.parse` with a validator that is made from the same JSON Schema.
// A call takes the body as the bytes that a receiver has, and returns whether the event is valid.

import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { fromJSONSchema } from 'zod';
import { measure } from '../measure.mjs';

const PROVIDERS = ['generic', 'well', 'awell'];

const schemaOf = (provider, type) =>
  JSON.parse(readFileSync(new URL(`../../../core/schemas/${provider}/${type}.json`, import.meta.url), 'utf8'));

/** The documented events of a provider: bodies, and both kinds of validators. */
function samples({ hookwright, provider }) {
  const ajv = new Ajv({ strict: false });
  addFormats(ajv);
  const { envelope, events } = hookwright.provider(provider);
  return events.map(({ name, sample }) => {
    const schema = schemaOf(provider, name);
    const bytes = Buffer.from(JSON.stringify(enveloped(envelope, name, sample)));
    return { name, bytes, ajv: ajv.compile(schema), zod: fromJSONSchema(schema) };
  });
}

/** The body of an event: the envelope says in which members the provider puts what. */
function enveloped({ kind, id, time, data }, name, sample) {
  const body = { [kind]: name };
  if (id) body[id] = 'evt_1';
  if (time) body[time] = '2026-01-15T12:30:00Z';
  return data ? { ...body, [data]: sample } : { ...body, ...sample };
}

const parsed = (bytes) => JSON.parse(bytes.toString());

function candidates({ hookwright, provider }) {
  return {
    parseEvent: ({ bytes }) => hookwright.parseEvent(bytes, { provider }).problems.length === 0,
    'JSON.parse + Ajv': ({ bytes, ajv }) => ajv(parsed(bytes)),
    'JSON.parse + Zod': ({ bytes, zod }) => zod.safeParse(parsed(bytes)).success,
    'JSON.parse alone': ({ bytes }) => parsed(bytes) !== undefined,
  };
}

/** Compares the candidates for each provider. All must accept each sample; the time is the one of an average sample. */
export async function events({ hookwright, interruptions }, { plan }) {
  const results = [];
  for (const provider of PROVIDERS) {
    const all = samples({ hookwright, provider });
    const named = Object.entries(candidates({ hookwright, provider }));
    for (const [name, accepts] of named) {
      const refused = all.filter((sample) => !accepts(sample)).map(({ name }) => name);
      if (refused.length > 0) throw new Error(`${name} refuses samples of ${provider}: ${refused.join(', ')}`);
    }
    const contestants = named.map(([name, accepts]) => ({
      name,
      run() {
        let accepted = true;
        for (const sample of all) accepted &&= accepts(sample);
        return accepted;
      },
    }));
    const times = await measure(contestants, { ...plan, interruptions });
    for (const [name, list] of Object.entries(times)) times[name] = list.map((ns) => ns / all.length);
    const bytes = all.reduce((sum, sample) => sum + sample.bytes.length, 0);
    results.push({ provider, samples: all.length, size: Math.round(bytes / all.length), times });
  }
  return results;
}
