import { describe, expect, it } from 'vitest';
import { CITYSCAPES } from './experiment/taxonomy';
import { inverse, type LoggedChange, type MapChange, nextSteps, taxonomyAt } from './map-change';
import { LoggedChangeSchema } from './map-change-schema';

const threshold = (before: number, after: number): MapChange => ({
  kind: 'entry',
  target: 14,
  before: { detectionThreshold: before },
  after: { detectionThreshold: after },
});
const prompts = (after: string[]): MapChange => ({ kind: 'prompts', target: 14, before: ['truck'], after });
const line = (change: MapChange, by?: LoggedChange['by'], iteration = 5): LoggedChange => ({
  version: 1,
  iteration,
  ...(by && { by }),
  change,
});

describe('undo and redo from the log', () => {
  const [first, second] = [threshold(0.1, 0.2), threshold(0.2, 0.3)];
  const back = line(inverse(second), 'undo');

  it('has nothing to do at the beginning, and takes the last change back first', () => {
    expect(nextSteps([])).toEqual({ undo: null, redo: null });
    expect(nextSteps([line(first), line(second)])).toEqual({ undo: threshold(0.3, 0.2), redo: null });
  });

  it('goes back step by step and forth again', () => {
    const log = [line(first), line(second), back];
    expect(nextSteps(log)).toEqual({ undo: threshold(0.2, 0.1), redo: second });
    expect(nextSteps([...log, line(inverse(first), 'undo')])).toEqual({ undo: null, redo: first });
    expect(nextSteps([...log, line(second, 'redo')])).toEqual({ undo: threshold(0.3, 0.2), redo: null });
  });

  it('forgets what was undone when something new is done', () => {
    const other = prompts(['lorry']);
    expect(nextSteps([line(first), line(second), back, line(other)])).toEqual({ undo: inverse(other), redo: null });
  });
});

it('takes back every kind of change by what was before it', () => {
  const moved: MapChange = { kind: 'category', target: 14, before: 'vehicle', after: 'freight' };
  expect(inverse(moved)).toEqual({ ...moved, before: 'freight', after: 'vehicle' });
  const log = [line(moved), line(inverse(moved), 'undo')];
  expect(nextSteps(log)).toEqual({ undo: null, redo: moved });
  expect(log.map((one) => LoggedChangeSchema.parse(JSON.parse(JSON.stringify(one))))).toEqual(log);
  const nameless = line({ kind: 'name', target: 14, before: 'truck', after: '' });
  expect(LoggedChangeSchema.safeParse(nameless).success).toBe(false);
});

it('tells the categories of an iteration', () => {
  const log = [line({ kind: 'category', target: 14, before: 'vehicle', after: 'freight' }, undefined, 6)];
  expect(taxonomyAt(CITYSCAPES, log, 5)).toBe(CITYSCAPES);
  expect(taxonomyAt(CITYSCAPES, log, 6).classes[14]).toEqual({ ...CITYSCAPES.classes[14], category: 'freight' });
});

it('tells the prompts of an iteration, whatever the order of the lines', () => {
  const log = [
    line(prompts(['lorry', 'truck']), undefined, 9),
    line(prompts(['lorry']), undefined, 4),
    line(threshold(0.1, 0.2), undefined, 1),
  ];
  expect(taxonomyAt(CITYSCAPES, log, 3)).toBe(CITYSCAPES);
  expect(taxonomyAt(CITYSCAPES, log, 4).classes[14]!.prompts).toEqual(['lorry']);
  expect(taxonomyAt(CITYSCAPES, log, 20).classes[14]!.prompts).toEqual(['lorry', 'truck']);
  expect(taxonomyAt(CITYSCAPES, log, 20).classes[13]).toEqual(CITYSCAPES.classes[13]);
});
