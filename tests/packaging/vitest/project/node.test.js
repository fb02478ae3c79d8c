import { createVerifier, explain } from 'hookwright';
import { expect, test } from 'vitest';
import { expected, receiveAll } from './scenario.mjs';

test('receives deliveries', () => {
  expect(receiveAll({ createVerifier, explain })).toEqual(expected);
});
