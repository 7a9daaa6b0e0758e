/** What a person decided about the patches of each run, with undo; the run's folder has it before the page shows it. */
import { create } from 'zustand';
import {
  type Choice,
  type Decision,
  type DecisionLine,
  decisionOn,
  decisionsAt,
  distinctChoices,
  type SeenBox,
} from '../../workers/decisions';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import { nextStepNumber } from './step-order';

/** Decisions that were made or taken back at once; undo does the other. */
export interface DecisionStep {
  kind: 'decide' | 'withdraw';
  choices: Choice[];
  /** Under which numbers they stand in the log. */
  ids: number[];
  /** Tells whether it was made, or taken back, before or after another step on this page. */
  number: number;
}

export interface RunDecisions {
  lines: readonly DecisionLine[];
  /** Those that hold from the next iteration on. */
  holding: readonly Decision[];
  past: readonly DecisionStep[];
  future: readonly DecisionStep[];
  /** What was done last, in words that follow the number of decisions; null before anything was. */
  last: { step: DecisionStep; undone: boolean } | null;
  /** Why the last one was not taken. */
  failure: string | null;
}

const NOTHING: RunDecisions = { lines: [], holding: [], past: [], future: [], last: null, failure: null };

interface DecisionsState {
  runs: Record<string, RunDecisions>;
  /** In place of what was known of the run; it cannot be undone. */
  recall(run: string, lines: DecisionLine[]): void;
  decide(run: string, choices: readonly Choice[]): Promise<void>;
  /** Leaves the objects in these boxes to the models again. */
  withdraw(run: string, boxes: readonly SeenBox[]): Promise<void>;
  undo(run: string): Promise<void>;
  redo(run: string): Promise<void>;
  clear(): void;
}

/** The decisions of a run; the same object for all runs without any. */
export const decisionsOf = (state: Pick<DecisionsState, 'runs'>, run: string): RunDecisions =>
  state.runs[run] ?? NOTHING;

export const useDecisions = create<DecisionsState>()((set, get) => {
  const change = (run: string, part: Partial<RunDecisions>) =>
    set((state) => ({ runs: { ...state.runs, [run]: { ...decisionsOf(state, run), ...part } } }));

  /** Keys are faster than storage: one step after the other. */
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (run: string, work: (now: RunDecisions) => Promise<Partial<RunDecisions>>): Promise<void> => {
    turn = turn.then(async () => {
      try {
        change(run, { ...(await work(decisionsOf(get(), run))), failure: null });
      } catch (error) {
        change(run, { failure: sentenceOf(error) });
      }
    });
    return turn;
  };

  /** Makes a step or its opposite. */
  const perform = async (run: string, now: RunDecisions, step: DecisionStep, undone: boolean) => {
    const adds = (step.kind === 'decide') !== undone;
    const added = adds ? await lab().decide(run, step.choices) : await lab().withdrawDecisions(run, step.ids);
    const lines = [...now.lines, ...added];
    const ids = adds ? added.flatMap((line) => ('withdraws' in line ? [] : [line.id])) : step.ids;
    const numbers = new Map(step.ids.map((id, i) => [id, ids[i]!]));
    const renamed = (steps: readonly DecisionStep[]) => steps.map((other) => renumbered(other, numbers));
    const made = { ...step, ids, number: nextStepNumber() };
    return {
      made,
      state: {
        lines,
        holding: decisionsAt(lines),
        past: renamed(now.past),
        future: renamed(now.future),
        last: { step: made, undone },
      },
    };
  };

  const begin = (run: string, stepOf: (now: RunDecisions) => DecisionStep) =>
    inTurn(run, async (now) => {
      const step = stepOf(now);
      if (step.choices.length === 0) return {};
      const { made, state } = await perform(run, now, step, false);
      return { ...state, past: [...state.past, made], future: [] };
    });

  return {
    runs: {},
    recall: (run, lines) => change(run, { ...NOTHING, lines, holding: decisionsAt(lines) }),
    decide: (run, choices) =>
      begin(run, () => ({ kind: 'decide', choices: distinctChoices(choices), ids: [], number: 0 })),
    withdraw: (run, boxes) => begin(run, ({ lines }) => withdrawal(lines, boxes)),
    undo: (run) =>
      inTurn(run, async (now) => {
        const step = now.past.at(-1);
        if (!step) return {};
        const { made, state } = await perform(run, now, step, true);
        return { ...state, past: state.past.slice(0, -1), future: [made, ...state.future] };
      }),
    redo: (run) =>
      inTurn(run, async (now) => {
        const step = now.future[0];
        if (!step) return {};
        const { made, state } = await perform(run, now, step, false);
        return { ...state, past: [...state.past, made], future: state.future.slice(1) };
      }),
    clear: () => set({ runs: {} }),
  };
});

/** Everything that was decided about the objects in the boxes, also what a later decision covers. */
function withdrawal(lines: readonly DecisionLine[], boxes: readonly SeenBox[]): DecisionStep {
  const withdrawn = new Set(lines.flatMap((line) => ('withdraws' in line ? line.withdraws : [])));
  const choices = lines.flatMap((line) =>
    'withdraws' in line || withdrawn.has(line.id) || !boxes.some((box) => decisionOn([line], box)) ? [] : [line],
  );
  return { kind: 'withdraw', choices, ids: choices.map(({ id }) => id), number: 0 };
}

/** What was decided anew stands in the log under a new number. */
function renumbered(step: DecisionStep, numbers: ReadonlyMap<number, number>): DecisionStep {
  return { ...step, ids: step.ids.map((id) => numbers.get(id) ?? id) };
}
