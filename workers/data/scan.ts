/**
 * Checks a data set before a run: every file is looked at once, what is wrong is named once with what to do, and the
 * pixels of every class are counted.
 */
import type { Directory, WritableDirectory } from '../host';
import type { Layout, Progress, ScanReport } from '../protocol';
import { type ClassCounts, countClasses, decodeLabel, sumCounts } from './labels';
import type { DatasetIndex, Item, Problem } from './layouts/layout';
import { recognise } from './layouts/recognise';
import { Gate, inParallel } from './parallel';
import { inspectPicture } from './picture/inspect';
import { type ItemRecord, type ItemStatistics, StatisticsStore, sha256 } from './statistics';

/** Reads that wait for the disk at the same time: more bring nothing, fewer leave it idle. */
const READS_IN_FLIGHT = 64;
/** Decoding a 16-bit label of 2048 x 1024 pixels needs about 40 MB for a moment. */
const DECODES_IN_FLIGHT = 4;
const PROGRESS_INTERVAL_MS = 100;

export interface ScanOptions {
  /** Takes the folder for this layout instead of finding out. */
  as?: Layout;
  /** Keeps the statistics for the next visit. */
  storage?: WritableDirectory;
}

/** A report together with what a run needs to read the data set. */
export interface Scan {
  report: ScanReport;
  /** Usable items only; null where no data set was found. */
  index: DatasetIndex | null;
  /** Class counts of the labelled items, by split, in the order of the index. */
  statistics: Record<string, ItemStatistics[]>;
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
  onProgress({ what: `Listing ${folder.name}`, done: 0, total: 0, secondsLeft: null });
  const found = await recognise(folder, { as: options.as }, signal);
  if (!found.index) {
    const problems = [{ file: folder.name, message: found.message }];
    return { report: { layout: null, pairs: 0, classPixels: {}, problems }, index: null, statistics: {} };
  }
  const { layout, name, splits, problems } = found.index;
  const items = Object.entries(splits).flatMap(([split, list]) => list.map((item) => ({ split, item })));
  const store = options.storage
    ? await StatisticsStore.open(
        options.storage,
        items.map(({ item }) => item),
      )
    : null;
  const tick = progressTimer(`Checking ${name}`, items.length, onProgress);
  const decoding = new Gate(DECODES_IN_FLIGHT);
  const results = await inParallel(items, READS_IN_FLIGHT, async ({ item }) => {
    signal?.throwIfAborted();
    const result = await checkItem(item, store, decoding);
    tick();
    return result;
  });
  await store?.save();

  const index: DatasetIndex = { layout, name, splits: {}, problems: [...problems] };
  const statistics: Record<string, ItemStatistics[]> = {};
  for (const split of Object.keys(splits)) {
    index.splits[split] = [];
    statistics[split] = [];
  }
  items.forEach(({ split, item }, i) => {
    const result = results[i];
    if ('message' in result) {
      // The labels of Cityscapes' test pictures are withheld: its files there name no class.
      if (result.unknownClasses && split === 'test') index.splits[split].push({ ...item, label: null, labelIds: null });
      else index.problems.push({ file: result.file, message: result.message });
    } else {
      index.splits[split].push(item);
      if (item.label) statistics[split].push({ item, counts: result.counts });
    }
  });
  return { report: makeReport(index, statistics), index, statistics };
}

function makeReport(index: DatasetIndex, statistics: Record<string, ItemStatistics[]>): ScanReport {
  const { layout, problems } = index;
  const splits: NonNullable<ScanReport['splits']> = {};
  for (const [split, items] of Object.entries(index.splits))
    splits[split] = { pairs: items.length, classPixels: sumCounts(statistics[split].map(({ counts }) => counts)) };
  const all = Object.values(splits);
  return {
    layout,
    pairs: all.reduce((sum, { pairs }) => sum + pairs, 0),
    classPixels: sumCounts(all.map(({ classPixels }) => classPixels)),
    splits,
    problems,
  };
}

/** Class counts of a sound item, or what is wrong with it. */
async function checkItem(
  item: Item,
  store: StatisticsStore | null,
  decoding: Gate,
): Promise<{ counts: ClassCounts } | (Problem & { unknownClasses: boolean })> {
  const { picture, label, labelIds } = item;
  let file = picture.path;
  try {
    const kept = store?.get(item);
    const pictureBytes = await picture.size();
    if (label) file = label.path;
    const labelBytes = label ? await label.bytes() : null;
    const labelKey = labelBytes && store ? `${labelIds}:${await sha256(labelBytes)}` : '';
    if (kept && kept.label === labelKey && kept.pictureBytes === pictureBytes) return { counts: kept.counts };

    file = picture.path;
    const size = inspectPicture(await picture.bytes(), picture.path);
    let counts: ClassCounts = {};
    if (label && labelBytes && labelIds) {
      file = label.path;
      const map = await decoding.run(() => decodeLabel(labelBytes, label, labelIds));
      if (map.width !== size.width || map.height !== size.height)
        throw new Error(
          `${label.path} is ${map.width}x${map.height}, but its picture ${picture.path} is ${size.width}x${size.height}; export both at one size.`,
        );
      counts = countClasses(map.trainIds);
      if (Object.keys(counts).length === 0)
        throw new UnknownClasses(
          `${label.path} has no pixel of a known class, its values are ${map.seen.join(', ')}; is it a label file of this data set?`,
        );
    }
    const record: ItemRecord = { label: labelKey, pictureBytes, width: size.width, height: size.height, counts };
    store?.set(item, record);
    return { counts };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { file, message, unknownClasses: error instanceof UnknownClasses };
  }
}

class UnknownClasses extends Error {}

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
