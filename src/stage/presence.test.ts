import { expect, it } from 'vitest';
import { classesPresent } from './presence';

it('counts labelled pixels over all maps, most frequent first', () => {
  expect(classesPresent([Uint8Array.of(3, 3, 255, 1), Uint8Array.of(3)])).toEqual([
    { id: 3, share: 0.75 },
    { id: 1, share: 0.25 },
  ]);
});

it('is empty where every pixel is ignored', () => {
  expect(classesPresent([Uint8Array.of(255, 255)])).toEqual([]);
  expect(classesPresent([])).toEqual([]);
});
