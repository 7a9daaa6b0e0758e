import { describe, expect, it } from 'vitest';
import { linearScale, thin, ticks, valueDomain } from './scale';

describe('linear scale', () => {
  it('maps both ends, also downwards', () => {
    const scale = linearScale([0, 200], [100, 0]);
    expect([scale(0), scale(50), scale(200)]).toEqual([100, 75, 0]);
  });

  it('puts a single value in the middle', () => {
    expect(linearScale([7, 7], [0, 10])(7)).toBe(5);
  });
});

describe('ticks', () => {
  it('are round', () => {
    expect(ticks([0, 97], 5)).toEqual([0, 20, 40, 60, 80]);
    expect(ticks([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks([0, 0.07], 4)).toEqual([0, 0.02, 0.04, 0.06]);
    expect(ticks([120, 480], 4)).toEqual([200, 300, 400]);
  });

  it('are one for an empty domain', () => {
    expect(ticks([3, 3], 4)).toEqual([3]);
  });
});

it('the value domain starts at zero and skips what is not finite', () => {
  expect(valueDomain([[1, Number.NaN, 2], [Number.POSITIVE_INFINITY]])).toEqual([0, 2.1]);
  expect(valueDomain([[]])).toEqual([0, 1]);
});

describe('thinning', () => {
  it('keeps every point where there is room', () => {
    expect(thin([0, 5, 10], [1, 2, 3], [0, 10], 100).map((p) => p.y)).toEqual([1, 2, 3]);
  });

  it('averages inside a column and leaves gaps out', () => {
    const x = Array.from({ length: 1000 }, (_, i) => i);
    const points = thin(
      x,
      x.map((i) => (i < 500 ? 2 : Number.NaN)),
      [0, 999],
      10,
    );
    expect(points.length).toBe(5);
    expect(points.every((p) => p.y === 2)).toBe(true);
  });
});
