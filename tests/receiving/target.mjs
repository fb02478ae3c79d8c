// What a receiver under test has done.

import { EventEmitter, once } from 'node:events';

/** The handler of all receivers, which counts the calls by event and does what the body says. */
export class Target {
  url = '';
  /** The entries of the log. */
  logged = [];
  #counts = new Map();
  #changes = new EventEmitter().setMaxListeners(0);
  #waiting = new Map();

  /** Handles the payload of an event. */
  handle({ id, throws, waits }) {
    const calls = this.handled(id) + 1;
    this.#counts.set(id, calls);
    this.#changes.emit('change');
    if (throws && calls === 1) throw new Error('the handler failed');
    if (!waits) return undefined;
    return new Promise((resolve) => this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), resolve]));
  }

  /** How often an event has been handled. */
  handled(id) {
    return this.#counts.get(id) ?? 0;
  }

  /** Waits until an event has been handled this often. */
  async begun(id, calls = 1) {
    while (this.handled(id) < calls) await once(this.#changes, 'change');
  }

  /** Lets the waiting handlers of an event end. */
  release(id) {
    for (const resolve of this.#waiting.get(id) ?? []) resolve();
  }

  log = (entry) => {
    this.logged.push(entry);
  };

  /** The codes of the log since the last call. */
  takeCodes() {
    return this.logged.splice(0).map(({ code }) => code);
  }
}
