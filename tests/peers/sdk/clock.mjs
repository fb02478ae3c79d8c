// SDKs read the clock when they like. Here they are told what it shows.

/** Runs `work` while `Date` stands still at an instant. */
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
