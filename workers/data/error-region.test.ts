import { expect, it } from 'vitest';
import { largestErrorRegion } from './error-region';

const rows = (...lines: string[]): Uint8Array => Uint8Array.from(lines.join(''), (c) => (c === '.' ? 255 : Number(c)));

const LABEL = rows('11100011', '11100011', '00000011', '11110.11');
const PREDICTION = rows('12200012', '12200022', '00000021', '22220.11');

it('finds the largest region of an error, of which a corner is no part', () => {
  // 2x2 at the top, 4x1 at the bottom, and three pixels on the right that touch at corners only.
  expect(largestErrorRegion(PREDICTION, LABEL, 8, { truth: 1, predicted: 2 })).toEqual({
    box: { x0: 1, y0: 0, x1: 3, y1: 2 },
    pixels: 4,
  });
});

it('takes any wrong class where none is named, but neither what is right nor what is nothing', () => {
  const label = rows('1111', '1111');
  const prediction = rows('23.1', '1142');
  expect(largestErrorRegion(prediction, label, 4, { truth: 1, predicted: null })).toEqual({
    box: { x0: 0, y0: 0, x1: 2, y1: 1 },
    pixels: 2,
  });
});

it('says that there is none, and leaves its arrays as they were', () => {
  const [prediction, label] = [PREDICTION.slice(), LABEL.slice()];
  expect(largestErrorRegion(prediction, label, 8, { truth: 0, predicted: 2 })).toBeNull();
  expect(prediction).toEqual(PREDICTION);
  expect(label).toEqual(LABEL);
});

it('walks a region of a whole picture', () => {
  const [label, prediction] = [new Uint8Array(512 * 256).fill(3), new Uint8Array(512 * 256).fill(4)];
  expect(largestErrorRegion(prediction, label, 512, { truth: 3, predicted: 4 })).toEqual({
    box: { x0: 0, y0: 0, x1: 512, y1: 256 },
    pixels: 512 * 256,
  });
});
