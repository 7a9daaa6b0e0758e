/** The pictures of the prompt bench, and the one that is looked at. */
import { create } from 'zustand';
import type { DataOrigin, DatasetCard, Progress } from '../../workers/protocol';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import { bench as words } from '../words/store';

export interface BenchPictureSet {
  /** Of the open data set. */
  id: string;
  name: string;
  total: number;
}

export interface BenchPicture {
  index: number;
  file: string;
  width: number;
  height: number;
  rgb: Uint8Array;
}

interface PicturesState {
  set: BenchPictureSet | null;
  picture: BenchPicture | null;
  /** True while a data set is being opened. */
  opening: boolean;
  progress: Progress | null;
  error: string | null;
  /** Opens pictures that are not open yet. */
  openPictures(name: string, origin: DataOrigin): Promise<void>;
  takePictures(id: string, name: string): Promise<void>;
  show(index: number): Promise<void>;
  cancel(): void;
  fail(error: unknown): void;
}

/** Pictures are looked at in their own size up to this one. */
const MAX_SIDE = 2048;

const NOTHING = { picture: null, progress: null, error: null };

/** The data set that the bench has opened itself. */
let owned: string | null = null;
/** Only what was asked for last counts. */
let shown = 0;

export const useBenchPictures = create<PicturesState>()((set, get) => {
  const fail = (error: unknown) => set({ error: sentenceOf(error) });

  const count = async (id: string): Promise<void> => {
    const { total } = await lab().samples(id, { split: null, classId: null }, 0, 0);
    const { set: pictures, picture, opening } = get();
    if (pictures?.id !== id) return;
    set({ set: { ...pictures, total }, ...(opening && total > 0 && { opening: false, progress: null }) });
    if (total > 0 && !picture) await get().show(0);
  };

  const letGo = () => {
    if (owned) void lab().closeDataset(owned);
    owned = null;
  };

  return {
    set: null,
    opening: false,
    ...NOTHING,

    openPictures: async (name, origin) => {
      letGo();
      set({ ...NOTHING, set: null, opening: true });
      const mine = ++shown;
      let latest: DatasetCard | null = null;
      const take = (card: DatasetCard) => {
        if (card.id !== owned) return;
        count(card.id).catch(fail);
        const settled = card.state === 'complete' || card.state === 'stopped';
        if (!settled || card.pairs > 0) return;
        const [problem] = card.problems;
        set({ opening: false, error: problem?.message ?? words.noPicture(name) });
      };
      try {
        const card = await lab().openDataset(
          origin,
          {},
          (next) => {
            latest = next;
            take(next);
          },
          (progress) => get().opening && set({ progress }),
        );
        if (mine !== shown) {
          void lab().closeDataset(card.id);
          return;
        }
        if (card.layout === null) throw new Error(card.problems[0]?.message ?? words.noPicture(name));
        owned = card.id;
        set({ set: { id: card.id, name, total: 0 } });
        // A small data set may be checked before this answer is here.
        take(latest ?? card);
      } catch (error) {
        if (mine !== shown) return;
        set({ opening: false, progress: null });
        fail(error);
      }
    },

    takePictures: async (id, name) => {
      letGo();
      shown++;
      set({ ...NOTHING, set: { id, name, total: 0 }, opening: false });
      await count(id).catch(fail);
    },

    show: async (index) => {
      const { set: pictures } = get();
      if (!pictures || index < 0 || index >= pictures.total) return;
      const mine = ++shown;
      try {
        const { rows } = await lab().samples(pictures.id, { split: null, classId: null }, index, 1);
        const [row] = rows;
        if (!row) return;
        const { width, height, rgb } = await lab().thumbnail(pictures.id, row.index, MAX_SIDE);
        if (mine === shown) set({ picture: { index, file: row.file, width, height, rgb }, error: null });
      } catch (error) {
        if (mine === shown) fail(error);
      }
    },

    cancel: () => {
      shown++;
      void lab().cancelScans();
      set({ opening: false, progress: null });
    },

    fail,
  };
});
