import { expect, it } from 'vitest';
import type { Evaluation, Scores } from '../../workers/protocol';
import { drawnRows } from '../evaluate/drawn-rows';
import { live, recallCurves, takeLive } from './live';
import { extended } from './scores';

const scores = {} as Scores;
const at = (iteration: number): Evaluation => ({
  iteration,
  scores,
  pictures: [{ file: 'a', miou: 0.5, iou: [] }],
});

it('a history grows, and a run that goes back overwrites what it repeats', () => {
  const history = [10, 20, 30].reduce((list, iteration) => extended(list, at(iteration)), [] as Evaluation[]);
  expect(history.map(({ iteration }) => iteration)).toEqual([10, 20, 30]);
  expect(extended(history, at(20)).map(({ iteration }) => iteration)).toEqual([10, 20]);
  // Only the latest has the scores of every picture: all of them would fill the memory.
  expect(history.map(({ pictures }) => pictures?.length)).toEqual([undefined, undefined, 1]);
});

it('what was stored of a run is in front of what comes', () => {
  recallCurves('r', {
    iterations: Float64Array.from([0, 1, 2]),
    values: { loss: Float32Array.from([3, 2, 1]) },
    drawn: { 5: 2 },
  });
  takeLive({
    type: 'iteration',
    run: 'r',
    iteration: 2,
    iterations: 4,
    secondsPerIteration: 1,
    secondsLeft: null,
    losses: { loss: 0.5 },
    phase: 'off',
    confidentShare: 0.25,
    drawnClasses: [5, 6],
  });
  const { curves, drawn } = live.getState().runs.r!;
  expect(curves.iterations).toEqual([0, 1, 2]);
  expect(curves.values.loss).toEqual([3, 2, 0.5]);
  expect(curves.values.confidentShare).toEqual([Number.NaN, Number.NaN, 0.25]);
  expect(drawn).toEqual({ 5: 3, 6: 1 });
});

it('classes drawn most often come first, those never drawn last', () => {
  const taxonomy = {
    classes: ['a', 'b', 'c'].map((name) => ({
      name,
      category: name,
      color: [0, 0, 0] as [number, number, number],
      prompts: [],
    })),
  };
  const { rows, total } = drawnRows({ 2: 5, 1: 1 }, taxonomy);
  expect(rows.map(({ name, count }) => [name, count])).toEqual([
    ['c', 5],
    ['b', 1],
    ['a', 0],
  ]);
  expect(total).toBe(6);
});
