/** Looks at one picture and its label: sizes, values, and what is wrong with them. */
import { type KnownCounts, valuesFrom } from './known-counts';
import { countValues, type ValueCounts } from './labels';
import type { LabelReading, LabelRule } from './layouts/label-ids';
import type { Item, Problem } from './layouts/layout';
import { type Glance, glanceAt } from './picture/glance';
import { liesOnItsSide } from './picture/orientation';
import { countsOf } from './reference-statistics';
import { type ItemRecord, type StatisticsStore, sha256 } from './statistics';

/** Counts the values of a label file; in a pool, or here. */
export type LabelCounter = (
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
  reading: LabelReading,
) => Promise<{ width: number; height: number; values: ValueCounts }>;

export const countHere: LabelCounter = (bytes, path, reading) => countValues(bytes, { path }, reading);

export interface Checked {
  record: ItemRecord;
  /** The values were not read from the label but made from class counts: another map needs the label itself. */
  fromCounts: boolean;
}

export interface CheckTools {
  store: StatisticsStore | null;
  count: LabelCounter;
  known: KnownCounts | null;
}

/**
 * Checks one item, by what is kept of it where its files did not change.
 *
 * @returns what is known of it, or the file that cannot be used with one sentence that says why.
 */
export async function checkItem(split: string, item: Item, tools: CheckTools): Promise<Checked | Problem> {
  const { picture, label, rule } = item;
  const { store } = tools;
  let file = picture.path;
  try {
    const kept = store?.get(split, item);
    const pictureStamp = await picture.stamp();
    if (!label || !rule) {
      if (kept && !kept.label && kept.picture === pictureStamp) return { record: kept, fromCounts: false };
      const record = unlabelled(pictureStamp, await glanceAt(picture));
      store?.set(split, item, record);
      return { record, fromCounts: false };
    }
    file = label.path;
    const labelStamp = await label.stamp();
    const usable = kept?.label?.reading === rule.reading ? kept : undefined;
    if (usable?.picture === pictureStamp && usable.label?.stamp === labelStamp)
      return { record: usable, fromCounts: false };

    file = picture.path;
    const glance = await glanceAt(picture);
    file = label.path;
    const read = await readLabel(item, rule, label, usable, tools);
    if (read.width !== glance.width || read.height !== glance.height)
      throw otherSize(label.path, read, picture.path, glance);
    const record: ItemRecord = {
      picture: pictureStamp,
      label: { stamp: labelStamp, sha256: read.sha256, reading: rule.reading },
      bytes: glance.bytes + read.bytes,
      width: read.width,
      height: read.height,
      values: read.values,
    };
    if (!read.fromCounts) store?.set(split, item, record);
    return { record, fromCounts: read.fromCounts };
  } catch (error) {
    return { file, message: error instanceof Error ? error.message : String(error) };
  }
}

function unlabelled(picture: string, { width, height, bytes, orientation }: Glance): ItemRecord {
  const size = liesOnItsSide(orientation) ? { width: height, height: width } : { width, height };
  return { picture, label: null, bytes, ...size, values: new Map() };
}

interface ReadLabel {
  width: number;
  height: number;
  bytes: number;
  values: ValueCounts;
  sha256: string;
  fromCounts: boolean;
}

/** From class counts that lie in the data set, from the last visit where the bytes are the same, or counted. */
async function readLabel(
  item: Item,
  rule: LabelRule,
  label: NonNullable<Item['label']>,
  kept: ItemRecord | undefined,
  { store, count, known }: CheckTools,
): Promise<ReadLabel> {
  const counts = known && countsOf(known.counts, item);
  if (counts) return { ...(await valuesFrom(counts, label, rule)), sha256: '', fromCounts: true };
  const bytes = await label.bytes();
  const hash = store ? await sha256(bytes) : '';
  const counted = kept && kept.label?.sha256 === hash ? kept : await count(bytes, label.path, rule.reading);
  const { width, height, values } = counted;
  return { width, height, values, bytes: bytes.length, sha256: hash, fromCounts: false };
}

interface Size {
  width: number;
  height: number;
}

function otherSize(label: string, is: Size, picture: string, should: Glance): Error {
  const why = liesOnItsSide(should.orientation)
    ? ' as it is stored, its orientation tag set aside; save it turned upright.'
    : '; export both at one size.';
  return new Error(
    `${label} is ${is.width}x${is.height}, but its picture ${picture} is ${should.width}x${should.height}${why}`,
  );
}
