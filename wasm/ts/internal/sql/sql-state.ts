/** SQLSTATE of a statement in a transaction that has failed. */
const IN_FAILED_TRANSACTION = '25P02';
/** SQLSTATE of a conflict with another transaction. */
export const SERIALIZATION_FAILURE = '40001';
/** Prisma's code of a conflict or a deadlock. */
const PRISMA_CONFLICT = 'P2034';
/** How deep clients wrap the errors of Postgres. */
const DEPTH = 7;
/** Codes of Node have no digit, and those of Prisma are `P` and four digits, the first of which is not 0. */
const SQL_STATE = /^(?=.*\d)(?!P[1-9])[0-9A-Z]{5}$/;
/** Codes that say that Postgres is not available: a lost connection, no resources, a server that stops or starts. */
const UNAVAILABLE = /^(?:08|53|57P0|58)/;
/** Codes of Node, of Postgres and of its clients. Other texts could be anything. */
const CODE = /^[A-Z][A-Z0-9_]{1,40}$/;
const NAME = /^[A-Za-z]\w{0,40}$/;

type Members = { readonly [name: string]: unknown };

/** Whether a statement was refused because an earlier one of the same transaction has failed. */
export function isAbortedBy(error: unknown): boolean {
  return sqlStateOf(error) === IN_FAILED_TRANSACTION;
}

/** Whether Postgres has answered with an error that is about the transaction, not about its own availability. */
export function isRefused(error: unknown): boolean {
  const code = sqlStateOf(error);
  return code !== undefined && !UNAVAILABLE.test(code);
}

/** The SQLSTATE with which Postgres has answered, if it has. */
export function sqlStateOf(error: unknown): string | undefined {
  for (const { code, originalCode, message, meta } of wrapped(error)) {
    if (code === PRISMA_CONFLICT) return SERIALIZATION_FAILURE;
    // Prisma has the code in `meta`, and with driver adapters in `originalCode` or in its message only.
    const inner = (meta as Members | null | undefined)?.code;
    const found = [code, originalCode, inner].find((each) => typeof each === 'string' && SQL_STATE.test(each));
    if (found !== undefined) return found as string;
    const text = typeof message === 'string' ? message : '';
    const [, quoted] = text.match(/^\s*Raw query failed\. Code: `([0-9A-Z]{5})`/m) ?? [];
    if (quoted !== undefined) return quoted;
    if (text.includes(IN_FAILED_TRANSACTION)) return IN_FAILED_TRANSACTION;
  }
  return undefined;
}

/**
 * An error with the name and the code of that of a client. The messages and other members of clients are left out: they can
 * contain the parameters of the statement, and so the body of an event.
 */
export function withoutParameters(error: unknown): Error {
  const all = wrapped(error);
  const nameOf = ({ name }: Members) => typeof name === 'string' && NAME.test(name) && name !== 'Error';
  const codeOf = ({ code }: Members) => typeof code === 'string' && CODE.test(code);
  const name = (all.find(nameOf)?.name ?? 'Error') as string;
  const code = sqlStateOf(error) ?? (all.find(codeOf)?.code as string | undefined);
  const described = new Error(
    `${code === undefined ? 'no code' : `code ${code}`}; the message is left out, because it can contain data of an event`,
  );
  // The frames of this package say nothing about the error.
  Object.defineProperty(described, 'stack', { value: `${name}: ${described.message}` });
  Object.defineProperty(described, 'name', { value: name });
  return code === undefined ? described : Object.assign(described, { code });
}

/** An error and those that it wraps. */
function wrapped(error: unknown): Members[] {
  const all: Members[] = [];
  let found = error;
  while (all.length < DEPTH && typeof found === 'object' && found !== null) {
    all.push(found as Members);
    // A connection to a name with several addresses fails with the errors of all of them.
    const { cause, errors, meta } = found as Members;
    const ofAdapter = (meta as Members | null | undefined)?.driverAdapterError;
    found = cause ?? (Array.isArray(errors) ? errors[0] : ofAdapter);
  }
  return all;
}
