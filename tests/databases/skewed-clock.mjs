// Sets the clock of this process wrong by HOOKWRIGHT_SKEW_MS. Import it before everything else.

const apartMs = Number(process.env.HOOKWRIGHT_SKEW_MS ?? 0);
const RightDate = Date;

/** A date whose present is wrong. */
globalThis.Date = class SkewedDate extends RightDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RightDate.now() + apartMs] : parts));
  }

  static now() {
    return RightDate.now() + apartMs;
  }
};
