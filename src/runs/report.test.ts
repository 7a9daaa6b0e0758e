import { expect, it } from 'vitest';
import { DEMO_CSI } from '../../workers/experiment/demo';
import type { RunHistory, RunRecord, Scores } from '../../workers/protocol';
import { reportOf } from './report';

const names = DEMO_CSI.taxonomy.classes.map(({ name }) => name);
const scores: Scores = {
  miou: 0.25,
  macc: null,
  aacc: null,
  iouPerClass: Object.fromEntries(names.map((name, i) => [name, i / 20])),
  accPerClass: {},
  confusion: names.map((_, t) => names.map((_, p) => (t === p ? 75 : p === 0 ? 25 : 0))),
  classesAveraged: names,
};
const record: RunRecord = {
  run: 'demo-csi-1',
  about: { title: '<b>Night & day</b>', note: 'two "looks"', deletedAt: null },
  config: DEMO_CSI,
  iteration: 1200,
  logged: 1200,
  evaluations: [],
  storedAt: 0,
  bytes: 1000,
};
const history: RunHistory = {
  curves: {
    iterations: Float64Array.from([0, 1, 2]),
    values: { 'decode.loss_seg': Float32Array.from([3, 2, 1]), lr: new Float32Array(3) },
    drawn: {},
  },
  evaluations: [{ iteration: 1200, scores }],
  map: {
    iteration: 1200,
    entries: [
      {
        target: 14,
        source: 13,
        origin: 'collected',
        votes: [{ source: 13, count: 41 }],
        detectionThreshold: 0.1,
        classificationThreshold: null,
        relabeledPatches: 812,
      },
    ],
  },
};

const nothing = { changes: [], decisions: [], supervision: null };

it('a report needs nothing beside it, and nothing in it is taken for HTML', () => {
  const html = reportOf({ ...record, evaluations: history.evaluations }, history, nothing);
  expect(html).toContain('<h1>&lt;b&gt;Night &amp; day&lt;/b&gt;</h1>');
  expect(html).not.toContain('<b>Night');
  expect(html).not.toMatch(/(src|href)=|<script|@import|url\((?!#)/);
  expect(html.match(/<svg xmlns/g)!.length).toBe(2);
  expect(html).toContain('25.0 after iteration 1200');
  expect(html).toContain('Mean of 16 (without terrain, truck, train)');
  expect(html).toContain('<td>car</td><td>found by votes</td><td>car 41</td><td>0.1</td><td>–</td><td>812</td>');
  expect(html.match(/<tr class="only">/g)!.length).toBe(3);
  expect(html).not.toMatch(/human supervision/i);
});

it('a run that was never evaluated has a report too', () => {
  const html = reportOf(record, { ...history, evaluations: [] }, nothing);
  expect(html).toContain('was not evaluated');
  expect(html).not.toContain('<h2>Confusion');
});

it('what people did stands in the report, and marks every score', () => {
  const evaluations = [{ iteration: 1200, decisions: 2, scores }];
  const html = reportOf(
    { ...record, evaluations },
    { ...history, evaluations },
    {
      changes: ['Changed at iteration 100: <prompts>'],
      decisions: ['one', 'two'],
      supervision: 'Human supervision: 2 decisions by hand.',
    },
  );
  expect(html).toContain('<h2>1 change of the map and classes while the run went on</h2>');
  expect(html).toContain('<li>Changed at iteration 100: &lt;prompts&gt;</li>');
  expect(html).toContain('<h2>Human supervision: 2 decisions by hand about patches</h2>');
  expect(html).toContain('<ol><li>one</li><li>two</li></ol>');
  // Best and last score, table, curves, confusion.
  expect(html.match(/human supervision: 2 decisions by hand/g)!.length).toBe(5);
});
