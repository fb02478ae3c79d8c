// The formats of timestamps. The core has the same ones (`core/src/base/time`), and a test compares the two.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SHORT_DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const DAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const MONTH = `(${MONTHS.join('|')})`;
const TIME = '(\\d\\d):(\\d\\d):(\\d\\d)';

const RFC_3339 = new RegExp(`^(\\d{4})-(\\d\\d)-(\\d\\d)[Tt]${TIME}(?:\\.(\\d+))?(?:[Zz]|([+-])(\\d\\d):(\\d\\d))$`);
const IMF_FIXDATE = new RegExp(`^${SHORT_DAY}, (\\d\\d) ${MONTH} (\\d{4}) ${TIME} GMT$`);
const RFC_850 = new RegExp(`^${DAY}, (\\d\\d)-${MONTH}-(\\d\\d) ${TIME} GMT$`);
const ASCTIME = new RegExp(`^${SHORT_DAY} ${MONTH} ( \\d|\\d\\d) ${TIME} (\\d{4})$`);

/** The tags of units: see `core/src/signature/binary/tags.rs`. */
const SECONDS = 0;
const MILLISECONDS = 1;
const HTTP_DATE = 4;
const ANY = 5;

/**
 * The instant of a timestamp, in milliseconds since the epoch; undefined if it is malformed. Not a number, because some
 * timestamps are larger than the integers that a number can represent.
 */
export function parseInstant(unit: number, text: string, nowMs: number): bigint | undefined {
  // Leading zeros are refused, because they could have been moved there from the signed value before the timestamp.
  const number = /^(?:0|[1-9]\d{0,14})$/.test(text) ? BigInt(text) : undefined;
  if (unit === SECONDS) return number === undefined ? undefined : number * 1000n;
  if (unit === MILLISECONDS) return number;
  if (unit === HTTP_DATE) return toBigInt(parseHttpDate(text, nowMs));
  if (unit === ANY && number !== undefined) return text.length > 11 ? number : number * 1000n;
  const ms = parseRfc3339(text);
  return toBigInt(unit === ANY ? (ms ?? parseHttpDate(text, nowMs)) : ms);
}

function toBigInt(ms: number | undefined): bigint | undefined {
  return ms === undefined ? undefined : BigInt(ms);
}

function parseRfc3339(text: string): number | undefined {
  const found = RFC_3339.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', sign, hours = 0, minutes = 0] = found;
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const ms = instant(year, Number(month) - 1, day, [hour, minute, second]);
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  return ms === undefined ? undefined : ms + Number(fraction.slice(0, 3).padEnd(3, '0')) - offset;
}

function parseHttpDate(text: string, nowMs: number): number | undefined {
  const asctime = ASCTIME.exec(text);
  if (asctime !== null) {
    const [, month = '', day, hour, minute, second, year] = asctime;
    return instant(year, MONTHS.indexOf(month), day, [hour, minute, second]);
  }
  const [, day, month = '', shown, ...time] = IMF_FIXDATE.exec(text) ?? RFC_850.exec(text) ?? [];
  if (shown === undefined) return undefined;
  let year = Number(shown);
  if (shown.length === 2) {
    // A year that would be more than 50 years in the future is in the past.
    const thisYear = Math.min(Math.max(new Date(nowMs).getUTCFullYear(), 1), 9999);
    year += thisYear - (thisYear % 100);
    if (year > thisYear + 50) year -= 100;
  }
  return instant(year, MONTHS.indexOf(month), day, time);
}

type Digits = string | number | undefined;

/** The instant of a date and a time that exist. The second `60` is read as `59`. */
function instant(year: Digits, month: number, day: Digits, time: readonly Digits[]): number | undefined {
  const [hour = 0, minute = 0, second = 0] = time.map(Number);
  const date = new Date(0);
  date.setUTCFullYear(Number(year), month, Number(day));
  const exists = date.getUTCMonth() === month && date.getUTCDate() === Number(day);
  if (!exists || hour > 23 || minute > 59 || second > 60) return undefined;
  return date.setUTCHours(hour, minute, Math.min(second, 59));
}
