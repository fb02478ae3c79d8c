// What the files of broken bodies share.

import { render } from './styles.mjs';

export const text = (d) => d.body.toString();
export const body = (change) => (d, r) => ({ body: Buffer.from(change(text(d), d, r)) });
export const rewritten = (how, to, options, more) => ({ code: 'body_rewritten', how, options, change: to, ...more });
export const as = (style) => (d) => ({ body: Buffer.from(render(d.value, style)) });
export const stringify = body((given) => JSON.stringify(JSON.parse(given)));
export const express = { framework: 'express' };

export const deep = (order) => (value) => {
  if (value === null || typeof value !== 'object' || Object.hasOwn(value, 'text')) return value;
  if (Array.isArray(value)) return value.map(deep(order));
  return Object.fromEntries(order(Object.entries(value)).map(([name, inner]) => [name, deep(order)(inner)]));
};
export const byName = deep((entries) => entries.sort(([a], [b]) => (a < b ? -1 : 1)));
