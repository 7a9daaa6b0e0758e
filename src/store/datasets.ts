/** The folders a person gave: where each comes from, how its labels are read, and what was found in it. */
import { create } from 'zustand';
import type { IdMap } from '../../workers/experiment/id-map';
import type { DataOrigin, DatasetCard, Layout, Progress } from '../../workers/protocol';
import { sentenceOf } from '../app/sentence';
import {
  type FolderRole,
  forgetFolder,
  isThere,
  mayRead,
  type Reading,
  type RememberedFolder,
  ROLES,
  rememberedFolders,
  rememberFolder,
} from '../data/folder-memory';
import { folderInside, type PickedFolder } from '../data/pick';
import { lab } from '../lab';
import { movedWords, refusalOf } from '../words/dataset-facts';
import { datasets as words } from '../words/store';

export type DatasetRole = FolderRole;

/** One of several folders, of which the person says which is meant. */
export interface Choice {
  folder: PickedFolder;
  /** Below the folder, where it is one of several data sets inside. */
  path: string | null;
  layout: Layout | null;
}

export interface Dataset {
  /** `scanning` until every file was looked at, or the person stopped it. */
  status: 'empty' | 'choosing' | 'scanning' | 'ready' | 'refused';
  name: string;
  origin: DataOrigin | null;
  reading: Reading;
  progress: Progress | null;
  card: DatasetCard | null;
  /** Counts changes of the id map: labels that were read before look different. */
  revision: number;
  /** Why the folder cannot be used. */
  error: string | null;
  /** What became of a drop, where that is not obvious. */
  notice: string | null;
  choices: Choice[];
  /** A folder of an earlier visit, to be opened again by a click. */
  remembered: RememberedFolder | null;
}

const AS_IT_IS: Reading = { as: null, map: null };

const EMPTY: Dataset = {
  status: 'empty',
  name: '',
  origin: null,
  reading: AS_IT_IS,
  progress: null,
  card: null,
  revision: 0,
  error: null,
  notice: null,
  choices: [],
  remembered: null,
};

interface DatasetsState extends Record<DatasetRole, Dataset> {
  /** Opens a folder in place of the one before, whose scan is given up. */
  open(role: DatasetRole, folder: PickedFolder, how?: { reading?: Reading; notice?: string | null }): Promise<void>;
  /** Opens the folder of an earlier visit; must be called in a click. */
  reopen(role: DatasetRole): Promise<void>;
  /** Shows folders of which one is to be chosen. */
  offer(role: DatasetRole, choices: Choice[]): void;
  choose(role: DatasetRole, choice: Choice): Promise<void>;
  refuse(role: DatasetRole, name: string, error: string): void;
  /** Says something about the data set without changing it. */
  note(role: DatasetRole, notice: string): void;
  clear(role: DatasetRole): void;
  /** Stops looking at files: what is known so far stays. */
  stop(role: DatasetRole): void;
  /** Opens the same folder again, to go on or to read it in another way. */
  again(role: DatasetRole, reading?: Reading): Promise<void>;
  /** Reads the labels by a map of one's own, or by the data set's for null. */
  setIdMap(role: DatasetRole, map: IdMap | null): Promise<void>;
  recall(): Promise<void>;
}

export const useDatasets = create<DatasetsState>()((set, get) => {
  const change = (role: DatasetRole, part: Partial<Dataset>) => set({ [role]: { ...get()[role], ...part } });
  /** What comes from a folder that was replaced since is dropped. */
  const attempts: Record<DatasetRole, number> = { source: 0, target: 0, validation: 0 };

  /** Gives the data set of a role up. @returns what to say where that ends a scan. */
  const release = (role: DatasetRole): string | null => {
    const { status, name, card } = get()[role];
    attempts[role]++;
    if (card?.layout) void lab().closeDataset(card.id);
    // A folder that is still being listed has no id yet; the listing of other roles must go on.
    const listing = ROLES.filter((r) => get()[r].status === 'scanning' && get()[r].card === null);
    if (listing.length === 1 && listing[0] === role) void lab().cancelScans();
    return status === 'scanning' && name ? words.givenUp(name) : null;
  };

  const keep = (role: DatasetRole): void => {
    const { origin, reading } = get()[role];
    if (origin?.kind === 'handle') void rememberFolder(role, origin.handle, reading);
  };

  const take = (role: DatasetRole, card: DatasetCard): void => {
    const { name, origin } = get()[role];
    if (card.inside.length > 0 && origin) {
      const choices = card.inside.map(({ path, layout }) => ({ folder: { name, origin }, path, layout }));
      change(role, { status: 'choosing', choices, progress: null });
      return;
    }
    const settled = card.layout === null || card.state === 'complete' || card.state === 'stopped';
    const error = settled && card.state !== 'stopped' ? refusalOf(role, name, card) : null;
    const status = error ? 'refused' : settled ? 'ready' : 'scanning';
    change(role, settled ? { status, card, error, progress: null } : { status, card, error });
  };

  return {
    source: EMPTY,
    target: EMPTY,
    validation: EMPTY,

    open: async (role, { name, origin }, { reading = AS_IT_IS, notice = null } = {}) => {
      const again = get()[role].origin === origin;
      const givenUp = release(role);
      const said = [again ? null : givenUp, notice].filter((sentence) => sentence !== null).join(' ');
      change(role, { ...EMPTY, status: 'scanning', name, origin, reading, notice: said || null });
      const attempt = attempts[role];
      const current = () => attempts[role] === attempt;
      try {
        if (origin.kind === 'handle' && !(await isThere(origin.handle))) throw new Error(movedWords(name));
        const card = await lab().openDataset(
          origin,
          { as: reading.as ?? undefined, map: reading.map },
          (next) => {
            if (current()) take(role, next);
          },
          (progress) => {
            if (current()) change(role, { progress });
          },
        );
        if (!current()) {
          void lab().closeDataset(card.id);
          return;
        }
        // A small data set may be checked before this answer is here.
        if (get()[role].card === null) take(role, card);
        if (card.layout) keep(role);
      } catch (error) {
        if (!current()) return;
        const isGone = error instanceof Error && error.name === 'NotFoundError';
        change(role, { status: 'refused', error: isGone ? movedWords(name) : messageOf(error), progress: null });
      }
    },

    reopen: async (role) => {
      const { remembered } = get()[role];
      if (!remembered) return;
      const { handle, reading } = remembered;
      const refuse = (error: string) => get().refuse(role, handle.name, error);
      try {
        if (!(await mayRead(handle))) refuse(words.notAllowed(handle.name));
        else if (!(await isThere(handle))) refuse(movedWords(handle.name));
        else await get().open(role, { name: handle.name, origin: { kind: 'handle', handle } }, { reading });
      } catch (error) {
        refuse(messageOf(error));
      }
    },

    offer: (role, choices) => {
      const notice = release(role);
      change(role, { ...EMPTY, status: 'choosing', choices, notice });
    },

    choose: async (role, { folder, path }) => {
      try {
        await get().open(role, path === null ? folder : await folderInside(folder, path));
      } catch (error) {
        get().refuse(role, folder.name, messageOf(error));
      }
    },

    refuse: (role, name, error) => {
      const { remembered } = get()[role];
      release(role);
      change(role, { ...EMPTY, status: 'refused', name, error, remembered });
    },

    note: (role, notice) => change(role, { notice: notice || null }),

    clear: (role) => {
      release(role);
      change(role, EMPTY);
      void forgetFolder(role);
    },

    stop: (role) => {
      const { card } = get()[role];
      if (card) void lab().stopChecking(card.id);
      else get().clear(role);
    },

    again: async (role, reading = get()[role].reading) => {
      const { name, origin } = get()[role];
      if (origin) await get().open(role, { name, origin }, { reading });
    },

    setIdMap: async (role, map) => {
      const { card, reading, revision } = get()[role];
      if (!card) return;
      change(role, { reading: { ...reading, map } });
      const next = await lab().setIdMap(card.id, map);
      if (get()[role].card?.id !== card.id) return;
      change(role, { revision: revision + 1 });
      take(role, next);
      keep(role);
    },

    recall: async () => {
      for (const [role, remembered] of await rememberedFolders())
        if (get()[role].status === 'empty') change(role, { remembered });
    },
  };
});

/** How a run is to read the labels of a data set; undefined: as its layout has it. */
export function idsOf({ reading }: Pick<Dataset, 'reading'>): IdMap | 'gta16' | undefined {
  return reading.map ?? reading.as ?? undefined;
}

const messageOf = (error: unknown): string => sentenceOf(error);
