import { toFields } from '../headers.js';

const CONTENT_TYPE = new Set(['content-type']);

/** The fields of a form: text, or a list of texts if there are several fields with the name. */
export type Fields = { readonly [name: string]: string | string[] };

/** Whether the header fields say that the body is a form. */
export function isForm(headers: unknown): boolean {
  const [, type] = toFields(headers, CONTENT_TYPE);
  return type !== undefined && /^\s*application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
}

/** Parses a form. */
export function parseForm(text: string): Fields {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const before = fields.get(name);
    if (Array.isArray(before)) before.push(value);
    else fields.set(name, before === undefined ? value : [before, value]);
  }
  // Defines own properties, whatever the names are.
  return Object.fromEntries(fields);
}
