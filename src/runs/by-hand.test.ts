import { expect, it } from 'vitest';
import type { DecisionLine } from '../../workers/decisions';
import { DEMO_CSI } from '../../workers/experiment/demo';
import type { LoggedChange } from '../../workers/map-change';
import { byHandOf } from './by-hand';

const decision = (id: number, iteration: number): DecisionLine => ({
  id,
  iteration,
  file: 'city/one.png',
  box: { x0: 4, y0: 8, x1: 40, y1: 20 },
  crop: { x: 0, y: 0, width: 64, height: 32 },
  lookedFor: 14,
  ruling: 'reject',
  to: 14,
  from: 13,
});
const threshold: LoggedChange = {
  version: 1,
  iteration: 99,
  change: { kind: 'entry', target: 14, before: { detectionThreshold: 0.1 }, after: { detectionThreshold: 0.2 } },
};

it('tells changes and decisions in sentences, also those that were taken back', () => {
  const lines = [decision(1, 300), decision(2, 400), { withdraws: [2], iteration: 450 }];
  const told = byHandOf(
    { config: DEMO_CSI, logged: 600, iteration: 600 },
    [threshold, { ...threshold, by: 'undo' }],
    lines,
  );
  expect(told.changes).toEqual([
    'Changed at iteration 100: truck’s detection threshold 0.10 to 0.20',
    'Undone at iteration 100: truck’s detection threshold 0.10 to 0.20',
  ]);
  const said = 'city/one.png, pixels 4, 8 to 40, 20: Decided by hand: this is not truck, from iteration';
  expect(told.decisions).toEqual([`${said} 301 on.`, `${said} 401 on. Taken back from iteration 451 on.`]);
  expect(told.supervision).toBe('Human supervision: 2 decisions by hand about patches, from iteration 301 on.');
});

it('marks nothing where nobody did anything, and no result where decisions still wait', () => {
  expect(byHandOf({ config: DEMO_CSI, logged: 600, iteration: 600 }, [], [])).toEqual({
    changes: [],
    decisions: [],
    supervision: null,
  });
  expect(byHandOf({ config: DEMO_CSI, logged: 600, iteration: 300 }, [], [decision(1, 300)]).supervision).toContain(
    'none of its results is supervised',
  );
});
