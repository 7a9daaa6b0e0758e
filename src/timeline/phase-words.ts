/** Phases of a run in words. */
import type { Phase } from '../../workers/experiment/config';
import type { Band } from './moments';

export const PHASE_NAMES: Record<Phase, string> = {
  off: 'self-training',
  collect: 'collecting votes',
  relabel: 'relabeling',
};

/** The phase of the last of so many iterations. */
export function phaseBefore(bands: readonly Band[], done: number): Phase {
  return bands.find(({ to }) => done <= to)?.phase ?? 'off';
}
