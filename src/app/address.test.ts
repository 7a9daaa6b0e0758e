import { expect, it } from 'vitest';
import { readAddress } from './address';

it('asks for nothing by default', () => {
  expect(readAddress('')).toEqual({ demo: null });
  expect(readAddress('?iterations=5')).toEqual({ demo: null });
});

it('reads the demo and its numbers', () => {
  expect(readAddress('?demo=1')).toEqual({ demo: { iterations: null, seed: 0 } });
  expect(readAddress('?demo=1&iterations=12&seed=3')).toEqual({ demo: { iterations: 12, seed: 3 } });
});

it.each(['0', '-2', '1.5', 'many', ''])('refuses iterations=%s', (text) => {
  expect(() => readAddress(`?demo=1&iterations=${text}`)).toThrow(/iterations=.*whole number of at least 1/);
});
