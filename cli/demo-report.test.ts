import { describe, expect, it } from 'vitest';
import { type DemoReport, meanReport, methodTable } from './demo-report';

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

describe('several methods', () => {
  it('are a line each without and with relabeling, with mean and spread, and the time of both', () => {
    const lines = methodTable({ hrda: [report(1, 0.2, null), report(3, 0.4, 0.1)], mic: [report(1, 0.5, 0)] }).split(
      '\n',
    );
    expect(lines[0]).toMatch(/^IoU in percent +terrain +truck +train +mean of 19 +mean of the other 16/);
    expect(lines.slice(1).map((line) => line.split(/ {2,}/).slice(0, 5))).toEqual([
      ['HRDA', '-', '15.0 ± 7.1', '10.0', '15.0 ± 7.1'],
      ['HRDA + CSI', '-', '30.0 ± 14.1', '10.0', '30.0 ± 14.1'],
      ['MIC', '-', '25.0', '0.0', '25.0'],
      ['MIC + CSI', '-', '50.0', '0.0', '50.0'],
    ]);
    expect(lines[1]).toMatch(/2\.00 s +20 min$/);
  });

  it('have no times where all their runs had been finished before', () => {
    const read = { ...report(1, 0.2, 0.1), secondsPerIteration: null, seconds: undefined };
    const cells = methodTable({ hrda: [read], mic: [report(1, 0.5, 0)] })
      .split('\n')
      .map((line) => line.trimEnd().split(/ {2,}/));
    expect(cells[1]).toHaveLength(6);
    expect(cells[3]!.slice(6)).toEqual(['1.00 s', '10 min']);
  });
});
