import { isMisuse } from '../misuse.js';
import { databaseFailed } from './errors.js';

/** The primary result codes of SQLite that mean that another connection holds a lock. */
const LOCKED = [5, 6];

const CONSTRAINT = 19;

/** Whether a statement failed because another connection holds a lock. */
export function isBusy(error: unknown): boolean {
  return isResult(error, LOCKED, /^SQLITE_(BUSY|LOCKED)/, /^database (table |schema )?is locked/);
}

/** Whether a statement or a commit violates a constraint. */
export function isConstraint(error: unknown): boolean {
  return isResult(error, [CONSTRAINT], /^SQLITE_CONSTRAINT/, /constraint failed/);
}

/** Whether an error has one of these results of SQLite. Each library describes them in another way. */
function isResult(error: unknown, results: readonly number[], codes: RegExp, messages: RegExp): boolean {
  const { errcode, errno, code, message } = (error ?? {}) as Record<string, unknown>;
  const number = typeof errcode === 'number' ? errcode : errno;
  if (typeof number === 'number') return results.includes(number & 0xff);
  if (typeof code === 'string' && code.startsWith('SQLITE_')) return codes.test(code);
  return typeof message === 'string' && messages.test(message);
}

/** The codes of the errors of databases. */
const CODES: readonly unknown[] = ['store_unavailable', 'transaction_aborted', 'commit_failed'];

/** Whether an error is one of this package. */
export function isOwn(error: unknown): boolean {
  return isMisuse(error) || CODES.includes((error as { readonly code?: unknown } | null)?.code);
}

/** Returns errors of this package, and wraps others. */
export function toFailure(error: unknown): Error {
  return isOwn(error) ? (error as Error) : databaseFailed(error);
}
