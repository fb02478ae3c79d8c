/**
 * The time in whole milliseconds since the epoch, by a clock that is not set: it begins with the time of day when the process
 * starts, and does not jump if the clock of the machine is corrected later.
 */
export function steadyMs(): number {
  return Math.floor(performance.timeOrigin + performance.now());
}
