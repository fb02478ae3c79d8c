import type { EventOrder } from '../../types/claims.js';
import type { HeldItem, Settlement } from '../../types/inbox-database.js';
import type { Parameters } from '../sql/postgres-statement.js';
import type { PostgresTerms } from './postgres-terms.js';

/**
 * The statement that ends the handling of an item. It returns a row if the item was held.
 *
 * @param condition what must be true in addition
 */
export function settleStatement(
  p: Parameters,
  terms: PostgresTerms,
  { key, token, fence }: HeldItem,
  settlement: Settlement,
  condition = 'true',
): string {
  const { names, now } = terms;
  const inbox = names.table('inbox');
  const held = `key = ${p.text(key)} and token = ${p.text(token)} and fence = ${p.integer(fence)}`;
  const settled =
    `update ${inbox} set ${changes(p, now(), settlement)}, lease_end = null where ${held} and state = 'working' ` +
    `and ${condition} returning forget_at, received_at`;
  const { op } = settlement;
  if (op !== 'complete' && op !== 'bury') return settled;
  // A worker that did not receive the answer can ask again.
  const state = op === 'complete' ? 'handled' : 'dead';
  const again = `select forget_at from ${inbox} where ${held} and state = '${state}'`;
  const order = op === 'complete' ? settlement.order : undefined;
  // As long after now as the event is remembered after its arrival, because it can be handled long after that.
  const forgetAt = `greatest(forget_at, ${now()} + (forget_at - received_at))`;
  const noted = order === undefined ? '' : `, noted as (${noteStatement(p, terms, order, forgetAt)})`;
  return `with settled as (${settled})${noted} select 1 as held from settled union all select 1 from (${again}) as again`;
}

/** The columns that change. */
function changes(p: Parameters, now: string, settlement: Settlement): string {
  const withoutLast = 'attempts = greatest(attempts - 1, 0)';
  switch (settlement.op) {
    case 'complete':
      return `state = 'handled', ended_at = ${now}`;
    case 'bury':
      return `state = 'dead', ended_at = ${now}, last_error = ${p.text(settlement.error)}`;
    case 'retry': {
      const due = `${now} + ${p.duration(settlement.delayMs)}`;
      return `state = 'queued', token = null, due_at = ${due}, last_error = ${p.text(settlement.error)}`;
    }
    case 'defer': {
      const due = `${now} + ${p.duration(settlement.delayMs)}`;
      return `state = 'queued', token = null, due_at = ${due}, ${withoutLast}, deferrals = deferrals + 1`;
    }
    case 'release':
      return `state = 'queued', token = null, due_at = ${now} + ${p.duration(settlement.delayMs ?? 0)}, ${withoutLast}`;
  }
}

/** The statement that notes the position of the event in `settled` until an instant, an expression of its columns. */
export function noteStatement(
  p: Parameters,
  { names, now }: PostgresTerms,
  { object, position }: EventOrder,
  forgetAt: string,
): string {
  return (
    `insert into ${names.table('inbox_objects')} as o (object, position, forget_at) ` +
    `select ${p.text(object)}, ${p.double(position)}, ${forgetAt} from settled ` +
    'on conflict (object) do update set position = excluded.position, forget_at = excluded.forget_at ' +
    `where o.position <= excluded.position or o.forget_at <= ${now()}`
  );
}
