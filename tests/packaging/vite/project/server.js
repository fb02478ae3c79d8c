import { createVerifier, explain } from 'hookwright';
import { receiveAll } from './scenario.mjs';

export function render() {
  return receiveAll({ createVerifier, explain });
}
