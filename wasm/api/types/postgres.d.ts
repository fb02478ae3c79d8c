/**
 * A client of Postgres: a pool of `pg` 8, the function of `postgres` 3, or two functions of any other client. Their members
 * are described here, so that no package is required.
 *
 * `Tx` is the transaction in the form in which handlers get it.
 */
export type PostgresClient<Tx = unknown> = PgPool<Tx> | PostgresSql<Tx> | QueryClient<Tx>;
/** The members of a pool of `pg` that are used. */
export interface PgPool<Client = unknown> {
  connect(): Promise<Client>;
  connect(callback: never): void;
  query(text: string, values?: unknown[]): PromiseLike<unknown>;
  readonly totalCount: number;
  readonly begin?: undefined;
}
/** The members of the function of `postgres` that are used. */
export interface PostgresSql<Sql = unknown> {
  begin(work: (sql: Sql) => unknown): PromiseLike<unknown>;
  begin(options: string, work: (sql: Sql) => unknown): PromiseLike<unknown>;
  unsafe(text: string, parameters?: never[]): PromiseLike<unknown>;
  readonly connect?: undefined;
}
/** Any other client. */
export interface QueryClient<Tx = unknown> {
  readonly connect?: undefined;
  readonly begin?: undefined;
  /**
   * Executes a statement: in a transaction that `transaction` has passed, or without one. Its parameters `$1`, `$2` … are
   * texts, bytes or null; the text contains neither `?` nor `:`.
   *
   * @returns the rows, or an object with `rows`, with the columns as members; `bytea` as bytes or as text in hex, and other
   *   types as the client likes
   */
  query(text: string, parameters: readonly QueryParameter[], tx?: Tx): PromiseLike<unknown>;
  /**
   * Begins a transaction, and passes it to a function. It commits if the promise of the function fulfills, and rolls back if
   * it rejects. Its own promise settles after that. It must call the function once: if it repeats the transaction, for
   * example after a serialization failure, the second call rejects, and the commit has failed.
   */
  transaction(work: (tx: Tx) => Promise<void>): PromiseLike<unknown>;
}
/** A parameter of a statement. */
export type QueryParameter = string | Uint8Array | null;
/** The options of `postgresOutbox`, and of `postgresInbox`, which has more. */
export interface PostgresOptions {
  /** The start of the names of the tables: lower-case letters, digits and underscores. By default `hookwright_`. */
  readonly prefix?: string | undefined;
  /** The schema of the tables. By default the first of `search_path`. It must exist. */
  readonly schema?: string | undefined;
  /**
   * How long to wait for an answer of Postgres to a statement of this package, including the wait for a free connection, in
   * milliseconds. By default 5000. Then the operation fails with the code `store_unavailable`.
   */
  readonly timeoutMs?: number | undefined;
}
/** The options of `postgresInbox`. */
export interface PostgresInboxOptions extends PostgresOptions {
  /** The `statement_timeout` of transactions that handlers get, in milliseconds. By default 30,000. */
  readonly statementTimeoutMs?: number | undefined;
  /** The `lock_timeout` of transactions that handlers get, in milliseconds. By default 5000. */
  readonly lockTimeoutMs?: number | undefined;
}
