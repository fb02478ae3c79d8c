import { createVerifier, explain } from 'hookwright';
import { respond } from '../../scenario.mjs';

export function POST(request) {
  return respond({ createVerifier, explain }, request);
}
