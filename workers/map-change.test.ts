import { describe, expect, it } from 'vitest';
import { CITYSCAPES } from './experiment/taxonomy';
import { inverse, type LoggedChange, type MapChange, nextSteps, taxonomyAt } from './map-change';

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
