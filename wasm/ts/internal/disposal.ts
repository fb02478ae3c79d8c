/** A resource that must be released: memory in the core, and copies of secrets. */
export interface Resource {
  /** Releases as much as possible, even if it throws. */
  release(): void;
}

/** Undefined in runtimes without it, where a resource that is not freed stays until the process ends. */
const registry =
  typeof FinalizationRegistry === 'function'
    ? new FinalizationRegistry<Resource>((resource) => {
        try {
          resource.release();
        } catch {
          // No caller could catch the error, so it would end a Node process.
        }
      })
    : undefined;

/** Releases `resource` when `owner` is garbage-collected. `resource` must not refer to `owner`. */
export function releaseWith(owner: object, resource: Resource): void {
  registry?.register(owner, resource, resource);
}

/** Releases a resource now. */
export function releaseNow(resource: Resource): void {
  registry?.unregister(resource);
  resource.release();
}
