import type { Claim, HeldClaim } from '../../types/claims.js';
import type {
  EndpointClaim,
  HeldItem,
  InboxTransaction,
  Settlement,
  TransactionLimits,
} from '../../types/inbox-database.js';
import { nextToken } from '../receiving/tokens.js';
import * as errors from '../sql/errors.js';
import { execute, type Parameters, toNumber } from '../sql/postgres-statement.js';
import type { Session } from '../sql/session.js';
import { isAbortedBy } from '../sql/sql-state.js';
import { noteStatement, settleStatement } from './postgres-settlement.js';
import { nextFence, type PostgresTerms } from './postgres-terms.js';

/** A setting that exists until the end of a transaction, which it identifies. */
const MARK = 'hookwright.transaction';

/** A transaction of a handler in Postgres. */
export class PostgresTransaction<Tx> implements InboxTransaction<Tx> {
  readonly tx: Tx;
  readonly #session: Session<Tx>;
  readonly #terms: PostgresTerms;
  readonly #mark = nextToken();
  /** Whether a handler may use the connection. */
  #isUsed = true;

  constructor(session: Session<Tx>, terms: PostgresTerms) {
    this.tx = session.tx;
    this.#session = session;
    this.#terms = terms;
  }

  /** Sets the limits of the transaction, and what identifies it. It must be the first call. */
  async prepare({ idleMs, isOfWorker }: TransactionLimits): Promise<void> {
    const { statementTimeoutMs, lockTimeoutMs } = this.#terms;
    this.#isUsed = false;
    // The lease is renewed in other sessions, and in a higher level the settlement could not change such a row.
    if (isOfWorker) await this.#session.query('set transaction isolation level read committed');
    const settings = {
      statement_timeout: String(Math.ceil(statementTimeoutMs)),
      lock_timeout: String(Math.ceil(lockTimeoutMs)),
      idle_in_transaction_session_timeout: String(Math.ceil(idleMs)),
      [MARK]: this.#mark,
    };
    await this.#execute((p) => {
      const each = Object.entries(settings).map(([name, value]) => `set_config('${name}', ${p.text(value)}, true)`);
      return `select ${each.join(', ')}`;
    });
    this.#isUsed = true;
  }

  async claim(request: EndpointClaim): Promise<Claim> {
    this.#isUsed = false;
    const claim = await this.#claim(request);
    this.#isUsed = claim.state === 'claimed';
    return claim;
  }

  async #claim({ key, endpoint, tenant, token, keepMs, order }: EndpointClaim): Promise<Claim> {
    const { names } = this.#terms;
    const now = this.#terms.now();
    const objects = names.table('inbox_objects');
    const [row] = await this.#execute((p) => {
      const lock = `pg_try_advisory_xact_lock(hashtextextended(${p.text(names.lock(`inbox ${key}`))}, 0))`;
      const forget = `${now} + ${p.duration(keepMs)}`;
      const values = [
        p.text(key),
        p.text(endpoint),
        p.text(tenant),
        p.text(token),
        nextFence('0', now),
        now,
        now,
        forget,
      ];
      const newest =
        order === undefined
          ? 'select cast(null as double precision) as position'
          : `select position from ${objects} where object = ${p.text(order.object)} and forget_at > ${now}`;
      // The insertion sees rows that were committed after the statement began, so the lock can be a part of it.
      return (
        `with lock as materialized (select ${lock} as is_locked), claimed as (` +
        `insert into ${names.table('inbox')} as i (key, endpoint, tenant, token, fence, received_at, ended_at, forget_at, state) ` +
        `select ${values.join(', ')}, 'handled' from lock where is_locked on conflict (key) do update set state = 'handled', ` +
        `token = excluded.token, fence = ${nextFence('i.fence', now)}, received_at = excluded.received_at, ` +
        'ended_at = excluded.ended_at, forget_at = excluded.forget_at, body = null, headers = null, verdict = null ' +
        `where i.state = 'handled' and i.forget_at <= ${now} returning fence) ` +
        'select lock.is_locked, claimed.fence, newest.position from lock ' +
        `left join claimed on true left join (${newest}) as newest on true`
      );
    });
    if (row?.is_locked !== true) return { state: 'busy' };
    if (row.fence === null || row.fence === undefined) return { state: 'handled' };
    const { position } = row;
    const isOrdered = order !== undefined && position !== null && position !== undefined;
    if (isOrdered && order.position < toNumber(position)) return { state: 'outdated' };
    return { state: 'claimed', fence: toNumber(row.fence) };
  }

  async complete({ key, token, fence, keepMs, order }: HeldClaim): Promise<void> {
    const { names, instant } = this.#terms;
    // The row was written by this transaction, unless the handler has ended it.
    const rows = await this.#executeInWorking((p) => {
      // The event is remembered from now on, and `now()` is when the transaction began.
      const settled =
        `update ${names.table('inbox')} set ended_at = ${instant()}, forget_at = ${instant()} + ${p.duration(keepMs)} ` +
        `where key = ${p.text(key)} and token = ${p.text(token)} and fence = ${p.integer(fence)} ` +
        'and xmin = cast(pg_current_xact_id_if_assigned() as xid) returning forget_at';
      const noted = order === undefined ? '' : `, noted as (${noteStatement(p, this.#terms, order, 'forget_at')})`;
      return `with settled as (${settled})${noted} select 1 as held from settled`;
    });
    if (rows.length === 0) throw errors.transactionAborted();
  }

  async settle(held: HeldItem, settlement: Settlement): Promise<boolean> {
    // If the handler has ended the transaction, the statement would be committed without the effects.
    const isSame = `current_setting('${MARK}', true) = `;
    const rows = await this.#executeInWorking((p) => {
      return settleStatement(p, this.#terms, held, settlement, isSame + p.text(this.#mark));
    });
    if (rows.length > 0) return true;
    const [same] = await this.#executeInWorking((p) => `select 1 as same where ${isSame}${p.text(this.#mark)}`);
    if (same === undefined) throw errors.transactionAborted();
    return false;
  }

  async touch(): Promise<boolean> {
    try {
      await this.#session.query('select 1 as touched');
      return true;
    } catch (error) {
      if (isAbortedBy(error)) return true;
      // The statement waits for those of the handler, which can take longer.
      return (error as { readonly cause?: unknown }).cause === undefined;
    }
  }

  async commit(): Promise<void> {
    await this.#session.commit();
  }

  async rollback(): Promise<void> {
    await this.#session.rollback(!this.#isUsed);
  }

  async #execute(make: (p: Parameters) => string) {
    return await execute(this.#session.query, make);
  }

  /** Executes a statement after the handler. */
  async #executeInWorking(make: (p: Parameters) => string) {
    try {
      return await this.#execute(make);
    } catch (error) {
      throw isAbortedBy(error) ? errors.transactionAborted(error) : error;
    }
  }
}
