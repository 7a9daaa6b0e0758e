import { describe, expect, it } from 'vitest';
import { DEMO_BASELINE, DEMO_CSI } from '../../workers/experiment/demo';
import type { RunHistory, RunRecord, Scores } from '../../workers/protocol';
import { comparedColumns, comparedRows, comparedSeries, type Metric, meanCurve, metricsOf } from './compared';

const names = DEMO_CSI.taxonomy.classes.map(({ name }) => name);
const scores = (iou: number): Scores => ({
  miou: iou,
  macc: null,
  aacc: null,
  iouPerClass: Object.fromEntries(names.map((name) => [name, name === 'train' ? null : iou])),
  accPerClass: {},
  confusion: [],
  classesAveraged: names,
});
const run = (name: string, config: RunRecord['config'], ...ious: number[]): RunRecord => ({
  run: name,
  about: { title: null, note: '', deletedAt: null },
  config,
  iteration: 0,
  logged: 0,
  evaluations: ious.map((iou, i) => ({ iteration: 10 * (i + 1), scores: scores(iou) })),
  storedAt: 0,
  bytes: 0,
});
const records = [
  run('base', DEMO_BASELINE, 0.1, 0.2),
  run('csi-0', DEMO_CSI, 0.3, 0.5),
  run('csi-1', { ...DEMO_CSI, seed: 1 }, 0.3, 0.3),
];
const histories: Record<string, RunHistory> = Object.fromEntries(
  records.map(({ run: name, evaluations }, r) => [
    name,
    {
      evaluations,
      map: null,
      curves: {
        iterations: Float64Array.from([0, 1]),
        values: { 'decode.loss_seg': Float32Array.from([r, r + 1]) },
        drawn: {},
      },
    },
  ]),
);

describe('runs beside each other', () => {
  it('have a curve each, and one for the mean of their seeds', () => {
    const loss = comparedSeries(records, histories, { kind: 'logged', name: 'decode.loss_seg' }, false);
    expect(loss.map(({ name }) => name)).toEqual(['base', 'csi-0', 'csi-1', 'mean of 2 seeds: demo-csi']);
    expect(loss[3]!.y).toEqual([1.5, 2.5]);
    const road = comparedSeries(records, histories, { kind: 'score', row: 'road' }, false);
    expect(road[1]!.x).toEqual([10, 20]);
    expect(road[1]!.y).toEqual([30, 50]);
  });

  it('leave a run out whose history is not there yet', () => {
    const { base: _, ...rest } = histories;
    expect(comparedSeries(records, rest, { kind: 'score', row: 'road' }, false).map(({ name }) => name)).not.toContain(
      'base',
    );
  });

  it('can be compared by everything that was measured', () => {
    const found = metricsOf(records, histories).map((metric) => (metric.kind === 'score' ? metric.row : metric.name));
    expect(found.slice(0, 4)).toEqual(['Mean of 19', 'Mean of 16', 'Mean of 13', 'terrain']);
    expect(found).toContain('decode.loss_seg');
  });

  it('have a column per group of seeds, with mean and spread', () => {
    const columns = comparedColumns(records, 'last');
    expect(columns.map(({ label, detail }) => [label, detail])).toEqual([
      ['base', 'seed 0, iteration 20'],
      ['demo-csi', 'seeds 0, 1; iteration 20'],
    ]);
    const road = comparedRows(columns).find(({ label }) => label === 'road')!;
    expect(road.cells[0]).toMatchObject({ mean: 0.2, deviation: null, count: 1 });
    expect(road.cells[1]!.mean).toBeCloseTo(0.4, 12);
    expect(road.cells[1]!.deviation).toBeCloseTo(Math.SQRT2 / 10, 12);
    expect(comparedRows(columns).find(({ label }) => label === 'train')!.cells).toEqual([null, null]);
  });

  it('are marked where a person decided, in their columns and curves', () => {
    expect(comparedColumns(records, 'last').map(({ mark }) => mark)).toEqual([null, null]);
    const [base, seed0, seed1] = records as [RunRecord, RunRecord, RunRecord];
    const decided = {
      ...seed1,
      evaluations: seed1.evaluations.map((evaluation, i) => (i === 1 ? { ...evaluation, decisions: 3 } : evaluation)),
    };
    const some = [base, seed0, decided];
    expect(comparedColumns(some, 'last')[1]!.mark).toBe('human supervision in 1 of 2 runs');
    // The best of its evaluations was before anybody decided.
    expect(comparedColumns(some, 'best')[1]!.mark).toBeNull();
    expect(comparedColumns([decided], 'last')[0]!.mark).toBe('human supervision: 3 decisions by hand');
    const known = { ...histories, 'csi-1': { ...histories['csi-1']!, evaluations: decided.evaluations } };
    const labels = (metric: Metric) => comparedSeries(some, known, metric, false).map(({ label }) => label);
    expect(labels({ kind: 'score', row: 'road' })).toEqual([
      'base (seed 0)',
      'csi-0 (seed 0)',
      'csi-1 (seed 1); human supervision: 3 decisions by hand',
      'mean of 2 seeds: demo-csi; human supervision in 1 of 2 runs',
    ]);
    expect(labels({ kind: 'logged', name: 'decode.loss_seg' })[2]).toBe('csi-1 (seed 1)');
  });
});

it('curves are averaged where all of them have a value', () => {
  const [a, b] = [
    { x: [0, 10, 20], y: [1, 2, 3] },
    { x: [10, 20, 30], y: [4, 5, 6] },
  ];
  expect(meanCurve([a, b])).toEqual({ x: [10, 20], y: [3, 4] });
  expect(meanCurve([])).toEqual({ x: [], y: [] });
});
