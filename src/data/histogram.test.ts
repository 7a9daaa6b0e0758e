import { expect, it } from 'vitest';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import { histogramOf } from './histogram';

const share = (trainId: number, pixels: number, rare = false) => ({ trainId, pixels, pictures: 3, drawable: 1, rare });

it('lists every class, absent ones too', () => {
  const { bars } = histogramOf([share(0, 30), share(13, 10)], CITYSCAPES);
  expect(bars.length).toBe(19);
  expect(bars[0]).toMatchObject({ id: 0, name: 'road', share: 0.75, pictures: 3, drawable: 1 });
  expect(bars[13]!.share).toBe(0.25);
  expect(bars[14]).toMatchObject({ share: 0, height: 0 });
});

it('gives every tenth part the same step, and keeps the smallest visible', () => {
  const { bars, lines } = histogramOf([share(0, 8990), share(1, 1000), share(2, 10, true)], CITYSCAPES);
  expect(lines.map((line) => line.share)).toEqual([1, 0.1, 0.01]);
  expect(bars[0]!.height).toBeCloseTo(1 + Math.log10(0.899) / 3);
  expect(bars[1]!.height).toBeCloseTo(2 / 3);
  expect(bars[2]!.height).toBeGreaterThan(0);
  expect(bars[2]!.rare).toBe(true);
});

it('has no bar where nothing is labelled', () => {
  expect(histogramOf([], CITYSCAPES).bars.every(({ height }) => height === 0)).toBe(true);
});
