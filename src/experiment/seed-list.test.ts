import { expect, it } from 'vitest';
import { parseSeeds } from './seed-list';

it('reads seeds however they are set apart', () => {
  expect(parseSeeds('0, 1,2')).toEqual([0, 1, 2]);
  expect(parseSeeds(' 7 ')).toEqual([7]);
  expect(parseSeeds('3 3;1')).toEqual([3, 1]);
});

it.each(['', ' , ', '-1', '1.5', 'one', '12345678901'])('refuses %j', (text) => {
  expect(parseSeeds(text)).toBeNull();
});
