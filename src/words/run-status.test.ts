import { describe, expect, it } from 'vitest';
import type { LiveRun } from '../store/live';
import { whereItIs } from './run-status';

const run = (part: Partial<LiveRun>): LiveRun => ({
  status: 'running',
  iteration: null,
  frames: null,
  progress: null,
  curves: { iterations: [], values: {} },
  drawn: {},
  ...part,
});
const at = (iteration: number): LiveRun['iteration'] => ({
  type: 'iteration',
  run: 'r',
  iteration,
  iterations: 200,
  secondsPerIteration: 1.5,
  secondsLeft: 150,
  losses: {},
  phase: 'relabel',
  confidentShare: 0.5,
  drawnClasses: [],
});

describe('where a run is', () => {
  it('counts iterations from one', () => {
    expect(whereItIs(run({ iteration: at(99) }), 200)).toEqual({
      share: 0.5,
      text: 'Iteration 100 of 200 · 1.5 s per iteration · 2 min 30 s left · relabeling · 50 % of the pixels confident',
    });
  });

  it('names an evaluation instead of the phase', () => {
    const progress = { what: 'Evaluation', done: 3, total: 60, secondsLeft: 12 };
    expect(whereItIs(run({ iteration: at(99), progress }), 200).text).toContain('· evaluation 3 of 60 ·');
  });

  it('promises no time to a run that has ended', () => {
    expect(whereItIs(run({ iteration: at(199), status: 'finished' }), 200).text).not.toContain('left');
  });

  it('shows how far the preparation is', () => {
    const progress = { what: 'Drawing the city', done: 30, total: 120, secondsLeft: 20 };
    expect(whereItIs(run({ status: 'preparing', progress }), 200)).toEqual({
      share: 0.25,
      text: 'Drawing the city: 30 of 120, 20 s left',
    });
    expect(whereItIs(run({ progress: { ...progress, done: 0, total: 0 } }), 200).text).toBe('Drawing the city…');
  });

  it('has words for every state without an iteration', () => {
    expect(whereItIs(null, 200).text).toBe('Preparing…');
    expect(whereItIs(run({}), 200).text).toMatch(/first iteration also compiles/);
    expect(whereItIs(run({ status: 'failed' }), 200).text).toBe('It ended before its first iteration.');
  });

  it('is where it ended for a run that lies in storage', () => {
    const curves = { iterations: [0, 1, 2], values: {} };
    expect(whereItIs(run({ status: 'stopped', curves }), 6)).toEqual({
      share: 0.5,
      text: 'Iteration 3 of 6, from storage',
    });
    expect(whereItIs(run({ status: 'preparing', curves }), 6).text).toBe('Preparing…');
  });
});
