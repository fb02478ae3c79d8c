import { createVerifier, explain } from 'hookwright';
import { respond } from '../../scenario.mjs';

export const runtime = 'edge';

export function POST(request) {
  return respond({ createVerifier, explain }, request);
}
