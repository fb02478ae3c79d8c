/** @jest-environment jsdom */
import { beforeAll, expect, test } from '@jest/globals';
import { createVerifier, explain, initExplain } from 'hookwright';
import { expected, receiveAll } from './scenario.cjs';

beforeAll(() => initExplain());

test('receives deliveries', () => {
  expect(receiveAll({ createVerifier, explain })).toEqual(expected);
});
