/** The prompt bench: what is looked for on a picture, by one detector or by two. */
import { create } from 'zustand';
import {
  type Concept,
  conceptNamed,
  conceptOf,
  follow,
  type Part,
  promptsOf,
  saveConcepts,
  windowOf,
} from '../taxonomy/concepts';
import { bench as words } from '../words/store';
import { useBenchModels } from './bench-models';
import { useBenchPictures } from './bench-pictures';
import { SIDES } from './bench-side';
import { configOf, useExperiment } from './experiment';
import { useModels } from './models';
import { isBusy, useSession } from './session';
import { draftNow, useTaxonomy } from './taxonomy';

interface BenchState {
  concepts: Concept[];
  part: Part;
  /** Two detectors look at the same picture. */
  comparing: boolean;
  /** What was done, in words. */
  notice: string | null;
  /** Puts the classes of the relabeling map on the bench, where it is empty. */
  fill(): void;
  add(name: string): void;
  change(key: number, part: Partial<Pick<Concept, 'prompts' | 'threshold' | 'clip'>>): void;
  remove(key: number): void;
  /** Another part of the picture; it is to be looked at again. */
  choosePart(part: Part): void;
  compare(comparing: boolean): void;
  look(): Promise<void>;
  save(): void;
  cancel(): void;
}

let nextKey = 1;

const [first, second] = SIDES;

/** Asks for boxes at the thresholds of now. */
const ask = (concepts: Concept[]) => {
  for (const side of SIDES) void side.getState().ask(concepts);
};

const forget = () => {
  for (const side of SIDES) side.getState().forget();
};

export const useBench = create<BenchState>()((set, get) => ({
  concepts: [],
  part: 'whole',
  comparing: false,
  notice: null,

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
      set({ notice: words.lookedFor(typed) });
      return;
    }
    const added = [...concepts, conceptNamed(draftNow(useTaxonomy.getState()), typed, nextKey++)];
    set({ concepts: added, notice: null });
    ask(added);
  },

  change: (key, part) => {
    const concepts = get().concepts.map((concept) => (concept.key === key ? { ...concept, ...part } : concept));
    set({ concepts, notice: null });
    if (part.prompts || part.threshold !== undefined) ask(concepts);
  },

  remove: (key) => {
    const concepts = get().concepts.filter((concept) => concept.key !== key);
    set({ concepts });
    ask(concepts);
  },

  choosePart: (part) => {
    set({ part });
    forget();
  },

  compare: (comparing) => {
    set({ comparing });
    if (!comparing) second.getState().end();
    else if (!second.getState().source) {
      // Others than the first side's, where there are any.
      const { kind } = useModels.getState();
      const others = useBenchModels
        .getState()
        .known.filter(({ origin }) => (origin.kind === 'builtin') !== (kind === 'builtin'));
      second.getState().choose({ source: others.at(-1) ?? null });
    }
  },

  look: async () => {
    const { part, concepts, comparing } = get();
    const { picture } = useBenchPictures.getState();
    if (!picture || promptsOf(concepts).length === 0) return;
    set({ notice: null });
    const window = windowOf(part, picture, configOf(useExperiment.getState()).data.target);
    await first.getState().look(picture, window, concepts);
    if (comparing && second.getState().source && useBenchPictures.getState().picture === picture)
      await second.getState().look(picture, window, get().concepts);
  },

  save: () => {
    const { draft, concepts, words } = saveConcepts(draftNow(useTaxonomy.getState()), get().concepts);
    set({ concepts });
    before = draft;
    useTaxonomy.getState().replace(draft);
    set({ notice: words });
  },

  cancel: () => {
    for (const side of SIDES) if (side.getState().working) side.getState().end();
  },
}));

let before = draftNow(useTaxonomy.getState());

/** Classes that are edited elsewhere change on the bench too; a preset brings its own. */
function followDraft(): void {
  const after = draftNow(useTaxonomy.getState());
  if (after === before) return;
  const concepts = follow(useBench.getState().concepts, before, after);
  useBench.setState({ concepts });
  before = after;
  ask(concepts);
}
useTaxonomy.subscribe(followDraft);
useExperiment.subscribe(followDraft);

// What was said is about one picture.
useBenchPictures.subscribe((now, then) => {
  if (now.picture === then.picture) return;
  forget();
  useBench.setState({ notice: null });
});

// A run needs the memory; what is known of the picture goes with the models.
useSession.subscribe((now, then) => {
  if (isBusy(now) && !isBusy(then)) for (const side of SIDES) side.getState().end();
});
