/**
 * What a person edits before a run starts: classes with categories, colours and prompts, the relabeling map, and which
 * classes are things. Every edit gives a new draft; ids in the map follow when classes are taken out.
 */
import type { ExperimentConfig, RelabelEntry } from '../../workers/experiment/schema';
import { CITYSCAPES, type ClassInfo, type Taxonomy, THING_CLASSES } from '../../workers/experiment/taxonomy';
import { draft as words } from '../words/taxonomy';

export interface Draft {
  taxonomy: Taxonomy;
  map: RelabelEntry[];
  /** Small and moving classes, whose pretrained features a run holds on to. */
  things: number[];
}

export type Edit = (draft: Draft) => Draft;

/** What a configuration says. Where it holds on to the features of every class, things are Cityscapes' by name. */
export function draftOf({ taxonomy, relabeling, method }: ExperimentConfig): Draft {
  return { taxonomy, map: relabeling.map, things: method.featureDistance.classes ?? thingsOf(taxonomy) };
}

/** Classes that have the name of one of Cityscapes' things. */
export function thingsOf(taxonomy: Taxonomy): number[] {
  const names = new Set(THING_CLASSES.map((id) => CITYSCAPES.classes[id]!.name));
  return taxonomy.classes.flatMap(({ name }, id) => (names.has(name) ? [id] : []));
}

/** The configuration with a draft in place of what it says; null: as it is. */
export function withDraft(config: ExperimentConfig, draft: Draft | null): ExperimentConfig {
  if (!draft) return config;
  const { featureDistance } = config.method;
  const classes = featureDistance.classes === null ? null : draft.things;
  // Without a thing there is nothing to hold on to.
  const lambda = classes?.length === 0 ? 0 : featureDistance.lambda;
  return {
    ...config,
    taxonomy: draft.taxonomy,
    relabeling: { ...config.relabeling, map: draft.map },
    method: { ...config.method, featureDistance: { ...featureDistance, lambda, classes } },
  };
}

/** Changes one class. */
export const changeClass =
  (id: number, part: Partial<ClassInfo>): Edit =>
  (draft) => ({
    ...draft,
    taxonomy: { classes: draft.taxonomy.classes.map((info, k) => (k === id ? { ...info, ...part } : info)) },
  });

/** Adds a class at the end, so that no other class changes its id. */
export const addClass =
  (info: ClassInfo): Edit =>
  (draft) => ({ ...draft, taxonomy: { classes: [...draft.taxonomy.classes, info] } });

/** Takes a class out with its entry; where it was a source, the source is to be found out. Later ids move up. */
export const removeClass =
  (id: number): Edit =>
  (draft) => {
    const moved = (other: number) => (other > id ? other - 1 : other);
    return {
      taxonomy: { classes: draft.taxonomy.classes.filter((_, k) => k !== id) },
      map: draft.map
        .filter(({ target }) => target !== id)
        .map((entry) => ({
          ...entry,
          target: moved(entry.target),
          source: entry.source === null || entry.source === id ? null : moved(entry.source),
        })),
      things: draft.things.filter((other) => other !== id).map(moved),
    };
  };

export const setThing =
  (id: number, thing: boolean): Edit =>
  (draft) => ({
    ...draft,
    things: [...draft.things.filter((other) => other !== id), ...(thing ? [id] : [])].sort((a, b) => a - b),
  });

/** What the paper uses for most classes; a new entry finds its source out by votes. */
export const NEW_ENTRY = { source: null, detectionThreshold: 0.1, classificationThreshold: 0.5 };

/** Adds a target class to the map; one that is there stays as it is. */
export const addEntry =
  (target: number): Edit =>
  (draft) =>
    draft.map.some((entry) => entry.target === target)
      ? draft
      : { ...draft, map: [...draft.map, { target, ...NEW_ENTRY }] };

export const removeEntry =
  (target: number): Edit =>
  (draft) => ({ ...draft, map: draft.map.filter((entry) => entry.target !== target) });

export const changeEntry =
  (target: number, part: Partial<Omit<RelabelEntry, 'target'>>): Edit =>
  (draft) => ({ ...draft, map: draft.map.map((entry) => (entry.target === target ? { ...entry, ...part } : entry)) });

/** What keeps a run from starting with the draft, a sentence each. */
export function draftProblems({ taxonomy: { classes }, map }: Draft): string[] {
  const problems: string[] = [];
  for (const { target, source } of map) {
    const info = classes[target]!;
    if (info.prompts.length === 0) problems.push(words.noPrompt(info.name));
    if (source === target) problems.push(words.ownSource(info.name));
  }
  return problems;
}

/**
 * The first class that known data sets call otherwise, because they are read with Cityscapes' ids; null for none.
 * Classes that come after those are nobody's.
 */
export function firstOtherClass({ classes }: Taxonomy): number | null {
  const id = CITYSCAPES.classes.findIndex(({ name }, k) => classes[k]?.name !== name);
  return id < 0 ? null : id;
}
