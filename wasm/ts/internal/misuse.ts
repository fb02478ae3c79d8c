/** The errors that were made here, by identity: anyone can make an error that looks like one of them. */
const made = new WeakSet<object>();

/** Whether an error is one that was made here. */
export function isMisuse(error: unknown): error is TypeError | RangeError {
  return typeof error === 'object' && error !== null && made.has(error);
}

/** Calls the core with plain values, so that nothing else can throw: its errors are ours, too. */
export function adopted<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    const isKind = error instanceof TypeError || error instanceof RangeError;
    const { code } = (isKind ? error : {}) as { readonly code?: unknown };
    // Those of Node are in capitals.
    throw isKind && typeof code === 'string' && /^[a-z_0-9]+$/.test(code) ? own(error) : error;
  }
}

/** Notes that an error was made here. */
export function own<Made extends object>(error: Made): Made {
  made.add(error);
  return error;
}

/** What something is, in words for a message, without any of its content. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'object':
      return 'an object';
    default:
      return `a ${typeof value}`;
  }
}
