/** What panels show of a run at the moment of the time line. */
import { useDeferredValue, useMemo } from 'react';
import type { MapEntry } from '../../workers/protocol';
import type { Evaluation, useScores } from '../store/scores';
import { useSegments } from '../store/segments';
import { NO_TIMELINE, useTimeline } from '../store/timeline';
import { useLater } from '../store/use-later';
import { lastUntil } from './moments';

type Scores = Pick<ReturnType<typeof useScores.getState>, 'latest' | 'history'>;

/** The moment for parts that take long to draw: dragging the time line does not wait for them. */
export function useMoment(): number | null {
  return useDeferredValue(useTimeline((s) => s.moment));
}

/** Evaluations of all runs as they were at a moment; the very same where it is the latest. */
export function scoresUntil({ latest, history }: Scores, moment: number | null): Scores {
  if (moment === null) return { latest, history };
  const until: Scores = { latest: {}, history: {} };
  for (const [run, known] of Object.entries(history)) {
    const kept = known.filter(({ iteration }) => iteration <= moment);
    until.history[run] = kept;
    const last = kept.at(-1);
    if (last) until.latest[run] = last;
  }
  return until;
}

export function useScoresUntil(scores: Scores): Scores {
  const moment = useMoment();
  return useMemo(() => scoresUntil(scores, moment), [scores, moment]);
}

/** The last evaluation of a run at or before the moment. */
export function useEvaluationUntil(
  latest: Evaluation | undefined,
  history: Evaluation[] | undefined,
): Evaluation | undefined {
  const moment = useMoment();
  return moment === null ? latest : (lastUntil(history, moment) ?? undefined);
}

/** The relabeling map of a run, and the index of the iteration after which it was that; undefined before the first. */
export function useMapUntil(run: string): { iteration: number; entries: MapEntry[] } | undefined {
  const moment = useMoment();
  const newest = useLater(useSegments, run, (s) => s.maps[run]);
  const { maps } = useLater(useTimeline, run, (s) => s.runs[run] ?? NO_TIMELINE);
  if (moment === null) return newest;
  const found = lastUntil(maps, moment);
  return found ? { iteration: found.iteration - 1, entries: found.entries } : undefined;
}
