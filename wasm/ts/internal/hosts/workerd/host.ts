import receiveModule from '../../../hookwright_bg.wasm';
import serviceModule from '../../../hookwright_service_bg.wasm';
import type { Source } from '../../source.js';

export const listen = undefined;

/** Cloudflare Workers, which refuse to compile bytes: the modules are compiled when the worker is deployed. */
export const receive: Source = { now: () => receiveModule };

export const service: Source = { now: () => serviceModule };
