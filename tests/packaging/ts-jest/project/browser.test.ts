/** @jest-environment jsdom */
import { beforeAll, expect, test } from '@jest/globals';
import { createVerifier, explain, init } from 'hookwright';
import { expected, receiveAll } from './scenario.cjs';

beforeAll(() => init());

test('receives deliveries', () => {
  expect(receiveAll({ createVerifier, explain })).toEqual(expected);
});
