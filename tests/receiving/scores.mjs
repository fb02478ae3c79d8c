// The table in docs/RECEIVERS.md.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { FURTHER, REVIEWED } from './requests.mjs';

const file = new URL('../../docs/RECEIVERS.md', import.meta.url);
const BEGIN = '<!-- The tests of receivers write this table: `HOOKWRIGHT_WRITE=1 cargo xtask test receiving`. -->\n';
const END = '<!-- end of the table -->';

/** The score of one receiver. */
class Score {
  #failed = [];

  constructor(library, framework, place) {
    this.title = `${library} | ${framework} | ${place}`;
  }

  /** Counts a request: it fails if `run` does. */
  async count(name, run) {
    try {
      await run();
    } catch (error) {
      this.#failed.push(name);
      throw error;
    }
  }

  row() {
    const part = (requests) => {
      const names = Object.keys(requests);
      return `${names.length - this.#failed.filter((name) => names.includes(name)).length} of ${names.length}`;
    };
    return `| ${this.title} | ${part(REVIEWED)} | ${part(FURTHER)} | ${this.#failed.join('; ')} |`;
  }
}

/** The scores of a run. */
export class Scores {
  #scores = [];

  add(...names) {
    const score = new Score(...names);
    this.#scores.push(score);
    return score;
  }

  table() {
    const head = [
      '| library | framework | place | ordinary requests | further requests | missed |',
      '|---|---|---|---|---|---|',
    ];
    return [...head, ...this.#scores.map((score) => score.row()), ''].join('\n');
  }
}

/** Compares the table with the scores, or writes it. */
export function compareScores(scores) {
  const text = readFileSync(file, 'utf8');
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  assert.ok(begin >= 0 && end > begin, `docs/RECEIVERS.md must contain \`${BEGIN.trim()}\` and \`${END}\``);
  const start = begin + BEGIN.length;
  const table = `\n${scores.table()}\n`;
  if (process.env.HOOKWRIGHT_WRITE) writeFileSync(file, text.slice(0, start) + table + text.slice(end));
  else assert.equal(text.slice(start, end), table, 'run: HOOKWRIGHT_WRITE=1 cargo xtask test receiving');
}
