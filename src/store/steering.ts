/** What was changed of the relabeling map of each run while it went on, and what a person changes now. */
import { create } from 'zustand';
import { type LoggedChange, type MapChange, nextSteps } from '../../workers/map-change';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import { nextStepNumber } from './step-order';

export interface NumberedChange extends LoggedChange {
  /** Of the step on this page; absent: it was made on an earlier visit. */
  number?: number;
}

interface SteeringState {
  /** In the order in which they were made. */
  changes: Record<string, NumberedChange[]>;
  /** Why the last change of a run was not taken. */
  refused: Record<string, string | null>;
  recall(run: string, changes: LoggedChange[]): void;
  /** Asks the workers, one change after the other. */
  make(run: string, change: MapChange): Promise<void>;
  undo(run: string): Promise<void>;
  redo(run: string): Promise<void>;
}

const NONE: NumberedChange[] = [];

export const useSteering = create<SteeringState>()((set, get) => {
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    turn = turn.then(work);
    return turn;
  };
  const ask = async (run: string, change: MapChange, by?: LoggedChange['by']) => {
    try {
      const logged = { ...(await lab().changeMap(run, change, by)), number: nextStepNumber() };
      set((state) => ({
        changes: { ...state.changes, [run]: [...changesOf(state, run), logged] },
        refused: { ...state.refused, [run]: null },
      }));
    } catch (error) {
      const sentence = sentenceOf(error);
      set((state) => ({ refused: { ...state.refused, [run]: sentence } }));
    }
  };
  const step = (run: string, by: 'undo' | 'redo') =>
    inTurn(async () => {
      const change = nextSteps(changesOf(get(), run))[by];
      if (change) await ask(run, change, by);
    });
  return {
    changes: {},
    refused: {},
    recall: (run, changes) =>
      set((state) => ({ changes: { ...state.changes, [run]: changes }, refused: { ...state.refused, [run]: null } })),
    make: (run, change) => inTurn(() => ask(run, change)),
    undo: (run) => step(run, 'undo'),
    redo: (run) => step(run, 'redo'),
  };
});

export const changesOf = ({ changes }: Pick<SteeringState, 'changes'>, run: string): NumberedChange[] =>
  changes[run] ?? NONE;
