import { expect, it } from 'vitest';
import { cutOut, squareAround } from './thumbnail';

const picture = { width: 40, height: 20, rgb: Uint8Array.from({ length: 2400 }, (_, i) => Math.floor(i / 3) % 40) };

it('is centred on the box with a margin', () => {
  expect(squareAround({ box: { x0: 15, y0: 5, x1: 25, y1: 15 }, picture })).toEqual({ x: 14, y: 4, side: 13 });
});

it('stays inside the picture, also for a box larger than it is high', () => {
  expect(squareAround({ box: { x0: 30, y0: 0, x1: 40, y1: 6 }, picture })).toEqual({ x: 27, y: 0, side: 13 });
  expect(squareAround({ box: { x0: 0, y0: 0, x1: 40, y1: 20 }, picture })).toEqual({ x: 10, y: 0, side: 20 });
});

it('cuts the pixels of that square', () => {
  const cut = cutOut({ x: 38, y: 18, side: 2 }, picture);
  expect([...cut]).toEqual([38, 38, 38, 39, 39, 39, 38, 38, 38, 39, 39, 39]);
});
