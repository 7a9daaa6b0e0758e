/** Memory of the graphics card as the person says it, and how much runs would take. */
import { create } from 'zustand';
import { largestThatFits, memoryKey } from '../../workers/experiment/fits';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import type { MemoryPlan, ModelOrigin } from '../../workers/protocol';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';

export const GIGABYTE = 1e9;
const DEFAULT_GIGABYTES = 8;
const STORAGE_KEY = 'graphics-gigabytes';

/** What is known of one configuration; `asked` while it is being counted. */
export type Known = { plan: MemoryPlan } | { failure: string } | 'asked';

interface MemoryState {
  gigabytes: number;
  /** By `planKey`. */
  known: Readonly<Record<string, Known>>;
  /** Presets that are still to be counted while the largest is looked for; null when none is looked for. */
  searching: { done: number; total: number } | null;
  setGigabytes(gigabytes: number): void;
  /** Counts a configuration, where it is not known yet. */
  ask(config: ExperimentConfig, models: ModelOrigin | null): Promise<void>;
  /** The largest of the presets that fits, or null. */
  findLargest(presets: Readonly<Record<string, ExperimentConfig>>, models: ModelOrigin | null): Promise<string | null>;
}

export const useMemory = create<MemoryState>()((set, get) => ({
  gigabytes: storedGigabytes(),
  known: {},
  searching: null,
  setGigabytes: (gigabytes) => {
    set({ gigabytes });
    localStorage.setItem(STORAGE_KEY, `${gigabytes}`);
  },
  ask: async (config, models) => {
    const key = planKey(config, models);
    if (get().known[key]) return;
    const learn = (what: Known) => set(({ known }) => ({ known: { ...known, [key]: what } }));
    learn('asked');
    try {
      learn({ plan: await lab().planMemory(config, models) });
    } catch (error) {
      learn({ failure: sentenceOf(error) });
    }
  },
  findLargest: async (presets, models) => {
    const all = Object.entries(presets);
    const plans = new Map<string, MemoryPlan>();
    try {
      for (const [i, [id, config]] of all.entries()) {
        set({ searching: { done: i, total: all.length } });
        await get().ask(config, models);
        const known = get().known[planKey(config, models)];
        if (typeof known === 'object' && 'plan' in known) plans.set(id, known.plan);
      }
      return largestThatFits(plans, get().gigabytes * GIGABYTE);
    } finally {
      set({ searching: null });
    }
  },
}));

/** Plans of equal keys are equal. */
export function planKey(config: ExperimentConfig, models: ModelOrigin | null): string {
  const origin = models && { ...models, handle: 'handle' in models ? models.handle.name : null };
  return `${memoryKey(config)} ${JSON.stringify(config.relabeling.relabel ? origin : null)}`;
}

function storedGigabytes(): number {
  const value = Number(globalThis.localStorage?.getItem(STORAGE_KEY));
  return value > 0 ? value : DEFAULT_GIGABYTES;
}
