/** A resource that must be released: memory in the core, and copies of secrets. */
export interface Resource {
  release(): void;
}

/** Undefined in runtimes without it, where a resource that is not freed stays until the process ends. */
const registry =
  typeof FinalizationRegistry === 'function'
    ? new FinalizationRegistry<Resource>((resource) => resource.release())
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
