// What the tests compare of verdicts.

/**
 * The members of a verdict that have a value, and their order. An id in the body is read on access, and is undefined if the
 * rest of the body is not valid.
 */
export function members(verdict) {
  if (typeof verdict !== 'object' || verdict === null) return verdict;
  const present = Object.entries(verdict).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(present), order: present.map(([name]) => name).join() };
}
