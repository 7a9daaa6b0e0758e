/** The session that is shown: its runs in order, which of them is looked at, and the sessions before it. */
import { create } from 'zustand';
import type { RunStatus, StoredRun } from '../../workers/protocol';
import type { PlannedRun, SessionRecord } from '../run/session';
import { useLayout } from './layout';

export type View = 'setup' | 'classes' | 'run' | 'runs' | 'predict';

export interface RunEntry extends PlannedRun {
  status: 'waiting' | RunStatus;
  /** Why it ended, where it failed. */
  message: string | null;
}

/** States in which nothing of a run is computed: what lies in storage is what is shown. */
export const RESTS: RunEntry['status'][] = ['paused', 'finished', 'stopped', 'failed'];

/** Something in the data that a run left out. */
export interface Problem {
  run: string;
  file: string;
  message: string;
}

/** A kept session with what its runs have in storage. */
export interface EarlierSession {
  record: SessionRecord;
  stored: StoredRun[];
}

interface SessionState {
  view: View;
  record: SessionRecord | null;
  runs: RunEntry[];
  /** Run that the panels show; follows the active one until the person chooses. */
  shown: string | null;
  /** Run that is computed now. */
  active: string | null;
  /** What was asked of the active run and has not happened yet: the current iteration is still being finished. */
  asked: 'pause' | 'stop' | null;
  problems: Problem[];
  /** Sessions of this browser other than the one that works now, newest first. */
  earlier: EarlierSession[];
  /** Why they could not be read. */
  listFailure: string | null;
  setView(view: View): void;
  show(run: string): void;
  change(run: string, part: Partial<RunEntry>): void;
}

export const useSession = create<SessionState>()((set) => ({
  view: useLayout.getState().view,
  record: null,
  runs: [],
  shown: null,
  active: null,
  asked: null,
  problems: [],
  earlier: [],
  listFailure: null,
  setView: (view) => {
    useLayout.getState().enter(view);
    set({ view });
  },
  show: (run) => set({ shown: run }),
  change: (run, part) =>
    set((state) => ({ runs: state.runs.map((entry) => (entry.run === run ? { ...entry, ...part } : entry)) })),
}));

/** True while the workers compute or hold a paused run. */
export const isBusy = (state: Pick<SessionState, 'active'>): boolean => state.active !== null;
