/** Replaces names in braces by values. */
export function format(template: string, values: Readonly<Record<string, string | number | bigint>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}

const UNITS = [
  [86_400_000n, 'd'],
  [3_600_000n, 'h'],
  [60_000n, 'min'],
  [1000n, 's'],
  [1n, 'ms'],
] as const;

const THOUSAND_YEARS_MS = 365_000n * 86_400_000n;

/** A duration for people: `2 h 35 min`. */
export function formatDuration(ms: bigint): string {
  if (ms >= THOUSAND_YEARS_MS) return 'more than 1000 years';
  let rest = ms;
  const parts = UNITS.flatMap(([size, unit]) => {
    const count = rest / size;
    rest %= size;
    return count > 0n ? [`${count} ${unit}`] : [];
  });
  return parts.join(' ') || '0 s';
}
