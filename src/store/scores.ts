/** Evaluations of the runs of a session: the latest of each run, and the one before it. */
import { create } from 'zustand';
import type { Scores } from '../../workers/protocol';

export interface Evaluation {
  iteration: number;
  scores: Scores;
}

interface ScoresState {
  latest: Record<string, Evaluation>;
  add(run: string, evaluation: Evaluation): void;
  clear(): void;
}

export const useScores = create<ScoresState>()((set) => ({
  latest: {},
  add: (run, evaluation) => set((state) => ({ latest: { ...state.latest, [run]: evaluation } })),
  clear: () => set({ latest: {} }),
}));
