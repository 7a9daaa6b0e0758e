/**
 * The relabeling map: which target class hides under which source class, and how that is found out.
 *
 * Elements without a source ('auto') collect votes first: each accepted patch votes for the pseudo-label class that
 * covers more than half of it. When collection ends, the most frequent class of the target's own category becomes the
 * source; elements that found none are removed. Phases are ranges of iterations (Q10), so that a resumed run, or one
 * that skipped an iteration, is in the phase it should be in.
 */
import { z } from 'zod';
import type { RelabelEntry, RelabelingConfig } from '../experiment/schema';
import type { Taxonomy } from '../experiment/taxonomy';
import { type MapChange, withCategories } from '../map-change';
import { applyChange } from './change-map';
import type { Search } from './proposal';

const VoteSchema = z.object({
  source: z.number().int(),
  count: z.number().int().positive(),
  /** How many of them are of boxes that a person accepted; absent: none. */
  byHand: z.number().int().positive().optional(),
});

const ElementSchema = z.object({
  target: z.number().int(),
  source: z.number().int().nullable(),
  origin: z.enum(['manual', 'auto', 'collected']),
  /** In order of first appearance, which decides ties. */
  votes: z.array(VoteSchema),
  detectionThreshold: z.number(),
  classificationThreshold: z.number().nullable(),
});

/** All that a checkpoint must hold of the map. */
export const RelabelMapStateSchema = z.object({
  version: z.literal(1),
  finalised: z.boolean(),
  elements: z.array(ElementSchema),
  /** Patches relabeled per class since the start, indexed by train id (Q42: patches, not pixels). */
  relabeledPatches: z.array(z.number().int().nonnegative()),
  /** Patches that were pasted by hand, counted apart in the same way; absent: none. */
  relabeledByHand: z.array(z.number().int().nonnegative()).optional(),
  /** Elements that a person took out while the run went on, with their votes; absent: none. */
  setAside: z.array(ElementSchema).optional(),
  /** Prompts that a person changed while the run went on, by rising class; absent: none. */
  prompts: z.array(z.object({ classId: z.number().int(), prompts: z.array(z.string()) })).optional(),
  /** Categories into which a person moved classes while the run went on, by rising class; absent: none. */
  categories: z.array(z.object({ classId: z.number().int(), category: z.string() })).optional(),
});

export type RelabelMapElement = z.infer<typeof ElementSchema>;
export type RelabelMapState = z.infer<typeof RelabelMapStateSchema>;

export interface Phase {
  collecting: boolean;
  relabeling: boolean;
}

/** What one batch does to the map; see `relabelBatch`. */
export interface MapUpdate {
  votes: { target: number; source: number; byHand?: boolean }[];
  /** Targets of the patches that were pasted. */
  relabeled: number[];
  /** Targets of those that were pasted because a person decided it; absent: none. */
  byHand?: number[];
}

type Ranges = Pick<RelabelingConfig, 'collect' | 'relabel'>;

const within = (range: readonly [number, number] | null, t: number): boolean =>
  range !== null && range[0] >= 0 && t >= range[0] && t < range[1];

export class RelabelMap {
  private constructor(
    private readonly taxonomy: Taxonomy,
    private readonly ranges: Ranges,
    private state: RelabelMapState,
  ) {}

  /** The map at iteration 0. @throws where an entry names a class the taxonomy does not have, or names one twice. */
  static fromConfig(config: Ranges & Pick<RelabelingConfig, 'map'>, taxonomy: Taxonomy): RelabelMap {
    const elements = config.map.map((entry) => elementOf(entry));
    checkClasses(elements, taxonomy);
    const relabeledPatches = taxonomy.classes.map(() => 0);
    return new RelabelMap(taxonomy, config, { version: 1, finalised: false, elements, relabeledPatches });
  }

  /** The map of a checkpoint. @throws where the state is not one, or does not fit the taxonomy. */
  static fromState(state: unknown, config: Ranges, taxonomy: Taxonomy): RelabelMap {
    const parsed = RelabelMapStateSchema.safeParse(state);
    if (!parsed.success) throw new Error(`The saved relabeling map is damaged: ${z.prettifyError(parsed.error)}`);
    checkClasses(parsed.data.elements, taxonomy);
    if (parsed.data.relabeledPatches.length !== taxonomy.classes.length)
      throw new Error(
        `The saved relabeling map counts ${parsed.data.relabeledPatches.length} classes, the taxonomy has ${taxonomy.classes.length}.`,
      );
    return new RelabelMap(taxonomy, config, parsed.data);
  }

  /** A map that is as this one, and changes on its own. */
  copy(): RelabelMap {
    return new RelabelMap(this.taxonomy, this.ranges, this.exportState());
  }

  /** Makes a person's change. @throws a sentence where it does not fit; the map is then as it was. */
  apply(change: MapChange): void {
    const { collect } = this.ranges;
    const decided = this.state.finalised || collect === null || collect[0] < 0;
    applyChange(this.state, change, {
      taxonomy: this.taxonomy,
      decided,
      winner: (element) => this.winner(element),
    });
  }

  /** Plain data, independent of the map's further life. */
  exportState(): RelabelMapState {
    return structuredClone(this.state);
  }

  /** Elements in map order, which is the order of the prompts. */
  get elements(): readonly RelabelMapElement[] {
    return this.state.elements;
  }

  /** Patches relabeled so far, by train id. */
  get relabeledPatches(): readonly number[] {
    return this.state.relabeledPatches;
  }

  /** Patches relabeled by hand so far, by train id; all others are in `relabeledPatches`. */
  get relabeledByHand(): readonly number[] {
    return this.state.relabeledByHand ?? [];
  }

  element(target: number): RelabelMapElement {
    const element = this.state.elements.find((e) => e.target === target);
    if (!element) throw new Error(`The relabeling map has no entry for class ${target}.`);
    return element;
  }

  /**
   * Enters iteration `t`: finalises the map when collection is over, and says what this iteration does. Without a
   * range to relabel in, votes are not collected either.
   */
  advance(t: number): Phase {
    const { collect, relabel } = this.ranges;
    if (relabel === null || relabel[0] < 0) return { collecting: false, relabeling: false };
    if (collect !== null && collect[0] >= 0 && t >= collect[1] && !this.state.finalised) this.finalise();
    const collecting = within(collect, t);
    return { collecting, relabeling: within(relabel, t) && this.state.elements.length > 0 };
  }

  /**
   * Classes to look for in iteration `t`, in map order. An element whose source is not known is looked for only while
   * votes are collected (Q7).
   */
  targets({ collecting, relabeling }: Phase): number[] {
    if (!collecting && !relabeling) return [];
    return this.state.elements.filter((e) => collecting || e.source !== null).map((e) => e.target);
  }

  /** What the models are asked in iteration `t`: the classes of `targets` with what holds for them now. */
  search(phase: Phase): Search {
    const entries = this.targets(phase).map((id) => {
      const { target, detectionThreshold, classificationThreshold } = this.element(id);
      return { target, detectionThreshold, classificationThreshold };
    });
    const { prompts = [], categories } = this.state;
    return { entries, prompts, ...(categories && { categories }) };
  }

  /** Adds a batch's votes and counts. */
  record({ votes, relabeled, byHand = [] }: MapUpdate): void {
    for (const { target, source, byHand } of votes) {
      const { votes: counted } = this.element(target);
      let vote = counted.find((v) => v.source === source);
      if (vote) vote.count += 1;
      else {
        vote = { source, count: 1 };
        counted.push(vote);
      }
      if (byHand) vote.byHand = (vote.byHand ?? 0) + 1;
    }
    for (const target of relabeled) this.state.relabeledPatches[target]! += 1;
    if (byHand.length) this.state.relabeledByHand ??= this.taxonomy.classes.map(() => 0);
    for (const target of byHand) this.state.relabeledByHand![target]! += 1;
  }

  private finalise(): void {
    for (const element of this.state.elements) {
      if (element.origin !== 'auto') continue;
      element.source = this.winner(element);
      if (element.source !== null) element.origin = 'collected';
    }
    this.state.elements = this.state.elements.filter((e) => e.origin !== 'auto');
    this.state.finalised = true;
  }

  /** Most voted class of the target's category, the first one on a tie; null for none, or for the target itself. */
  private winner({ target, votes }: Pick<RelabelMapElement, 'target' | 'votes'>): number | null {
    const { classes } = withCategories(this.taxonomy, this.state.categories ?? []);
    let best: { source: number; count: number } | null = null;
    for (const vote of votes)
      if (classes[vote.source]?.category === classes[target]!.category && vote.count > (best?.count ?? 0)) best = vote;
    return best === null || best.source === target ? null : best.source;
  }
}

function elementOf(entry: RelabelEntry): RelabelMapElement {
  return { ...entry, origin: entry.source === null ? 'auto' : 'manual', votes: [] };
}

function checkClasses(elements: readonly RelabelMapElement[], taxonomy: Taxonomy): void {
  const seen = new Set<number>();
  for (const { target, source } of elements) {
    for (const id of source === null ? [target] : [target, source])
      if (!taxonomy.classes[id])
        throw new Error(
          `The relabeling map names class ${id}, but the taxonomy ends at ${taxonomy.classes.length - 1}.`,
        );
    if (seen.has(target)) throw new Error(`The relabeling map names target class ${target} twice; keep one entry.`);
    seen.add(target);
  }
}
