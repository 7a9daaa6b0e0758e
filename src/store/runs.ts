/** The runs in this browser's storage, and which of them are compared. */
import { create } from 'zustand';
import type { BundleOrigin, Progress, RunAbout, RunHistory, RunRecord } from '../../workers/protocol';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import { dropSession, keptSessions } from '../run/session';
import { runs as words } from '../words/store';
import { useSession } from './session';

interface RunsState {
  /** Newest first; null until they were read once. */
  records: RunRecord[] | null;
  /** Histories of the runs that are compared. */
  histories: Record<string, RunHistory>;
  /** Runs that are compared, in the order in which they were chosen. */
  chosen: string[];
  /** Run whose deletion can be undone by one button. */
  deleted: string | null;
  importing: Progress | null;
  /** What was done, in words. */
  said: string | null;
  failure: string | null;
  load(): Promise<void>;
  describe(run: string, about: Partial<RunAbout>): Promise<void>;
  choose(run: string, on: boolean): Promise<void>;
  remove(run: string): Promise<void>;
  restore(run: string): Promise<void>;
  /** Deletes for good. */
  purge(run: string): Promise<void>;
  take(origin: BundleOrigin): Promise<void>;
  say(said: string | null): void;
  fail(error: unknown): void;
}

/** Deleted runs are kept that long. */
export const KEPT_DAYS = 7;
const DAY_MS = 86_400_000;

/** Deletes a run for good, and the session that it was the last run of. */
async function discard(run: string): Promise<void> {
  await lab().discard(run);
  const { record, active } = useSession.getState();
  const stored = new Set((await lab().runs()).map((left) => left.run));
  for (const { id, runs } of await keptSessions()) {
    const goesOn = active !== null && record?.id === id;
    if (!goesOn && runs.some((planned) => planned.run === run) && !runs.some((planned) => stored.has(planned.run)))
      await dropSession(id);
  }
}

export const useRuns = create<RunsState>()((set, get) => {
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    set({ failure: null });
    try {
      await work();
    } catch (error) {
      get().fail(error);
    }
  };
  const read = async () => {
    const now = Date.now();
    const records: RunRecord[] = [];
    for (const record of await lab().runRecords()) {
      const { deletedAt } = record.about;
      if (deletedAt !== null && now - deletedAt > KEPT_DAYS * DAY_MS) await discard(record.run);
      else records.push(record);
    }
    const there = new Set(records.filter(({ about }) => about.deletedAt === null).map(({ run }) => run));
    set((state) => ({ records, chosen: state.chosen.filter((run) => there.has(run)) }));
  };
  return {
    records: null,
    histories: {},
    chosen: [],
    deleted: null,
    importing: null,
    said: null,
    failure: null,

    load: () => attempt(read),
    describe: (run, about) =>
      attempt(async () => {
        await lab().describeRun(run, about);
        await read();
      }),
    choose: (run, on) =>
      attempt(async () => {
        const others = get().chosen.filter((chosen) => chosen !== run);
        set({ chosen: on ? [...others, run] : others });
        if (!on) return;
        const history = await lab().runHistory(run);
        set((state) => ({ histories: { ...state.histories, [run]: history } }));
      }),
    remove: (run) =>
      attempt(async () => {
        await lab().describeRun(run, { deletedAt: Date.now() });
        set({ deleted: run, said: null });
        await read();
      }),
    restore: (run) =>
      attempt(async () => {
        await lab().describeRun(run, { deletedAt: null });
        set({ deleted: null });
        await read();
      }),
    purge: (run) =>
      attempt(async () => {
        await discard(run);
        set((state) => ({ deleted: state.deleted === run ? null : state.deleted }));
        await read();
      }),
    take: (origin) =>
      attempt(async () => {
        set({ said: null, importing: { what: words.importing, done: 0, total: 0, secondsLeft: null } });
        try {
          const run = await lab().importRun(origin, (importing) => set({ importing }));
          set({ said: words.imported(run) });
        } finally {
          set({ importing: null });
        }
        await read();
      }),
    say: (said) => set({ said }),
    fail: (error) => set({ failure: sentenceOf(error) }),
  };
});
