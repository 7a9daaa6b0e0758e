/**
 * Checks a data set before a run: every file is looked at once, what is wrong is named once with what to do, and the
 * pixels of every class are counted.
 */
import type { Directory, WritableDirectory } from '../host';
import type { Layout, Progress, ScanReport } from '../protocol';
import { assemble, type Reading, type Result, type SampleRecord } from './assemble';
import { checkItem, countHere, type LabelCounter } from './check';
import { knownCounts } from './known-counts';
import { in16Classes } from './layouts/label-ids';
import type { DatasetIndex, Item } from './layouts/layout';
import { type Recognised, recognise } from './layouts/recognise';
import { Gate, inParallel } from './parallel';
import { type ItemStatistics, StatisticsStore } from './statistics';

/** Reads that wait for the disk at the same time: more bring nothing, fewer leave it idle. */
const READS_IN_FLIGHT = 64;
/** Enough for any pool; decoding a 16-bit label of 2048 x 1024 pixels needs about 40 MB for a moment. */
const DECODES_IN_FLIGHT = 6;
const PROGRESS_INTERVAL_MS = 100;

export interface ScanOptions {
  /** Takes the folder for this layout instead of finding out; `gta16` is GTA in the 16-class taxonomy. */
  as?: Layout | 'gta16';
  /** A map in place of the data set's own, or its ids in 16 classes. */
  reading?: Reading;
  /** Keeps what was found out for the next visit. */
  storage?: WritableDirectory;
  /** Counts label files elsewhere than in this thread. */
  count?: LabelCounter;
}

/** A report together with what a run needs to read the data set. */
export interface Scan {
  report: ScanReport;
  /** Usable items only; null where no data set was found. */
  index: DatasetIndex | null;
  /** Class counts of the labelled items, by split, in the order of the index. */
  statistics: Record<string, ItemStatistics[]>;
  samples: SampleRecord[];
}

/**
 * Recognises and checks a folder.
 *
 * Items with a problem are left out of index, counts and statistics. A folder that is no data set gets a report with
 * layout null and one problem that says what was looked for.
 *
 * @throws only when `signal` is aborted, or when the folder itself cannot be listed.
 */
export async function scanFolder(
  folder: Directory,
  options: ScanOptions = {},
  onProgress: (progress: Progress) => void = () => {},
  signal?: AbortSignal,
): Promise<Scan> {
  const found = await list(folder, options, onProgress, signal);
  if (!found.index) {
    const problems = [{ file: folder.name, message: found.message }];
    const report = { layout: null, pairs: 0, classPixels: {}, problems };
    return { report, index: null, statistics: {}, samples: [] };
  }
  const results = await check(found.index, options, onProgress, signal);
  return assemble(found.index, results, readingOf(options));
}

/** What the folder holds, before any file is opened. */
export async function list(
  folder: Directory,
  { as }: Pick<ScanOptions, 'as'>,
  onProgress: (progress: Progress) => void = () => {},
  signal?: AbortSignal,
): Promise<Recognised> {
  onProgress({ what: `Listing ${folder.name}`, done: 0, total: 0, secondsLeft: null });
  return recognise(folder, { as: as === 'gta16' ? 'gta' : as }, signal);
}

export function readingOf({ as, reading }: Pick<ScanOptions, 'as' | 'reading'>): Reading {
  return { ...reading, classes16: reading?.classes16 || as === 'gta16' };
}

/** The items of a listing, not yet checked. */
export function unchecked({ splits }: DatasetIndex): Result[] {
  return Object.entries(splits).flatMap(([split, items]) => items.map((item) => ({ split, item, checked: null })));
}

/**
 * Looks at every file of a listing. What was found out is kept even where it is given up.
 *
 * @param results filled one by one, so that others can look on; by default made here.
 * @throws only when `signal` is aborted.
 */
export async function check(
  index: DatasetIndex,
  options: Pick<ScanOptions, 'as' | 'reading' | 'storage' | 'count'>,
  onProgress: (progress: Progress) => void = () => {},
  signal?: AbortSignal,
  results = unchecked(index),
): Promise<Result[]> {
  const store = options.storage ? await StatisticsStore.open(options.storage, index) : null;
  const tick = progressTimer(`Checking ${index.name}`, results.length, onProgress);
  const decoding = new Gate(DECODES_IN_FLIGHT);
  const counter = options.count ?? countHere;
  const count: LabelCounter = (...label) => decoding.run(() => counter(...label));
  const { map, classes16 } = readingOf(options);
  const ruleOf = ({ rule }: Item) => rule && (classes16 ? in16Classes(rule) : rule);
  // A map of one's own needs the values themselves.
  const known = map ? null : await knownCounts(index, count, ruleOf);
  if (known && 'message' in known) index.problems.push(known);
  const tools = { store, count, known: known && 'counts' in known ? known : null };
  try {
    await inParallel(results, READS_IN_FLIGHT, async (result) => {
      signal?.throwIfAborted();
      result.checked = await checkItem(result.split, { ...result.item, rule: ruleOf(result.item) }, tools);
      tick();
    });
  } finally {
    await store?.save();
  }
  return results;
}

/** Reports at most every 100 ms, and at the end. */
function progressTimer(what: string, total: number, onProgress: (progress: Progress) => void): () => void {
  const start = performance.now();
  let done = 0;
  let last = start;
  onProgress({ what, done, total, secondsLeft: null });
  return () => {
    const now = performance.now();
    done++;
    if (now - last < PROGRESS_INTERVAL_MS && done < total) return;
    last = now;
    onProgress({ what, done, total, secondsLeft: (((now - start) / done) * (total - done)) / 1000 });
  };
}
