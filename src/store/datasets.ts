/** The folders a person gave: where each comes from, and what the scan found in it. */
import { create } from 'zustand';
import type { DataOrigin, Progress, ScanReport } from '../../workers/protocol';
import { forgetFolder, rememberedFolders, rememberFolder } from '../data/folder-memory';
import { lab } from '../lab';

export type DatasetRole = 'source' | 'target';

export interface Dataset {
  status: 'empty' | 'scanning' | 'ready' | 'refused';
  name: string;
  origin: DataOrigin | null;
  progress: Progress | null;
  report: ScanReport | null;
  /** Why the folder cannot be used. */
  error: string | null;
  /** A folder of an earlier visit, to be opened again by a click. */
  remembered: FileSystemDirectoryHandle | null;
}

const EMPTY: Dataset = {
  status: 'empty',
  name: '',
  origin: null,
  progress: null,
  report: null,
  error: null,
  remembered: null,
};

interface DatasetsState extends Record<DatasetRole, Dataset> {
  open(role: DatasetRole, name: string, origin: DataOrigin): Promise<void>;
  refuse(role: DatasetRole, name: string, error: string): void;
  clear(role: DatasetRole): void;
  recall(): Promise<void>;
}

export const useDatasets = create<DatasetsState>()((set, get) => {
  const change = (role: DatasetRole, part: Partial<Dataset>) => set({ [role]: { ...get()[role], ...part } });
  return {
    source: EMPTY,
    target: EMPTY,

    open: async (role, name, origin) => {
      change(role, { ...EMPTY, status: 'scanning', name, origin });
      const current = () => get()[role].origin === origin;
      try {
        const report = await lab().scan(origin, (progress) => {
          if (current()) change(role, { progress });
        });
        if (!current()) return;
        const refusal = refusalOf(role, name, report);
        change(role, { status: refusal ? 'refused' : 'ready', report, error: refusal, progress: null });
        if (origin.kind === 'handle' && !refusal) await rememberFolder(role, origin.handle);
      } catch (error) {
        if (current()) change(role, { status: 'refused', error: messageOf(error), progress: null });
      }
    },

    refuse: (role, name, error) => change(role, { ...EMPTY, status: 'refused', name, error }),

    clear: (role) => {
      const scanning = (['source', 'target'] as const).filter((r) => get()[r].status === 'scanning');
      change(role, EMPTY);
      // The other folder's scan goes on: then this one's result is dropped when it comes.
      if (scanning.length === 1 && scanning[0] === role) void lab().cancelScans();
      void forgetFolder(role);
    },

    recall: async () => {
      for (const [role, handle] of await rememberedFolders())
        if (get()[role].status === 'empty') change(role, { remembered: handle });
    },
  };
});

/** A scan that found nothing to use is an error of the folder, in words of the role it should play. */
export function refusalOf(role: DatasetRole, name: string, report: ScanReport): string | null {
  if (report.layout === null) return report.problems[0]?.message ?? `"${name}" holds no dataset that this lab knows.`;
  if (report.pairs === 0)
    return `"${name}" has no usable picture. ${report.problems[0]?.message ?? 'Its picture folders are empty; browsers skip symbolic links.'}`;
  if (role !== 'target' && Object.keys(report.classPixels).length === 0)
    return `"${name}" has no labelled pixel, and the ${role} data needs labels.`;
  return null;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
