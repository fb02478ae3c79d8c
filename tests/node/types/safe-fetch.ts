// Uses of `hookwright/safe-fetch` with the types of Node.

import { lookup } from 'node:dns/promises';
import { bullmqDeliveries, type DeliveryError } from 'hookwright/bullmq';
import {
  createSafeFetch,
  type SafeFetch,
  type SafeFetchFailureCode,
  type SafeFetchOptions,
  type SafeFetchRefusalCode,
  safeFetch,
} from 'hookwright/safe-fetch';

const options: SafeFetchOptions = {
  allow: ['127.0.0.1/32'],
  deny: ['168.63.129.16'],
  ports: [443],
  timeoutMs: 1_000,
  maxResponseBytes: 1_000,
  lookup: async (hostname) => (await lookup(hostname, { all: true })).map(({ address }) => address),
  ca: ['-----BEGIN CERTIFICATE-----'],
};
const made: SafeFetch = createSafeFetch(options);
export const sameAsFetch: typeof fetch = made;
export const status: Promise<number> = safeFetch(new URL('https://receiver.example'), {
  method: 'POST',
  body: '{}',
  signal: AbortSignal.timeout(1_000),
}).then((response) => response.status);
export const code: SafeFetchFailureCode = 'address_refused';
export const refusal = (error: DeliveryError): SafeFetchRefusalCode | null => error.code;
export const deliveries = [
  bullmqDeliveries({
    policy: 'standard',
    provider: 'standard',
    endpoint: () => null,
    allow: ['10.0.0.0/8'],
    ports: [80],
  }),
  bullmqDeliveries({ policy: 'standard', provider: 'standard', endpoint: () => null, fetch: made }),
];
// @ts-expect-error a number is not an address
createSafeFetch({ allow: [1] });
