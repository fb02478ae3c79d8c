// The limits of what browsers download. Tests enforce the limits; docs/BENCHMARKS.md compares measurements with the targets.

/** Parts of the package, in bytes with gzip. */
export const PACKAGE = {
  slim: { title: '`hookwright/verify`', target: 25_000, limit: 23_500 },
  main: { title: '`hookwright` with one verdict', target: 120_000, limit: 134_000 },
  'public keys': { title: 'public keys, in addition', target: 80_000, limit: 50_500 },
  explain: { title: '`explain`, in addition', target: 180_000, limit: 168_500 },
  service: { title: '`createService`, in addition', target: 150_000, limit: 112_600 },
  catalog: { title: 'events, retries and custom schemes, in addition', target: 120_000, limit: 103_400 },
  imports: { title: 'requests in pasted text, in addition', target: 100_000, limit: 89_300 },
};

/** A bundle with `hookwright/verify` and the data of one sender, in bytes with gzip. */
export const SLIM_BUNDLE = 24_200;

/** A bundle with `hookwright/safe-fetch`, in bytes with gzip. */
export const SAFE_FETCH_BUNDLE = 6_000;

/** The page, in kB with brotli. */
export const PAGE = { 'first panel': 199, total: 1552 };
