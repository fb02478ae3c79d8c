const MINUTE = 60_000;

/** A number of uses per minute. */
export class Budget {
  readonly #perMinute: number;
  #minute = 0;
  #used = 0;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Takes one use. False if there is none left in this minute. */
  take(nowMs: number): boolean {
    const minute = Math.floor(nowMs / MINUTE);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#used = 0;
    }
    if (this.#used >= this.#perMinute) return false;
    this.#used += 1;
    return true;
  }
}
