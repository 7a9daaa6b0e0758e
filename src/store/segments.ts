/** Patches that relabeling considered and the relabeling map, of each run. */
import { create } from 'zustand';
import type { PatchColumns } from '../../workers/patch-columns';
import type { MapEntry } from '../../workers/protocol';
import { PatchTable } from '../segments/patch-table';

/** Patches come with every iteration; lists of them are made anew this often at most. */
const REFRESH_MS = 1000;

interface SegmentsState {
  /** Tables grow in place; the version says that one has grown. */
  tables: Record<string, { table: PatchTable; version: number }>;
  maps: Record<string, { iteration: number; entries: MapEntry[] }>;
  add(run: string, patches: PatchColumns): void;
  setMap(run: string, iteration: number, entries: MapEntry[]): void;
  clear(): void;
}

const due = new Map<string, ReturnType<typeof setTimeout>>();

export const useSegments = create<SegmentsState>()((set, get) => ({
  tables: {},
  maps: {},
  add: (run, patches) => {
    const known = get().tables[run];
    if (!known) {
      const table = new PatchTable();
      table.append(patches);
      set((state) => ({ tables: { ...state.tables, [run]: { table, version: 1 } } }));
      return;
    }
    known.table.append(patches);
    if (due.has(run)) return;
    const renew = () => {
      due.delete(run);
      set(({ tables }) => {
        const now = tables[run];
        return now ? { tables: { ...tables, [run]: { table: now.table, version: now.version + 1 } } } : {};
      });
    };
    due.set(run, setTimeout(renew, REFRESH_MS));
  },
  setMap: (run, iteration, entries) => set((state) => ({ maps: { ...state.maps, [run]: { iteration, entries } } })),
  clear: () => set({ tables: {}, maps: {} }),
}));
