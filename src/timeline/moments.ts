/**
 * Moments of a run: how many iterations were done. Null stands for the latest, whatever that is by now.
 *
 * What is shown at a moment is the last of its kind at or before it: an evaluation, the relabeling map, a prediction.
 */
import { type Phase, phaseAt } from '../../workers/experiment/config';
import type { ExperimentConfig } from '../../workers/experiment/schema';

export type Moment = number | null;

/** Iterations of one phase, the end exclusive. */
export interface Band {
  phase: Phase;
  from: number;
  to: number;
}

/** The phases of a run one after the other. */
export function bandsOf(config: Pick<ExperimentConfig, 'relabeling' | 'schedule'>): Band[] {
  const { relabeling, schedule } = config;
  const { iterations } = schedule;
  const borders = [0, ...(relabeling.collect ?? []), ...(relabeling.relabel ?? []), iterations];
  const inside = [...new Set(borders.filter((t) => t >= 0 && t <= iterations))].sort((a, b) => a - b);
  const bands: Band[] = [];
  for (let i = 0; i + 1 < inside.length; i++) {
    const [from, to] = [inside[i]!, inside[i + 1]!];
    const phase = phaseAt(config, from);
    const before = bands.at(-1);
    if (before?.phase === phase) before.to = to;
    else bands.push({ phase, from, to });
  }
  return bands;
}

/** The phase of the last of so many iterations. */
export function phaseBefore(bands: readonly Band[], done: number): Phase {
  return bands.find(({ to }) => done <= to)?.phase ?? 'off';
}

/** What one steps between: evaluations, checkpoints and the beginnings of phases, rising, none after `latest`. */
export function momentsOf(
  evaluations: readonly number[],
  checkpoints: readonly number[],
  bands: readonly Band[],
  latest: number,
): number[] {
  const all = [...evaluations, ...checkpoints, ...bands.map(({ from }) => from)];
  return [...new Set(all)].filter((t) => t > 0 && t <= latest).sort((a, b) => a - b);
}

/** The moment before (-1) or after (1); after the last one comes the latest. */
export function stepped(moments: readonly number[], at: Moment, by: -1 | 1, latest: number): Moment {
  const now = at ?? latest;
  if (by > 0) {
    const next = moments.find((t) => t > now);
    return at === null || next === undefined || next >= latest ? null : next;
  }
  return moments.findLast((t) => t < now) ?? at;
}

/** The last at or before a moment, of a list that rises by iteration. */
export function lastUntil<T extends { iteration: number }>(list: readonly T[] | undefined, moment: Moment): T | null {
  if (!list) return null;
  return (moment === null ? list.at(-1) : list.findLast(({ iteration }) => iteration <= moment)) ?? null;
}

/**
 * A list of moments with one more; what a resumed run repeats takes the place of what it repeats. Those that lie closer
 * together than `interval` are thinned out, but for the newest.
 */
export function extendedBy<T extends { iteration: number }>(list: readonly T[], added: T, interval = 0): T[] {
  const before = list.filter(({ iteration }) => iteration < added.iteration);
  const last = before.at(-2);
  if (last && added.iteration - last.iteration <= interval) before.pop();
  return [...before, added];
}
