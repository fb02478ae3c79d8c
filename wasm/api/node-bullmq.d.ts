/**
 * Webhooks delivered by BullMQ, on Node, Bun and Deno: ready on import.
 *
 * @module hookwright/bullmq
 */
import './node.js';
export * from './bullmq.js';
