import { describe, expect, it } from 'vitest';
import { spreadOf, spreadOfScores } from './spread';

describe('spreadOf', () => {
  it('is the mean and the deviation of a sample', () => {
    const { mean, std } = spreadOf([0.4, 0.5, 0.9]);
    expect(mean).toBeCloseTo(0.6, 12);
    expect(std).toBeCloseTo(Math.sqrt((0.04 + 0.01 + 0.09) / 2), 12);
  });

  it('counts what is there, and knows no spread of one value', () => {
    expect(spreadOf([null, 0.25, undefined])).toEqual({ mean: 0.25, std: null });
    expect(spreadOf([0.5, 0.5])).toEqual({ mean: 0.5, std: 0 });
    expect(spreadOf([])).toEqual({ mean: null, std: null });
  });
});

describe('spreadOfScores', () => {
  it('has the form of the scores, class by class', () => {
    const scores = (miou: number, train: number | null) => ({
      miou,
      macc: miou,
      aacc: 1,
      iouPerClass: { road: miou, train },
      accPerClass: { road: 1, train: null },
    });
    const { mean, std } = spreadOfScores([scores(0.2, null), scores(0.4, 0.3)]);
    expect(mean.miou).toBeCloseTo(0.3, 12);
    expect(std.miou).toBeCloseTo(Math.SQRT2 / 10, 12);
    expect(mean.iouPerClass.train).toBe(0.3);
    expect(std.iouPerClass.train).toBeNull();
    expect(mean.accPerClass).toEqual({ road: 1, train: null });
    expect(std.aacc).toBe(0);
  });
});
