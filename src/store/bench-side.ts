/** One detector on the prompt bench: which it is, and what it and its CLIP said about the picture. */
import { create } from 'zustand';
import type { BenchAnswer, BenchClassification, BenchPrompts } from '../../workers/prompt-bench';
import type { Progress } from '../../workers/protocol';
import { sentenceOf } from '../app/sentence';
import { BenchCancelled, BenchWorker } from '../taxonomy/bench-worker';
import {
  type Concept,
  clipQuestion,
  cutWindow,
  isAnswered,
  promptsOf,
  questionOf,
  type Window,
} from '../taxonomy/concepts';
import { bench as words } from '../words/store';
import { type BenchModels, chosenModels, sameOrigin } from './bench-models';
import type { BenchPicture } from './bench-pictures';
import { configOf, useExperiment } from './experiment';
import { draftNow, useTaxonomy } from './taxonomy';

/** CLIP's answer for one box, and what it was asked. */
export interface ClipTable extends BenchClassification {
  asked: BenchPrompts;
}

export interface SideState {
  /** Null: those that are chosen for runs too. */
  source: BenchModels | null;
  /** Null: whichever the models have. */
  detector: 'owlvit' | 'owlv2' | null;
  working: 'models' | 'looking' | null;
  progress: Progress | null;
  error: string | null;
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
  /** Another detector; the picture is to be looked at again. */
  choose(part: Partial<Pick<SideState, 'source' | 'detector'>>): void;
  look(picture: BenchPicture, window: Window, concepts: Concept[]): Promise<void>;
  /** Asks for boxes at other thresholds, without looking again. */
  ask(concepts: Concept[]): Promise<void>;
  select(box: number | null): Promise<void>;
  /** Forgets what was said. */
  forget(): void;
  /** Gives up whatever goes on, and the models. */
  end(): void;
}

const UNSEEN = { seen: null, window: null, answer: null, asked: [], selected: null, table: null, error: null };

export type Side = ReturnType<typeof createSide>;

function createSide() {
  const worker = new BenchWorker();
  /** What the worker has loaded. */
  let loaded: (BenchModels & { detector: SideState['detector'] }) | null = null;
  /** Thresholds move faster than answers come: only the last question counts. */
  let question = 0;

  return create<SideState>()((set, get) => {
    const fail = (error: unknown) => {
      if (error instanceof BenchCancelled) return;
      set({ error: sentenceOf(error) });
    };

    const load = async (): Promise<void> => {
      const { source, detector } = get();
      const models = source ?? chosenModels();
      if (!models) throw new Error(words.noModels);
      if (loaded && worker.isOpen && loaded.detector === detector && sameOrigin(loaded.origin, models.origin)) return;
      set({ working: 'models', models: null });
      const names = await worker.openBench(models.origin, detector, (progress) => set({ progress }));
      loaded = { ...models, detector };
      set({ models: words.models(names.owl, names.clip), progress: null });
    };

    return {
      source: null,
      detector: null,
      working: null,
      progress: null,
      models: null,
      ...UNSEEN,

      choose: (part) => set({ ...part, ...UNSEEN }),

      look: async (picture, window, concepts) => {
        if (get().working) return;
        question++;
        set({ ...UNSEEN, progress: null });
        try {
          await load();
          set({ working: 'looking' });
          const { width, height } = window;
          const prompts = promptsOf(concepts);
          const mine = question;
          await worker.look({ width, height, rgb: cutWindow(picture.rgb, picture.width, window) }, prompts);
          if (mine !== question) return; // another picture was chosen meanwhile
          set({ seen: prompts, window });
          await get().ask(concepts);
        } catch (error) {
          fail(error);
        } finally {
          set({ working: null, progress: null });
        }
      },

      ask: async (concepts) => {
        const { seen } = get();
        if (!seen) return;
        const mine = ++question;
        if (concepts.length === 0 || !isAnswered(concepts, seen)) {
          set({ answer: null, selected: null, table: null });
          return;
        }
        try {
          const { nmsIou } = configOf(useExperiment.getState()).relabeling;
          const answer = await worker.boxes(questionOf(concepts, nmsIou));
          if (mine === question) set({ answer, asked: concepts, selected: null, table: null });
        } catch (error) {
          fail(error);
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
          const said = await worker.classify(chosen.box, asked);
          if (get().selected === box && get().answer === answer) set({ table: { ...said, asked } });
        } catch (error) {
          fail(error);
        }
      },

      forget: () => {
        question++;
        set(UNSEEN);
      },

      end: () => {
        question++;
        worker.end();
        loaded = null;
        set({ ...UNSEEN, working: null, progress: null, models: null });
      },
    };
  });
}

/** The detector of the bench, and the one that it is compared with. */
export const SIDES = [createSide(), createSide()] as const;
