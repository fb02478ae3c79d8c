// The built page, served on loopback.
//
//   HOOKWRIGHT_DIST  the folder of the built page; the default is `dist` at the root of the repository

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import express from 'express';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const dist = path.resolve(process.env.HOOKWRIGHT_DIST ?? path.join(root, 'dist'));

/** Exists once the module has replaced the frame as a whole. */
export const STARTED = 'html[data-started]:not([data-frame])';

/** Moves the pointer: the module of a first visit starts when the visitor uses the page. */
export async function use({ mouse }) {
  await mouse.move(1, 1);
  await mouse.move(2, 2);
}

/**
 * Serves the page under a path.
 *
 * @param {string} below the path, with a slash at both ends
 * @param {{ folder: string }} site contains the folder that is served now
 */
export async function serve(below, site) {
  assert.ok(existsSync(path.join(dist, 'index.html')), `${dist} has no index.html: build the page first`);
  const app = express();
  app.use(below, (request, response, next) => express.static(site.folder)(request, response, next));
  const server = app.listen(0, '127.0.0.1');
  // A connection that is closed while the browser sends a request on it would be an error of the page.
  server.keepAliveTimeout = 0;
  await new Promise((listening) => server.once('listening', listening));
  const stop = async () => {
    const closed = new Promise((done) => server.close(done));
    // Browsers open connections in advance, and `close` would wait for those without a request.
    server.closeAllConnections();
    await closed;
  };
  return { address: `http://127.0.0.1:${server.address().port}${below}`, stop };
}
