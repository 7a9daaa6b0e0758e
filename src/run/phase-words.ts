/** Status and phase of a run in plain words. */
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

export const PHASE_WORDS: Record<'off' | 'collect' | 'relabel', string> = {
  off: 'self-training',
  collect: 'collecting votes for the relabeling map',
  relabel: 'relabeling',
};
