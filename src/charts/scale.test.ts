import { describe, expect, it } from 'vitest';
import { linearScale, logTicks, positiveDomain, ticks, valueDomain } from './scale';

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

describe('ticks of a logarithmic axis', () => {
  it('are powers of ten, fewer of them over many decades', () => {
    expect(logTicks([0.001, 1000], 8)).toEqual([0.001, 0.01, 0.1, 1, 10, 100, 1000]);
    expect(logTicks([1e-9, 1e9], 6).length).toBeLessThanOrEqual(6);
  });

  it('have values between the powers where the domain is short', () => {
    expect(logTicks([0.5, 5], 4)).toEqual([0.5, 1, 2, 5]);
    expect(logTicks([1, 100], 5)).toEqual([1, 3, 10, 30, 100]);
  });

  it('are linear where not even two of them fit', () => {
    expect(logTicks([1.1, 1.4], 3)).toEqual([1.1, 1.2, 1.3, 1.4]);
  });
});

it('the domain of a logarithmic axis leaves out what has no logarithm', () => {
  const [from, to] = positiveDomain([[0, -1, Number.NaN, 2], [200]]);
  expect([from, to]).toEqual([2 / 1.1, 200 * 1.1]);
  expect(positiveDomain([[0]])).toEqual([0.1, 1]);
});
