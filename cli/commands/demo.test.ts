import { describe, expect, it } from 'vitest';
import { type DemoReport, meanReport } from './demo';

function report(seed: number, truck: number, train: number | null): DemoReport {
  const of = (factor: number) => ({ miou: factor * truck, iouPerClass: { truck: factor * truck, train } });
  return {
    iterations: 8,
    seed,
    secondsPerIteration: seed,
    seconds: 600 * seed,
    runs: { baseline: of(0.5), csi: of(1) },
    relabeled: { truck: 10 * seed },
    adapter: 'a',
  };
}

describe('several seeds', () => {
  it('are reported as their mean, in which a class counts where it was seen, beside every seed', () => {
    const reports = [report(1, 0.2, null), report(3, 0.4, 0.1)];
    const mean = meanReport(reports);
    expect(mean.runs.csi.iouPerClass.truck).toBeCloseTo(0.3);
    expect(mean.runs.baseline.miou).toBeCloseTo(0.15);
    expect(mean.runs.csi.iouPerClass.train).toBeCloseTo(0.1);
    expect(mean.relabeled).toEqual({ truck: 20 });
    expect(mean).toMatchObject({ iterations: 8, seed: 1, secondsPerIteration: 2, seconds: 1200, perSeed: reports });
  });
});
