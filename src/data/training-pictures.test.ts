import { expect, it } from 'vitest';
import { trainingPictures } from './training-pictures';

const split = (pairs: number) => ({ pairs, classPixels: {} });

it('counts the pictures of the training split, or all where there is none', () => {
  expect(trainingPictures({ pairs: 1003, splits: { val: split(3), train: split(1000) } })).toBe(1000);
  expect(trainingPictures({ pairs: 7, splits: { all: split(7) } })).toBe(7);
  expect(trainingPictures({ pairs: 3, splits: { train: split(0), val: split(3) } })).toBe(3);
});
