import { createVerifier, explain } from 'hookwright';
import { respond } from './scenario.mjs';

export default {
  fetch(request) {
    return respond({ createVerifier, explain }, request);
  },
};
