import type { PostgresSettings } from '../sql/postgres-names.js';
import { msOf } from '../sql/postgres-statement.js';

/** What an inbox in Postgres needs: its settings, and the expression of the time. */
export interface PostgresTerms extends PostgresSettings {
  /** The expression of the time at which the transaction began, or of an instant in tests. */
  readonly now: () => string;
  /** The expression of the time of the statement, or of an instant in tests. */
  readonly instant: () => string;
}

/** The fence after another one. It follows the clock, so that it also increases if the item has been deleted. */
export function nextFence(last: string, now: string): string {
  return `greatest(${last} + 1, cast(${msOf(now)} as bigint))`;
}
