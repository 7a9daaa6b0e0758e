/** What was changed of the relabeling map of each run while it went on, and what a person changes now. */
import { create } from 'zustand';
import { type LoggedChange, type MapChange, nextSteps } from '../../workers/map-change';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';

interface SteeringState {
  /** In the order in which they were made. */
  changes: Record<string, LoggedChange[]>;
  /** Why the last change of a run was not taken. */
  refused: Record<string, string | null>;
  recall(run: string, changes: LoggedChange[]): void;
  /** Asks the run that goes on. */
  make(run: string, change: MapChange, by?: LoggedChange['by']): Promise<void>;
  undo(run: string): Promise<void>;
  redo(run: string): Promise<void>;
}

const NONE: LoggedChange[] = [];

export const useSteering = create<SteeringState>()((set, get) => {
  const step = async (run: string, by: 'undo' | 'redo') => {
    const change = nextSteps(changesOf(get(), run))[by];
    if (change) await get().make(run, change, by);
  };
  return {
    changes: {},
    refused: {},
    recall: (run, changes) => set((state) => ({ changes: { ...state.changes, [run]: changes } })),
    make: async (run, change, by) => {
      try {
        const logged = await lab().changeMap(run, change, by);
        set((state) => ({
          changes: { ...state.changes, [run]: [...changesOf(state, run), logged] },
          refused: { ...state.refused, [run]: null },
        }));
      } catch (error) {
        const sentence = sentenceOf(error);
        set((state) => ({ refused: { ...state.refused, [run]: sentence } }));
      }
    },
    undo: (run) => step(run, 'undo'),
    redo: (run) => step(run, 'redo'),
  };
});

export const changesOf = ({ changes }: Pick<SteeringState, 'changes'>, run: string): LoggedChange[] =>
  changes[run] ?? NONE;
