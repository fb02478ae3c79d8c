// The names of this project's candidates in each comparison.

export const OWN = {
  verify: ['createVerifier', 'verify', 'Webhook'],
  sign: ['createSigner', 'sign', 'Webhook'],
  events: ['parseEvent'],
  tenants: ['verify'],
  express: ['hookwright'],
  native: ['hookwright'],
};
