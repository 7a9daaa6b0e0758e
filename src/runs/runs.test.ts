import { describe, expect, it } from 'vitest';
import { DEMO_BASELINE, DEMO_CSI } from '../../workers/experiment/demo';
import type { RunRecord, Scores } from '../../workers/protocol';
import { csvOf, jsonOf } from '../charts/table';
import { configDifferences } from './config-diff';
import { runFacts } from './run-facts';
import { seedGroups, spreadOf } from './seeds';

const scores = (miou: number | null): Scores => ({
  miou,
  macc: null,
  aacc: null,
  iouPerClass: {},
  accPerClass: {},
  confusion: [],
  classesAveraged: [],
});
const record = (part: Partial<RunRecord>): RunRecord => ({
  run: 'a',
  about: { title: null, note: '', deletedAt: null },
  config: DEMO_CSI,
  iteration: 0,
  logged: 0,
  evaluations: [],
  storedAt: 0,
  bytes: 0,
  ...part,
});

describe('configurations', () => {
  it('differ field by field, with sizes as one value and absent fields told apart', () => {
    const other = structuredClone(DEMO_CSI);
    other.seed = 3;
    other.data.evaluation = [512, 256];
    other.data.rareClassSampling = { temperature: 0.01, minPixels: 3000, minCropRatio: 0.5 };
    expect(configDifferences([DEMO_CSI, other])).toEqual([
      { field: 'seed', values: ['0', '3'] },
      { field: 'data.rareClassSampling', values: ['null', null] },
      { field: 'data.evaluation', values: ['[256,128]', '[512,256]'] },
      { field: 'data.rareClassSampling.temperature', values: [null, '0.01'] },
      { field: 'data.rareClassSampling.minPixels', values: [null, '3000'] },
      { field: 'data.rareClassSampling.minCropRatio', values: [null, '0.5'] },
    ]);
    expect(configDifferences([DEMO_CSI, structuredClone(DEMO_CSI)])).toEqual([]);
  });
});

describe('seeds', () => {
  it('of one configuration belong together', () => {
    const runs = [
      record({ run: 'a' }),
      record({ run: 'b', config: { ...DEMO_BASELINE, seed: 1 } }),
      record({ run: 'c', config: { ...DEMO_CSI, seed: 7 } }),
    ];
    expect(seedGroups(runs).map((group) => group.map(({ run }) => run))).toEqual([['a', 'c'], ['b']]);
  });

  it('have a mean and a spread, without what is absent', () => {
    const { mean, deviation, least, most, count } = spreadOf([0.2, null, 0.4, undefined])!;
    expect(mean).toBeCloseTo(0.3, 12);
    expect(deviation).toBeCloseTo(Math.sqrt(0.02), 12);
    expect([least, most, count]).toEqual([0.2, 0.4, 2]);
    expect(spreadOf([0.5])!.deviation).toBeNull();
    expect(spreadOf([null])).toBeNull();
  });
});

describe('a run in the list', () => {
  it('has its best and its last score', () => {
    const evaluations = [0.1, 0.4, 0.3].map((miou, i) => ({ iteration: 300 * (i + 1), scores: scores(miou) }));
    const facts = runFacts(record({ evaluations, logged: 900 }), null);
    expect([facts.best!.iteration, facts.last!.iteration, facts.status]).toEqual([600, 900, 'unfinished']);
  });

  it('goes by its title, and says whether it has ended', () => {
    const done = record({ logged: DEMO_CSI.schedule.iterations, about: { title: 'Night', note: '', deletedAt: null } });
    expect(runFacts(done, null)).toMatchObject({ title: 'Night', status: 'finished', best: null, last: null });
    expect(runFacts(record({}), null).status).toBe('not begun');
    expect(runFacts(record({ logged: 5 }), 'a').status).toBe('running');
  });
});

describe('tables', () => {
  const table = {
    columns: ['class', 'IoU, "a"'],
    rows: [
      ['traffic, light', 0.5],
      ['two\nlines', null],
    ],
  };

  it('are CSV that a spreadsheet reads', () => {
    expect(csvOf(table)).toBe('class,"IoU, ""a"""\r\n"traffic, light",0.5\r\n"two\nlines",\r\n');
  });

  it('are JSON with one object a row', () => {
    expect(JSON.parse(jsonOf(table))).toEqual([
      { class: 'traffic, light', 'IoU, "a"': 0.5 },
      { class: 'two\nlines', 'IoU, "a"': null },
    ]);
  });
});
