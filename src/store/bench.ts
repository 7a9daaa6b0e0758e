/** The prompt bench: a picture, what is looked for on it, and what the models said. */
import { create } from 'zustand';
import type { BenchAnswer, BenchClassification, BenchPrompts } from '../../workers/prompt-bench';
import type { DataOrigin, DatasetCard, ModelOrigin, Progress } from '../../workers/protocol';
import { lab } from '../lab';
import { BenchCancelled, benchIsOpen, boxes, classify, endBench, look, openBench } from '../taxonomy/bench-worker';
import {
  type Concept,
  clipQuestion,
  conceptNamed,
  conceptOf,
  cutWindow,
  follow,
  isAnswered,
  type Part,
  promptsOf,
  questionOf,
  saveConcepts,
  type Window,
  windowOf,
} from '../taxonomy/concepts';
import { configOf, useExperiment } from './experiment';
import { originOf, useModels } from './models';
import { isBusy, useSession } from './session';
import { draftNow, useTaxonomy } from './taxonomy';

export interface BenchPictureSet {
  /** Of the open data set. */
  id: string;
  name: string;
  total: number;
}

interface Picture {
  index: number;
  file: string;
  width: number;
  height: number;
  rgb: Uint8Array;
}

/** CLIP's answer for one box, and what it was asked. */
export interface ClipTable extends BenchClassification {
  asked: BenchPrompts;
}

interface BenchState {
  concepts: Concept[];
  detector: 'owlvit' | 'owlv2' | null;
  part: Part;
  set: BenchPictureSet | null;
  picture: Picture | null;
  /** What takes its time now. */
  working: 'pictures' | 'models' | 'looking' | null;
  progress: Progress | null;
  error: string | null;
  /** What was done, in words. */
  notice: string | null;
  /** Names of the loaded models. */
  models: string | null;
  /** Prompts that the detector was asked for on this part of this picture. */
  seen: string[] | null;
  window: Window | null;
  answer: BenchAnswer | null;
  /** The concepts that the answer is about. */
  asked: Concept[];
  /** Index of the chosen box. */
  selected: number | null;
  table: ClipTable | null;
  /** Opens pictures that are not open yet. */
  openPictures(name: string, origin: DataOrigin): Promise<void>;
  takePictures(id: string, name: string): Promise<void>;
  show(index: number): Promise<void>;
  /** Puts the classes of the relabeling map on the bench, where it is empty. */
  fill(): void;
  add(name: string): void;
  change(key: number, part: Partial<Pick<Concept, 'prompts' | 'threshold' | 'clip'>>): void;
  remove(key: number): void;
  /** Another detector or part of the picture; it is to be looked at again. */
  choose(part: Partial<Pick<BenchState, 'detector' | 'part'>>): void;
  look(): Promise<void>;
  select(box: number | null): Promise<void>;
  save(): void;
  cancel(): void;
  fail(error: unknown): void;
}

/** Pictures are looked at in their own size up to this one. */
const MAX_SIDE = 2048;

const UNSEEN = { seen: null, window: null, answer: null, asked: [], selected: null, table: null };

let nextKey = 1;
/** The data set that the bench has opened itself. */
let owned: string | null = null;
/** What the worker has loaded. */
let loaded: { origin: ModelOrigin; detector: BenchState['detector'] } | null = null;
/** Thresholds move faster than answers come: only the last question counts. */
let question = 0;
let shown = 0;

const configNow = () => configOf(useExperiment.getState());

export const useBench = create<BenchState>()((set, get) => {
  const fail = (error: unknown) => {
    if (error instanceof BenchCancelled) return;
    set({ error: error instanceof Error ? error.message : String(error) });
  };

  /** Asks for boxes at the thresholds of now. */
  const ask = async (): Promise<void> => {
    const { concepts, seen } = get();
    const mine = ++question;
    if (!seen || concepts.length === 0 || !isAnswered(concepts, seen)) {
      set({ answer: null, selected: null, table: null });
      return;
    }
    try {
      const answer = await boxes(questionOf(concepts, configNow().relabeling.nmsIou));
      if (mine === question) set({ answer, asked: concepts, selected: null, table: null });
    } catch (error) {
      fail(error);
    }
  };

  const count = async (id: string): Promise<void> => {
    const { total } = await lab().samples(id, { split: null, classId: null }, 0, 0);
    const { set: pictures, picture, working } = get();
    if (pictures?.id !== id) return;
    set({ set: { ...pictures, total }, ...(working === 'pictures' && total > 0 && { working: null, progress: null }) });
    if (total > 0 && !picture) await get().show(0);
  };

  const load = async (): Promise<void> => {
    const origin = originOf(useModels.getState());
    if (!origin) throw new Error('Choose models that work, below.');
    const { detector } = get();
    if (loaded && benchIsOpen() && loaded.detector === detector && sameOrigin(loaded.origin, origin)) return;
    set({ working: 'models', models: null });
    const names = await openBench(origin, detector, (progress) => set({ progress }));
    loaded = { origin, detector };
    set({ models: `${names.owl} and ${names.clip}`, progress: null });
  };

  return {
    concepts: [],
    detector: null,
    part: 'whole',
    set: null,
    picture: null,
    working: null,
    progress: null,
    error: null,
    notice: null,
    models: null,
    ...UNSEEN,

    openPictures: async (name, origin) => {
      if (owned) void lab().closeDataset(owned);
      owned = null;
      set({ ...UNSEEN, set: null, picture: null, working: 'pictures', progress: null, error: null, notice: null });
      const mine = ++shown;
      let latest: DatasetCard | null = null;
      const take = (card: DatasetCard) => {
        if (card.id !== owned) return;
        count(card.id).catch(fail);
        const settled = card.state === 'complete' || card.state === 'stopped';
        if (!settled || card.pairs > 0) return;
        const [problem] = card.problems;
        set({ working: null, error: problem?.message ?? `There is no picture in ${name}.` });
      };
      try {
        const card = await lab().openDataset(
          origin,
          {},
          (next) => {
            latest = next;
            take(next);
          },
          (progress) => get().working === 'pictures' && set({ progress }),
        );
        if (mine !== shown) {
          void lab().closeDataset(card.id);
          return;
        }
        if (card.layout === null) throw new Error(card.problems[0]?.message ?? `There is no picture in ${name}.`);
        owned = card.id;
        set({ set: { id: card.id, name, total: 0 } });
        // A small data set may be checked before this answer is here.
        take(latest ?? card);
      } catch (error) {
        if (mine !== shown) return;
        set({ working: null, progress: null });
        fail(error);
      }
    },

    takePictures: async (id, name) => {
      if (owned) void lab().closeDataset(owned);
      owned = null;
      shown++;
      set({ ...UNSEEN, set: { id, name, total: 0 }, picture: null, working: null, error: null, notice: null });
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
        if (mine !== shown) return;
        set({ ...UNSEEN, picture: { index, file: row.file, width, height, rgb }, error: null, notice: null });
      } catch (error) {
        if (mine === shown) fail(error);
      }
    },

    fill: () => {
      if (get().concepts.length > 0) return;
      const draft = draftNow(useTaxonomy.getState());
      set({ concepts: draft.map.map(({ target }) => conceptOf(draft, target, nextKey++)) });
    },

    add: (name) => {
      const { concepts } = get();
      const typed = name.trim();
      if (typed === '') return;
      if (concepts.some((concept) => concept.name.toLowerCase() === typed.toLowerCase())) {
        set({ notice: `"${typed}" is looked for already.` });
        return;
      }
      set({
        concepts: [...concepts, conceptNamed(draftNow(useTaxonomy.getState()), typed, nextKey++)],
        notice: null,
      });
      void ask();
    },

    change: (key, part) => {
      set(({ concepts }) => ({
        concepts: concepts.map((concept) => (concept.key === key ? { ...concept, ...part } : concept)),
        notice: null,
      }));
      if (part.prompts || part.threshold !== undefined) void ask();
    },

    remove: (key) => {
      set(({ concepts }) => ({ concepts: concepts.filter((concept) => concept.key !== key) }));
      void ask();
    },

    choose: (part) => set({ ...part, ...UNSEEN, error: null }),

    look: async () => {
      const { picture, part, concepts, working } = get();
      const prompts = promptsOf(concepts);
      if (!picture || working || prompts.length === 0) return;
      set({ ...UNSEEN, error: null, notice: null, progress: null });
      try {
        await load();
        set({ working: 'looking' });
        const window = windowOf(part, picture, configNow().data.target);
        const { width, height } = window;
        await look({ width, height, rgb: cutWindow(picture.rgb, picture.width, window) }, prompts);
        if (get().picture !== picture || get().part !== part) return; // another was chosen meanwhile
        set({ seen: prompts, window });
        await ask();
      } catch (error) {
        fail(error);
      } finally {
        set({ working: null, progress: null });
      }
    },

    select: async (box) => {
      set({ selected: box, table: null });
      const { answer, asked: concepts } = get();
      const chosen = box === null ? undefined : answer?.boxes[box];
      const concept = chosen && concepts[chosen.concept];
      if (!concept) return;
      try {
        const asked = clipQuestion(draftNow(useTaxonomy.getState()), concepts, concept);
        const said = await classify(chosen.box, asked);
        if (get().selected === box && get().answer === answer) set({ table: { ...said, asked } });
      } catch (error) {
        fail(error);
      }
    },

    save: () => {
      const { draft, concepts, words } = saveConcepts(draftNow(useTaxonomy.getState()), get().concepts);
      set({ concepts });
      before = draft;
      useTaxonomy.getState().replace(draft);
      set({ notice: words });
    },

    cancel: () => {
      const { working } = get();
      if (working === 'pictures') {
        shown++;
        void lab().cancelScans();
      } else {
        endBench();
        loaded = null;
      }
      set({ working: null, progress: null, models: working === 'pictures' ? get().models : null });
    },

    fail,
  };
});

let before = draftNow(useTaxonomy.getState());

/** Classes that are edited elsewhere change on the bench too; a preset brings its own. */
function followDraft(): void {
  const after = draftNow(useTaxonomy.getState());
  if (after === before) return;
  const { concepts, change } = useBench.getState();
  useBench.setState({ concepts: follow(concepts, before, after) });
  before = after;
  // Asks for boxes at the thresholds as they are now.
  const [first] = useBench.getState().concepts;
  if (first) change(first.key, { threshold: first.threshold });
}
useTaxonomy.subscribe(followDraft);
useExperiment.subscribe(followDraft);

// A run needs the memory; what is known of the picture goes with the models.
useSession.subscribe((now, then) => {
  if (!isBusy(now) || isBusy(then) || !benchIsOpen()) return;
  endBench();
  loaded = null;
  useBench.setState({ ...UNSEEN, models: null });
});

function sameOrigin(a: ModelOrigin, b: ModelOrigin): boolean {
  if (a.kind === 'folder') return b.kind === 'folder' && a.handle === b.handle;
  if (a.kind === 'hub') return b.kind === 'hub' && a.clip === b.clip && a.owl === b.owl;
  return b.kind === a.kind;
}
