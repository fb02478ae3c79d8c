// The names of candidates.

/** Candidates that do less than the others. They show the limit, and are not alternatives. */
export const LIMITS = ['no verification', 'JSON.parse alone'];

/** This project's candidates in each comparison. */
export const OWN = {
  verify: ['createVerifier', 'verify', 'Webhook'],
  sign: ['createSigner', 'sign', 'Webhook'],
  events: ['parseEvent'],
  tenants: ['verify'],
  express: ['hookwright/express', 'hookwright'],
  native: ['hookwright'],
};
