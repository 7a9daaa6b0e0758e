/**
 * Class statistics in the files of the reference, which lie in the root of a data set: `sample_class_stats.json` (an
 * array with the class pixels of each label file), the same keyed by file, and `samples_with_class.json` (the files that
 * show each class). They are read in place of counting, and written on request.
 */
import { z } from 'zod';
import type { Layout } from '../protocol';
import type { Assembled } from './assemble';
import type { ClassCounts } from './labels';
import type { DatasetIndex, Item } from './layouts/layout';

export const STATISTICS_FILE = 'sample_class_stats.json';
export const SAMPLES_FILE = 'samples_with_class.json';

const CONVERTED = '_labelTrainIds.png';

const PerFileSchema = z.array(z.record(z.string(), z.union([z.number(), z.string()])));
const PerClassSchema = z.record(z.string(), z.array(z.tuple([z.string(), z.number()])));

/** Class pixels by the name of the converted label file; names that occur twice are left out. */
export type ReferenceCounts = Map<string, ClassCounts>;

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/**
 * Reads either file.
 * @throws one sentence where the text is none of them.
 */
export function parseReferenceStatistics(text: string, file: string): ReferenceCounts {
  const refuse = (why: string) => new Error(`${file} cannot be used, ${why}; the labels are counted instead.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refuse('it is not JSON');
  }
  const counts: ReferenceCounts = new Map();
  const twice = new Set<string>();
  if (Array.isArray(json)) {
    const result = PerFileSchema.safeParse(json);
    if (!result.success) throw refuse('it is no list of class pixels');
    for (const { file: path, ...pixels } of result.data) {
      const name = nameOf(String(path));
      if (counts.has(name)) twice.add(name);
      const entries = Object.entries(pixels).filter(([id]) => /^\d+$/.test(id));
      counts.set(name, Object.fromEntries(entries.map(([id, n]) => [Number(id), Number(n)])));
    }
  } else {
    const result = PerClassSchema.safeParse(json);
    if (!result.success) throw refuse('it is no list of files by class');
    const paths = new Map<string, string>();
    for (const [id, files] of Object.entries(result.data))
      for (const [path, pixels] of files) {
        const name = nameOf(path);
        if (paths.has(name) && paths.get(name) !== path) twice.add(name);
        paths.set(name, path);
        const known = counts.get(name) ?? {};
        known[Number(id)] = pixels;
        counts.set(name, known);
      }
  }
  for (const name of twice) counts.delete(name);
  return counts;
}

/** The path that the reference gives a label: that of its converted file. */
export function convertedPath(path: string): string {
  if (path.endsWith(CONVERTED)) return path;
  return path.replace(/(_labelIds)?\.png$/i, CONVERTED);
}

/** What the statistics say of an item's label, if anything. */
export function countsOf(reference: ReferenceCounts, { label }: Item): ClassCounts | undefined {
  return label ? reference.get(nameOf(convertedPath(label.path))) : undefined;
}

const ROOTS: Partial<Record<Layout, string>> = { darkzurich: 'dark_zurich' };

/** Folder of the data set below `data/`, as the reference calls it. */
function rootOf({ layout, name }: DatasetIndex, classes16: boolean): string {
  if (layout === 'gta' && classes16) return 'gta16';
  return layout === 'folder' ? name : (ROOTS[layout] ?? layout);
}

/**
 * The statistics files of a data set, with paths from the reference's working folder. Only the training split counts
 * where there is one; Cityscapes gets its lists of stems as well.
 */
export function referenceStatistics(
  { index, statistics }: Pick<Assembled, 'index' | 'statistics'>,
  classes16: boolean,
): { name: string; text: string }[] {
  const root = `data/${rootOf(index, classes16)}/`;
  const counted = statistics.train?.length ? statistics.train : Object.values(statistics).flat();
  const perFile: Record<string, number | string>[] = [];
  const byFile: Record<string, ClassCounts> = {};
  const byClass: Record<string, [string, number][]> = {};
  for (const { item, counts } of counted) {
    if (!item.label) continue;
    const file = root + convertedPath(item.label.path.slice(index.path.length));
    perFile.push({ ...counts, file });
    byFile[file] = counts;
    for (const [id, pixels] of Object.entries(counts)) {
      byClass[id] ??= [];
      byClass[id].push([file, pixels]);
    }
  }
  const json = (value: unknown) => JSON.stringify(value, null, 2);
  const files = [
    { name: STATISTICS_FILE, text: json(perFile) },
    { name: 'sample_class_stats_dict.json', text: json(byFile) },
    { name: SAMPLES_FILE, text: json(byClass) },
  ];
  if (index.layout === 'cityscapes')
    for (const split of ['train', 'val', 'test']) {
      const stems = (index.splits[split] ?? []).map(({ stem }) => stem.replace(`${split}/`, ''));
      if (stems.length > 0) files.push({ name: `${split}.txt`, text: `${stems.join('\n')}\n` });
    }
  return files;
}
