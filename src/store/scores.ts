/** Evaluations of the runs of a session, and what is looked at in them. */
import { create } from 'zustand';
import type { Evaluation } from '../../workers/protocol';

export type { Evaluation };

/** What the list of pictures is about: all classes, one class, or one error. */
export type Question =
  | { kind: 'mean' }
  | { kind: 'class'; id: number }
  | { kind: 'error'; truth: number; predicted: number };

interface ScoresState {
  latest: Record<string, Evaluation>;
  /** All evaluations of a run, rising by iteration. */
  history: Record<string, Evaluation[]>;
  question: Question;
  add(run: string, evaluation: Evaluation): void;
  /** In place of what was known of the run. */
  recall(run: string, evaluations: Evaluation[]): void;
  ask(question: Question): void;
  clear(): void;
}

export const useScores = create<ScoresState>()((set) => ({
  latest: {},
  history: {},
  question: { kind: 'mean' },
  add: (run, evaluation) =>
    set((state) => ({
      latest: { ...state.latest, [run]: evaluation },
      history: { ...state.history, [run]: extended(state.history[run] ?? [], evaluation) },
    })),
  recall: (run, evaluations) =>
    set((state) => {
      const last = evaluations.at(-1);
      return {
        latest: last ? { ...state.latest, [run]: last } : state.latest,
        history: { ...state.history, [run]: evaluations },
      };
    }),
  ask: (question) => set({ question }),
  clear: () => set({ latest: {}, history: {}, question: { kind: 'mean' } }),
}));

/** A resumed run that goes back overwrites what it repeats; only the latest keeps the scores of every picture. */
export function extended(history: Evaluation[], evaluation: Evaluation): Evaluation[] {
  const before = history.filter(({ iteration }) => iteration < evaluation.iteration);
  return [...before.map(({ pictures: _, ...rest }) => rest), evaluation];
}
