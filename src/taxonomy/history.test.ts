import { expect, it } from 'vitest';
import { begin, redo, step, undo } from './history';

it('goes back and forth, step by step', () => {
  let history = step(step(begin('a'), 'b'), 'c');
  history = undo(undo(history));
  expect(history.present).toBe('a');
  expect(undo(history)).toBe(history);
  history = redo(history);
  expect(history).toEqual({ past: ['a'], present: 'b', future: ['c'] });
  expect(redo(redo(history))).toEqual({ past: ['a', 'b'], present: 'c', future: [] });
});

it('forgets what was undone when something else is done', () => {
  expect(step(undo(step(begin(1), 2)), 3)).toEqual({ past: [1], present: 3, future: [] });
});

it('makes no step of nothing, and keeps a bounded past', () => {
  const history = step(begin(1), 2);
  expect(step(history, 2)).toEqual(history);
  let long = begin(0);
  for (let i = 1; i <= 1000; i++) long = step(long, i);
  expect(long.past.length).toBeLessThanOrEqual(200);
  expect(undo(long).present).toBe(999);
});
