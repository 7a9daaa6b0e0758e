import { describe, expect, it } from 'vitest';
import { fixture } from '../testing/fixtures';
import { emaFactor, learningRate, scheduleValues } from './schedule';

const paper = { learningRate: 6e-5, warmup: 1500, iterations: 40000 };

describe('learningRate', () => {
  it.each([
    [0, 6e-11],
    [1, 4.008664e-8],
    [749, 2.998002e-5],
    [1499, 6e-5],
    [1500, 6e-5],
    [1501, 5.999844e-5],
    [8000, 4.986987e-5],
    [20000, 3.116808e-5],
    [39998, 1.558482e-9],
    [39999, 0],
  ])('has the golden value at %d', (t, expected) => {
    expect(Math.abs(learningRate(t, paper) - expected)).toBeLessThanOrEqual(expected * 1e-6);
  });

  it('equals the rates of the reference run of ten iterations', () => {
    const expected = fixture('train_seq').entry.values!.lr_backbone as number[];
    expected.forEach((rate, t) => {
      expect(learningRate(t, { learningRate: 0.003, warmup: 3, iterations: 10 })).toBeCloseTo(rate, 12);
    });
  });

  it('falls from the first iteration on as DAFormer was published', () => {
    const rate = (t: number) => learningRate(t, { ...paper, decay: 'daformer' }) / 6e-5;
    expect(rate(0)).toBeCloseTo(1e-6, 12);
    expect(rate(750)).toBeCloseTo((1 - 750 / 40000) * 0.5000005, 10);
    expect(rate(1500)).toBeCloseTo(0.9625, 12);
    expect(rate(39999)).toBeCloseTo(1 / 40000, 12);
    const peak = Math.max(...Array.from({ length: 400 }, (_, i) => rate(100 * i)));
    expect(peak).toBe(rate(1500));
  });

  it('stays finite in the shortest runs', () => {
    for (const warmup of [0, 1, 2])
      for (let t = 0; t < 3; t++) {
        const rate = learningRate(t, { learningRate: 1, warmup, iterations: 3 });
        expect(rate >= 0 && rate <= 1).toBe(true);
      }
  });
});

describe('emaFactor', () => {
  it('copies first, then averages, then forgets', () => {
    const golden = { 0: 0, 1: 0.5, 2: 0.666667, 3: 0.75, 9: 0.9, 99: 0.99, 998: 0.998999, 999: 0.999, 1000: 0.999 };
    for (const [t, factor] of Object.entries(golden)) expect(emaFactor(Number(t), 0.999)).toBeCloseTo(factor, 6);
  });

  it('equals the reference run', () => {
    const expected = fixture('train_seq').entry.values!.ema_alpha_per_iter as number[];
    expected.forEach((factor, t) => {
      expect(emaFactor(t, 0.999)).toBeCloseTo(factor, 12);
    });
  });
});

it('gives the optimizer its four numbers', () => {
  const { values } = scheduleValues(4, paper, 0.99);
  expect(values[1]).toBeCloseTo(0.8, 6);
  expect(values[2]).toBeCloseTo(1 - 0.9 ** 5, 6);
  expect(values[3]).toBeCloseTo(1 - 0.999 ** 5, 6);
});
