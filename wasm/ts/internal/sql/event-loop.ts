/** Node, Bun and Deno; a timer is as good, but takes a millisecond. */
type Immediate = (callback: () => void) => unknown;

/** Resolves when the event loop has handled what is due, such as timers and the data of sockets. */
export async function nextTurn(): Promise<void> {
  const { setImmediate } = globalThis as { readonly setImmediate?: Immediate };
  await new Promise<void>((resolve) => {
    if (setImmediate === undefined) setTimeout(resolve, 0);
    else setImmediate(resolve);
  });
}
