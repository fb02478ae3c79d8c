import receiveModule from '../../../hookwright_bg.wasm?module';
import serviceModule from '../../../hookwright_service_bg.wasm?module';
import type { Source } from '../../source.js';

export const listen = undefined;

/** The edge runtime of Vercel and Next.js, which refuses to compile bytes: its bundlers compile `?module` imports. */
export const receive: Source = { now: () => receiveModule };

export const service: Source = { now: () => serviceModule };
