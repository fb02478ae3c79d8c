/** What an object holds that has to be released: memory in the core, and copies of secrets. */
export interface Held {
  release(): void;
}

/** Undefined in hosts without it: there, what is not freed stays until the process ends. */
const registry =
  typeof FinalizationRegistry === 'function' ? new FinalizationRegistry<Held>((held) => held.release()) : undefined;

/** Releases `held` once `owner` has been collected. `held` must not refer to `owner`. */
export function releaseWith(owner: object, held: Held): void {
  registry?.register(owner, held, held);
}

/** Releases it now. */
export function releaseNow(held: Held): void {
  registry?.unregister(held);
  held.release();
}
