/**
 * Delivery of webhooks with BullMQ, on Node, Bun and Deno. It needs no `init`.
 *
 * @module hookwright/bullmq
 */
import './node.js';
export * from './bullmq.js';
