/**
 * The entry point for Node, Bun and Deno. It needs no `init`: each module is read and compiled at the first call, so
 * that importing is cheap. There is no top-level await, so that `require()` works.
 *
 * @module hookwright
 */
import { readFileSync } from 'node:fs';
import { receiving, serving } from './internal/instance.js';
import { listen } from './internal/listener.js';
import { listenWith } from './internal/service.js';

export * from './index.js';

listenWith(listen);
receiving.loadWith(() => readFileSync(new URL('./hookwright_bg.wasm', import.meta.url)));
serving.loadWith(() => readFileSync(new URL('./hookwright_service_bg.wasm', import.meta.url)));
