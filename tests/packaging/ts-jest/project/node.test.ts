import { expect, test } from '@jest/globals';
import { createVerifier, explain } from 'hookwright';
import { expected, receiveAll } from './scenario.cjs';

test('receives deliveries', () => {
  expect(receiveAll({ createVerifier, explain })).toEqual(expected);
});
