// How figures are written in the documents.

/** A table in Markdown. The first column is left-aligned, the others are right-aligned. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return `${[line(head), line(rule), ...rows.map(line)].join('\n')}\n`;
}

/** A number with three significant digits, without an exponent. */
export const figure = (value) => String(Number(Number(value).toPrecision(3)));

/** Two decimals for ratios up to 10, because differences of a few percent matter there. */
const short = (ratio) => (ratio < 9.995 ? ratio.toFixed(2) : figure(ratio));

/** The median of quartiles, or of a median without a spread. */
export const median = (quartiles) => quartiles[Math.floor(quartiles.length / 2)];

/** A ratio with its quartiles. It is bold if the other implementation is faster, unless that one is only a limit. */
export function ratio(quartiles, isLimit = false) {
  if (!quartiles) return '';
  const middle = short(median(quartiles));
  const shown = isSlower(quartiles) && !isLimit ? `**${middle}**` : middle;
  return quartiles.length === 1 ? shown : `${shown} (${short(quartiles[0])}–${short(quartiles[2])})`;
}

/** Whether this project is slower, as far as the shown digits say. */
export const isSlower = (quartiles) => Number(short(median(quartiles))) > 1;

export const bytes = (count) => {
  if (count < 1024) return `${count} B`;
  return count < 2 ** 20 ? `${figure(count / 1024)} KiB` : `${figure(count / 2 ** 20)} MiB`;
};

/** A size of a file: 1 kB is 1000 bytes, as in the budgets. */
export const kilobytes = (count) => `${figure(count / 1000)} kB`;

export const micros = (ns) => `${figure(ns / 1000)} µs`;

export const SENDERS = { github: 'GitHub', stripe: 'Stripe', standard: 'Standard Webhooks', awell: 'Awell (RSA-2048)' };

export const RUNTIMES = { node: 'Node', bun: 'Bun', workerd: 'workerd', chromium: 'Chromium' };

export const BODIES = { string: 'string', bytes: 'bytes' };

/** The names of candidates, as code where they are code. */
export const code = (name) =>
  /^(?:createVerifier|verify|Webhook|createSigner|sign|parseEvent|hookwright(?:\/express)?)$/.test(name)
    ? `\`${name}\``
    : name;
