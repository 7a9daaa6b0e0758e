/** Where a run stands, in plain words. */
import { formatShare, formatStepTime, formatTimeLeft } from '../app/format';
import type { LiveRun } from '../store/live';
import type { RunEntry } from '../store/session';

export const STATUS_WORDS: Record<RunEntry['status'], { text: string; color: string }> = {
  waiting: { text: 'waiting', color: 'gray' },
  preparing: { text: 'preparing', color: 'blue' },
  running: { text: 'running', color: 'teal' },
  paused: { text: 'paused', color: 'yellow' },
  finished: { text: 'finished', color: 'teal' },
  stopped: { text: 'stopped', color: 'gray' },
  failed: { text: 'failed', color: 'red' },
};

/** Why another run cannot begin. */
export const RUN_GOES_ON = 'A run is going on. Stop it before you start another.';

/** What tells the two runs of a comparison apart. */
export const runLabel = (relabels: boolean): string => (relabels ? 'With relabeling' : 'Without relabeling');

const PHASE_WORDS: Record<'off' | 'collect' | 'relabel', string> = {
  off: 'self-training',
  collect: 'collecting votes for the relabeling map',
  relabel: 'relabeling',
};

export interface Whereabouts {
  /** Length of the bar, 0..1: of the preparation, then of the run. */
  share: number;
  text: string;
}

/** The bar and the line under it. */
export function whereItIs(live: LiveRun | null, iterations: number): Whereabouts {
  if (!live) return { share: 0, text: 'Preparing…' };
  const { iteration: at, progress, status } = live;
  if (at) {
    const done = at.iteration + 1;
    const now = progress
      ? `${progress.what.toLowerCase()} ${progress.done} of ${progress.total}`
      : PHASE_WORDS[at.phase];
    const over = status === 'finished' || status === 'stopped' || status === 'failed';
    const parts = [
      `Iteration ${done} of ${iterations}`,
      `${formatStepTime(at.secondsPerIteration)} per iteration`,
      ...(over ? [] : [`${formatTimeLeft(at.secondsLeft)} left`, now]),
      `${formatShare(at.confidentShare)} of the pixels confident`,
    ];
    return { share: done / iterations, text: parts.join(' · ') };
  }
  if (progress) {
    if (progress.total === 0) return { share: 0, text: `${progress.what}…` };
    const left = progress.secondsLeft === null ? '' : `, ${formatTimeLeft(progress.secondsLeft)} left`;
    return {
      share: progress.done / progress.total,
      text: `${progress.what}: ${progress.done} of ${progress.total}${left}`,
    };
  }
  if (status === 'running')
    return {
      share: 0,
      text: 'The first iteration also compiles the programs of the graphics card; the others are faster.',
    };
  const stored = live.curves.iterations.at(-1);
  if (status !== 'preparing' && stored !== undefined)
    return { share: (stored + 1) / iterations, text: `Iteration ${stored + 1} of ${iterations}, from storage` };
  return { share: 0, text: status === 'preparing' ? 'Preparing…' : 'It ended before its first iteration.' };
}
