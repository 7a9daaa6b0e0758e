/** Prediction with a loaded checkpoint: the network, the pictures, and which of them is looked at. */
import { create } from 'zustand';
import type { CheckpointFacts, PredictedPicture, Progress } from '../../workers/protocol';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import type { PickedPictures } from '../predict/dropped';
import { prediction as words } from '../words/store';

export interface PredictedEntry {
  file: string;
  width: number;
  height: number;
}

interface PredictionState {
  /** Name of the file that is being loaded. */
  loading: string | null;
  facts: CheckpointFacts | null;
  pictures: PickedPictures | null;
  working: boolean;
  progress: Progress | null;
  entries: PredictedEntry[];
  problems: { file: string; message: string }[];
  /** How the last prediction ended. */
  summary: string | null;
  /** Why the last thing that was asked for did not work. */
  error: string | null;
  selected: string | null;
  view: PredictedPicture | null;
  load(file: File): Promise<void>;
  choose(pictures: PickedPictures): Promise<void>;
  refuse(error: unknown): void;
  cancel(): void;
  /** Gives network, pictures and predictions up. */
  clear(): Promise<void>;
  select(file: string): Promise<void>;
}

/** Rows are added to the list together, so that thousands of fast predictions do not redraw it thousands of times. */
const LIST_INTERVAL_MS = 150;

const NOTHING = { entries: [], problems: [], summary: null, error: null, selected: null, view: null, progress: null };

export const usePrediction = create<PredictionState>()((set, get) => ({
  loading: null,
  facts: null,
  pictures: null,
  working: false,
  ...NOTHING,

  load: async (file) => {
    if (get().working) {
      set({ error: words.busy });
      return;
    }
    set({ ...NOTHING, loading: file.name, facts: null });
    try {
      set({ facts: await lab().openCheckpoint(file), loading: null });
    } catch (error) {
      set({ loading: null, error: sentenceOf(error) });
      return;
    }
    await predictAll(set, get);
  },

  choose: async (pictures) => {
    if (get().working) {
      set({ error: words.busy });
      return;
    }
    set({ pictures });
    await predictAll(set, get);
  },

  refuse: (error) => set({ error: sentenceOf(error) }),

  cancel: () => void lab().cancelPrediction(),

  clear: async () => {
    await lab().closeCheckpoint();
    set({ ...NOTHING, facts: null, pictures: null });
  },

  select: async (file) => {
    set({ selected: file });
    try {
      const view = await lab().predictedPicture(file);
      if (get().selected === file) set({ view });
    } catch (error) {
      if (get().selected === file) set({ view: null, error: sentenceOf(error) });
    }
  },
}));

async function predictAll(set: (part: Partial<PredictionState>) => void, get: () => PredictionState): Promise<void> {
  const { facts, pictures } = get();
  if (!facts || !pictures || get().working) return;
  set({ ...NOTHING, working: true });
  const entries: PredictedEntry[] = [];
  const problems: PredictionState['problems'] = [];
  let shown = 0;
  const list = () => {
    shown = performance.now();
    set({ entries: [...entries], problems: [...problems] });
  };
  try {
    const {
      predicted,
      pictures: total,
      cancelled,
    } = await lab().predict(pictures.origin, (event) => {
      if (event.type === 'progress') set({ progress: event.progress });
      else if (event.type === 'problem') problems.push({ file: event.file, message: event.message });
      else {
        entries.push({ file: event.file, width: event.width, height: event.height });
        if (entries.length === 1) void get().select(event.file);
      }
      if (performance.now() - shown > LIST_INTERVAL_MS) list();
    });
    set({ summary: words.summary(predicted, total, cancelled) });
  } catch (error) {
    set({ error: sentenceOf(error) });
  } finally {
    list();
    set({ working: false, progress: null });
  }
}
