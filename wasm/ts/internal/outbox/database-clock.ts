import { elapsedMs } from '../receiving/clock.js';

/** A difference that no slow answer explains, in milliseconds: the clock of the database was set. */
const SET_MS = 60_000;

/** The clock of a database, between its answers: that of this machine can differ, and can be set. */
export class DatabaseClock {
  #databaseMs = 0;
  #atMs = 0;

  /**
   * Notes the time that the database has answered. Answers take different times, so that one can be earlier than the clock
   * is, which does not go back then.
   */
  note(databaseMs: number): void {
    const nowMs = this.#exactMs();
    if (databaseMs < nowMs && databaseMs > nowMs - SET_MS) return;
    this.#databaseMs = databaseMs;
    this.#atMs = elapsedMs();
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return Math.floor(this.#exactMs());
  }

  #exactMs(): number {
    return this.#databaseMs + elapsedMs() - this.#atMs;
  }
}
