/** What is looked for on the prompt bench, as questions to the models and as edits of the classes. */

import { freshColor, OTHER_CATEGORY } from '../../workers/experiment/class-list';
import type { BenchAnswer, BenchPrompts, BenchQuestion } from '../../workers/prompt-bench';
import { concepts as words } from '../words/taxonomy-bench';
import { addClass, changeClass, changeEntry, type Draft } from './draft';

export interface Concept {
  key: number;
  /** Train id; null for something that is no class yet. */
  classId: number | null;
  name: string;
  prompts: string[];
  /** Of the detector's score, 0..1; a score must be greater. */
  threshold: number;
  /** Of CLIP's probability; null where the map has no entry for the class, or one without. */
  clip: number | null;
}

/** Threshold of what is in no map, as the paper has it for most classes. */
const USUAL_THRESHOLD = 0.1;

/** A class of the draft, with the thresholds of its entry. */
export function conceptOf(draft: Draft, classId: number, key: number): Concept {
  const { name, prompts } = draft.taxonomy.classes[classId]!;
  const entry = draft.map.find(({ target }) => target === classId);
  const threshold = entry?.detectionThreshold ?? USUAL_THRESHOLD;
  return { key, classId, name, prompts, threshold, clip: entry?.classificationThreshold ?? null };
}

/** Something that was typed: the class of that name, or a concept that is looked for by its name. */
export function conceptNamed(draft: Draft, name: string, key: number): Concept {
  const classId = draft.taxonomy.classes.findIndex((info) => info.name.toLowerCase() === name.toLowerCase());
  if (classId >= 0) return conceptOf(draft, classId, key);
  return { key, classId: null, name, prompts: [name], threshold: USUAL_THRESHOLD, clip: null };
}

/** All prompts in their order, each once. */
export const promptsOf = (concepts: readonly Concept[]): string[] => [
  ...new Set(concepts.flatMap(({ prompts }) => prompts)),
];

/** True where the detector said something about every prompt that is asked for. */
export const isAnswered = (concepts: readonly Concept[], seen: readonly string[]): boolean =>
  promptsOf(concepts).every((prompt) => seen.includes(prompt));

/** What the worker is asked; a concept's place in the list is its number. */
export function questionOf(concepts: readonly Concept[], nmsIou: number): BenchQuestion {
  return {
    prompts: concepts.flatMap(({ prompts }) => prompts),
    classOf: concepts.flatMap(({ prompts }, i) => prompts.map(() => i)),
    thresholds: concepts.map(({ threshold }) => threshold),
    nmsIou,
  };
}

/**
 * What CLIP compares a box with: the prompts of all classes of the category, as a run does, with those of the bench in
 * place of the draft's. Something that is no class is compared with everything on the bench.
 *
 * `classOf` is a train id, or -1 - i for the bench's concept i that is no class.
 */
export function clipQuestion(draft: Draft, concepts: readonly Concept[], asked: Concept): BenchPrompts {
  const list: BenchPrompts = { prompts: [], classOf: [] };
  const add = (prompts: readonly string[], id: number) => {
    for (const prompt of prompts) {
      list.prompts.push(prompt);
      list.classOf.push(id);
    }
  };
  if (asked.classId === null) {
    for (const [i, { prompts, classId }] of concepts.entries()) add(prompts, classId ?? -1 - i);
    return list;
  }
  const { classes } = draft.taxonomy;
  const { category } = classes[asked.classId]!;
  for (const [id, info] of classes.entries())
    if (info.category === category) add(concepts.find(({ classId }) => classId === id)?.prompts ?? info.prompts, id);
  return list;
}

/** Three digits that matter, as they are shown. */
export const rounded = (score: number): number => Number(score.toPrecision(3));

/**
 * The draft with the prompts and thresholds of the bench; what was no class becomes one, at the end.
 *
 * @returns the concepts too, which now are all classes, and what was done in words.
 */
export function saveConcepts(
  before: Draft,
  concepts: readonly Concept[],
): { draft: Draft; concepts: Concept[]; words: string } {
  let draft = before;
  const outside: string[] = [];
  let thresholds = 0;
  const saved = concepts.map((concept) => {
    const { classes } = draft.taxonomy;
    const { name, prompts, threshold, clip } = concept;
    const classId = concept.classId ?? classes.length;
    if (concept.classId === null)
      draft = addClass({ name, category: OTHER_CATEGORY, color: freshColor(classId), prompts })(draft);
    else if (prompts.join('\n') !== classes[classId]!.prompts.join('\n'))
      draft = changeClass(classId, { prompts })(draft);
    if (draft.map.some(({ target }) => target === classId)) {
      thresholds++;
      draft = changeEntry(classId, { detectionThreshold: rounded(threshold), classificationThreshold: clip })(draft);
    } else outside.push(name);
    return { ...concept, classId };
  });
  const added = draft.taxonomy.classes.length - before.taxonomy.classes.length;
  const sentences = [
    words.saved(concepts.length, thresholds),
    added ? words.newClasses(draft.taxonomy.classes.slice(-added).map(({ name }) => name)) : '',
    outside.length ? words.outside(outside) : '',
  ];
  return { draft, concepts: saved, words: sentences.filter((sentence) => sentence !== '').join(' ') };
}

export type Part = 'whole' | 'left' | 'middle' | 'right';

export interface Window {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Factor between a picture and what a run makes of it: as large as fits into `resize`, its sides in any order. */
export function runScale(resize: readonly [number, number], width: number, height: number): number {
  return Math.min(Math.max(...resize) / Math.max(width, height), Math.min(...resize) / Math.min(width, height));
}

/** The part of a picture that is looked at; other parts than the whole are as large as a run's crops. */
export function windowOf(
  part: Part,
  picture: { width: number; height: number },
  target: { resize: readonly [number, number]; crop: readonly [number, number] },
): Window {
  const { width, height } = picture;
  if (part === 'whole') return { x: 0, y: 0, width, height };
  const scale = runScale(target.resize, width, height);
  const w = Math.min(width, Math.max(1, Math.round(target.crop[0] / scale)));
  const h = Math.min(height, Math.max(1, Math.round(target.crop[1] / scale)));
  const x = { left: 0, middle: Math.floor((width - w) / 2), right: width - w }[part];
  return { x, y: Math.floor((height - h) / 2), width: w, height: h };
}

/** The pixels of a window. */
export function cutWindow(rgb: Uint8Array, stride: number, { x, y, width, height }: Window): Uint8Array {
  const cut = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * stride + x) * 3;
    cut.set(rgb.subarray(from, from + width * 3), row * width * 3);
  }
  return cut;
}

/** "12 boxes above the thresholds", or what would have to change for one. */
export function foundWords(concepts: readonly Concept[], { boxes, best }: BenchAnswer): string {
  if (boxes.length > 0) return words.found(boxes.length);
  const top = best.indexOf(Math.max(...best));
  return words.noneFound(concepts[top]?.name ?? '', rounded(best[top] ?? 0));
}

/** Concepts after the classes were edited elsewhere: what changed there is taken over, the rest of the bench stays. */
export function follow(concepts: readonly Concept[], before: Draft, after: Draft): Concept[] {
  return concepts.map((concept) => {
    const { classId, key, name } = concept;
    const was = classId === null ? undefined : before.taxonomy.classes[classId];
    const byName = after.taxonomy.classes.findIndex((info) => info.name === (was?.name ?? name));
    const renamed = before.taxonomy.classes.length === after.taxonomy.classes.length ? classId : null;
    const id = byName >= 0 ? byName : renamed;
    if (id === null || !was || classId === null) return { ...concept, classId: id };
    const told = (draft: Draft, k: number) => JSON.stringify({ ...conceptOf(draft, k, key), classId: null });
    return told(before, classId) === told(after, id) ? { ...concept, classId: id } : conceptOf(after, id, key);
  });
}
