// A fixed clock for SDKs, which read the time themselves.

/** Runs `work` while `Date` returns a fixed time. */
export async function at(ms, work) {
  const Real = globalThis.Date;
  globalThis.Date = class extends Real {
    constructor(...parts) {
      super(...(parts.length === 0 ? [ms] : parts));
    }

    static now() {
      return ms;
    }
  };
  try {
    return await work();
  } finally {
    globalThis.Date = Real;
  }
}
