/** The milliseconds since some instant. Unlike `Date.now`, they do not jump when the clock is set. */
export function elapsedMs(): number {
  return performance.now();
}

/** The milliseconds until an instant on the clock of `elapsedMs`. */
export function remainingMs(deadlineMs: number): number {
  return Math.max(0, deadlineMs - elapsedMs());
}
