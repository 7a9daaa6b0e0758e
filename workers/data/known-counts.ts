/** Uses the reference's statistics files where they lie in a data set, after comparing them with a few labels. */
import type { SourceFile } from '../host';
import type { LabelCounter } from './check';
import { type ClassCounts, classCounts, type ValueCounts } from './labels';
import type { LabelRule } from './layouts/label-ids';
import type { DatasetIndex, Item, Problem } from './layouts/layout';
import { glanceAt } from './picture/glance';
import {
  countsOf,
  parseReferenceStatistics,
  type ReferenceCounts,
  SAMPLES_FILE,
  STATISTICS_FILE,
} from './reference-statistics';

/** Labels that are counted to see whether a statistics file belongs to them: the first, the last and one between. */
const COMPARED = 3;

export interface KnownCounts {
  counts: ReferenceCounts;
  file: string;
}

/**
 * The statistics that lie in the root of a data set.
 *
 * @returns null where there are none; a problem where they cannot be used or do not fit the labels.
 */
export async function knownCounts(
  index: DatasetIndex,
  count: LabelCounter,
  ruleOf: (item: Item) => LabelRule | null,
): Promise<KnownCounts | Problem | null> {
  for (const name of [STATISTICS_FILE, SAMPLES_FILE]) {
    const file = await index.folder.file(name);
    if (!file) continue;
    const path = index.path + name;
    try {
      const counts = parseReferenceStatistics(new TextDecoder().decode(await file.bytes()), path);
      await compare(index, counts, count, ruleOf, path);
      return { counts, file: path };
    } catch (error) {
      return { file: path, message: error instanceof Error ? error.message : String(error) };
    }
  }
  return null;
}

async function compare(
  index: DatasetIndex,
  reference: ReferenceCounts,
  count: LabelCounter,
  ruleOf: (item: Item) => LabelRule | null,
  path: string,
): Promise<void> {
  const items = Object.values(index.splits)
    .flat()
    .filter((item) => countsOf(reference, item));
  const step = Math.max(1, (items.length - 1) / (COMPARED - 1));
  for (let at = 0; at < items.length && at < COMPARED * step; at += step) {
    const item = items[Math.round(at)];
    const rule = ruleOf(item);
    if (!item.label || !rule) continue;
    const label = item.label;
    // A broken label says nothing of the statistics; it is named when its turn comes.
    const counted = await label
      .bytes()
      .then((bytes) => count(bytes, label.path, rule.reading))
      .catch(() => null);
    if (counted && !same(classCounts(counted.values, rule), countsOf(reference, item) ?? {}))
      throw new Error(`${path} does not fit ${item.label.path}; the labels are counted instead, remove the old file.`);
  }
}

function same(a: ClassCounts, b: ClassCounts): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)].map(Number));
  return [...keys].every((id) => (a[id] ?? 0) === (b[id] ?? 0));
}

/**
 * Values of a label as the statistics know them: one value for each class, none for what is ignored.
 *
 * @throws where the label file is broken, as far as its first and last bytes tell.
 */
export async function valuesFrom(
  counts: ClassCounts,
  label: SourceFile,
  rule: LabelRule,
): Promise<{ width: number; height: number; bytes: number; values: ValueCounts }> {
  const { width, height, bytes } = await glanceAt(label);
  const valueFor = new Map<number, number>();
  for (const [value, id] of rule.trainIds) if (!valueFor.has(id)) valueFor.set(id, value);
  const values: ValueCounts = new Map();
  for (const [id, pixels] of Object.entries(counts)) {
    const value = valueFor.get(Number(id));
    if (value !== undefined) values.set(value, pixels);
  }
  return { width, height, bytes, values };
}
