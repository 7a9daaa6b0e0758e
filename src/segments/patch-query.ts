/** Which patches are shown, and in which order. */
import { type Decision, decisionOn, seenBox } from '../../workers/decisions';
import { VERDICTS } from '../../workers/patch-columns';
import { ANY_MEASURE, areaOf, type Ranges, withinRanges } from './patch-ranges';
import type { PatchTable } from './patch-table';

export type Order = keyof typeof KEYS;

/** `all`, `rejected`, `decided` by a person whatever became of it, or one of the verdicts. */
export type Outcome = 'all' | 'rejected' | 'decided' | (typeof VERDICTS)[number];

export interface PatchQuery {
  outcome: Outcome;
  /** Class that was looked for; null: any. */
  to: number | null;
  /** First and last iteration, as they are counted from 0; null: open. */
  first: number | null;
  last: number | null;
  /** Part of the picture's path, in any case. */
  picture: string;
  ranges: Ranges;
  order: Order;
}

export const ALL_PATCHES: PatchQuery = {
  outcome: 'all',
  to: null,
  first: null,
  last: null,
  picture: '',
  ranges: ANY_MEASURE,
  order: 'newest',
};

/** The same, of what was considered in the first `done` iterations; null: in all. */
export function queryUntil(query: PatchQuery, done: number | null): PatchQuery {
  return done === null ? query : { ...query, last: Math.min(query.last ?? done - 1, done - 1) };
}

/** Larger than the number of patches in a table: a key and a patch's place are sorted as one number. */
const PLACES = 2 ** 22;

/**
 * Serial numbers of the patches that fit, in order; equals stand with the newest first.
 * @param holding decisions that hold: patches of their objects are decided too, also those that were considered before
 */
export function found(table: PatchTable, query: PatchQuery, holding: readonly Decision[] = []): Uint32Array {
  const { columns, dropped } = table;
  const { first, last, to } = query;
  const fits = verdictsOf(query.outcome);
  const pictures = picturesOf(columns.files, query.picture);
  const within = withinRanges(columns, query.ranges);
  const key: (columns: Columns, i: number) => number = KEYS[query.order];
  const places = query.order === 'picture' ? alphabetical(columns.files) : null;
  const sorted = new Float64Array(columns.count);
  let count = 0;
  for (let i = 0; i < columns.count; i++) {
    const t = columns.iteration[i]!;
    if (!fits[columns.verdict[i]!] || (to !== null && columns.to[i] !== to)) continue;
    if ((first !== null && t < first) || (last !== null && t > last)) continue;
    if (pictures && !pictures[columns.file[i]!]) continue;
    if (!within(i)) continue;
    if (query.outcome === 'decided' && !isDecided(table, i, holding)) continue;
    // Every key is a whole number below 2^31, which leaves room for the place in a float's 53 bits.
    const rank = places ? places[columns.file[i]!]! : key(columns, i);
    sorted[count++] = rank * PLACES + (query.order === 'oldest' ? i : PLACES - 1 - i);
  }
  const kept = sorted.subarray(0, count).sort();
  return Uint32Array.from(kept, (value) => {
    const place = value % PLACES;
    return dropped + (query.order === 'oldest' ? place : PLACES - 1 - place);
  });
}

/** Whether a person decided what became of the patch, or what will become of its object. */
function isDecided(table: PatchTable, i: number, holding: readonly Decision[]): boolean {
  const { columns, dropped } = table;
  if (columns.ruling[i]! > 0) return true;
  const file = columns.files[columns.file[i]!];
  const about = holding.filter((decision) => decision.file === file);
  return about.length > 0 && decisionOn(about, seenBox(table.at(dropped + i)!)) !== null;
}

export interface Tally {
  /** Patches of each verdict, in the order of `VERDICTS`. */
  verdicts: number[];
  /** Patches by the class that was looked for. */
  targets: Map<number, number>;
}

/** How many patches there are of each kind, whatever is being shown. */
export function tallied({ columns }: PatchTable): Tally {
  const tally: Tally = { verdicts: VERDICTS.map(() => 0), targets: new Map() };
  for (let i = 0; i < columns.count; i++) {
    tally.verdicts[columns.verdict[i]!]! += 1;
    tally.targets.set(columns.to[i]!, (tally.targets.get(columns.to[i]!) ?? 0) + 1);
  }
  return tally;
}

type Columns = PatchTable['columns'];
const TEN_THOUSANDTHS = 10_000; // as exact as scores are recorded
const WITHOUT_SCORE = 2 * TEN_THOUSANDTHS;

const scaled = (score: number): number => Math.round(score * TEN_THOUSANDTHS);
const LARGEST = 2 ** 31 - 1;

/** More than there are train ids. */
const CLASSES = 256;

/** Smallest first; patches without the score come last in both directions. */
const KEYS = {
  newest: () => 0,
  oldest: () => 0,
  'detection-high': ({ detectionScore }, i) => TEN_THOUSANDTHS - scaled(detectionScore[i]!),
  'detection-low': ({ detectionScore }, i) => scaled(detectionScore[i]!),
  'class-high': ({ classScore }, i) =>
    Number.isNaN(classScore[i]!) ? WITHOUT_SCORE : TEN_THOUSANDTHS - scaled(classScore[i]!),
  'class-low': ({ classScore }, i) => (Number.isNaN(classScore[i]!) ? WITHOUT_SCORE : scaled(classScore[i]!)),
  'area-large': (columns, i) => LARGEST - Math.min(LARGEST, areaOf(columns, i)),
  'area-small': (columns, i) => Math.min(LARGEST, areaOf(columns, i)),
  'changed-most': ({ relabeledPixels }, i) => LARGEST - Math.min(LARGEST, relabeledPixels[i]!),
  class: ({ to, from }, i) => to[i]! * CLASSES + from[i]!,
  /** By the place of their names, see `alphabetical`. */
  picture: () => 0,
} satisfies Record<string, (columns: Columns, i: number) => number>;

function verdictsOf(outcome: Outcome): boolean[] {
  return VERDICTS.map((verdict) => {
    if (outcome === 'all' || outcome === 'decided') return true;
    return outcome === 'rejected' ? verdict !== 'accepted' : verdict === outcome;
  });
}

function picturesOf(files: readonly string[], part: string): boolean[] | null {
  const wanted = part.trim().toLowerCase();
  return wanted ? files.map((file) => file.toLowerCase().includes(wanted)) : null;
}

/** Where each path stands among all of them. */
function alphabetical(files: readonly string[]): Uint32Array {
  const order = files.map((_, i) => i).sort((a, b) => (files[a]! < files[b]! ? -1 : 1));
  const places = new Uint32Array(files.length);
  order.forEach((file, place) => {
    places[file] = place;
  });
  return places;
}
