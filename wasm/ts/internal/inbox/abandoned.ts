import type { InboxTransaction } from '../../types/inbox-database.js';

/** How long after the end of a lease it is checked whether the database has ended the session, in leases. */
const MARGIN = 0.5;

/**
 * Watches a transaction that is not renewed any more, because its handler does not end. Once the database has ended its idle
 * session, it is rolled back, which frees the connection of the client.
 *
 * @param idleMs after how long the database ends the session
 * @param ended called when the transaction has been rolled back
 * @returns the function that ends the watch
 */
export function watchAbandoned(
  transaction: InboxTransaction,
  idleMs: number,
  ended: () => void = () => {},
): () => void {
  let timer: ReturnType<typeof setTimeout>;
  let isWatched = true;
  const check = async (): Promise<void> => {
    // A session that is alive is busy with the statements of its handler. The client must not give its connection to others.
    const isAlive = await transaction.touch().catch(() => true);
    if (!isWatched) return;
    if (isAlive) return watch();
    ended();
    await transaction.rollback();
  };
  const watch = (): void => {
    timer = setTimeout(() => void check(), idleMs * (1 + MARGIN));
    // Only a transaction that is waited for keeps a process running.
    (timer as { unref?(): void }).unref?.();
  };
  watch();
  return () => {
    isWatched = false;
    clearTimeout(timer);
  };
}
