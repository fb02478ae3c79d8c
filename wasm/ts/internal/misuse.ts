/** The errors of this package, by identity, because any code can create an error that looks like one of them. */
const made = new WeakSet<object>();

/** Whether an error was created by this package. */
export function isMisuse(error: unknown): error is TypeError | RangeError {
  return typeof error === 'object' && error !== null && made.has(error);
}

/**
 * Whether the core threw this error deliberately, for misuse, which leaves its instance intact. Any other error aborted
 * the call: a trap, an exhausted call stack, or an exception in the generated code.
 */
export function isRefusal(error: unknown): error is TypeError | RangeError {
  if (!(error instanceof TypeError || error instanceof RangeError)) return false;
  const { code } = error as { readonly code?: unknown };
  // The codes of Node's errors are in upper case.
  return typeof code === 'string' && /^[a-z][a-z\d_]*$/.test(code);
}

/**
 * Calls a function that passes only plain values to the core. No other code can throw then, so its errors are marked as
 * errors of this package.
 */
export function markingMisuse<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw isRefusal(error) ? markAsMisuse(error) : error;
  }
}

/** Marks an error as one of this package. */
export function markAsMisuse<Made extends object>(error: Made): Made {
  made.add(error);
  return error;
}

/** Describes the type of a value for a message, without any of its content. */
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
