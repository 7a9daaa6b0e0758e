/** Looks at one picture and its label: sizes, values, and what is wrong with them. */
import { countValues, type ValueCounts } from './labels';
import type { LabelReading } from './layouts/label-ids';
import type { Item, Problem } from './layouts/layout';
import { glanceAt } from './picture/glance';
import { liesOnItsSide } from './picture/orientation';
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
}

/**
 * Checks one item, by what is kept of it where its files did not change.
 *
 * @returns what is known of it, or the file that cannot be used with one sentence that says why.
 */
export async function checkItem(
  split: string,
  item: Item,
  store: StatisticsStore | null,
  count: LabelCounter,
): Promise<Checked | Problem> {
  const { picture, label, rule } = item;
  let file = picture.path;
  try {
    const kept = store?.get(split, item);
    const pictureStamp = await picture.stamp();
    if (label) file = label.path;
    const labelStamp = label && (await label.stamp());
    const keptLabel = kept?.label && kept.label.reading === rule?.reading ? kept.label : null;
    const samePicture = kept?.picture === pictureStamp;
    if (kept && samePicture && (label ? keptLabel?.stamp === labelStamp : !kept.label)) return { record: kept };

    file = picture.path;
    const { width, height, bytes, orientation } = await glanceAt(picture);
    const turned = liesOnItsSide(orientation);
    if (!label || !rule || labelStamp === null) {
      const size = turned ? { width: height, height: width } : { width, height };
      const record: ItemRecord = { picture: pictureStamp, label: null, bytes, ...size, values: new Map() };
      store?.set(split, item, record);
      return { record };
    }
    file = label.path;
    const labelBytes = await label.bytes();
    const totalBytes = bytes + labelBytes.length;
    const hash = store ? await sha256(labelBytes) : '';
    const unchanged = kept && keptLabel?.sha256 === hash && kept.width === width && kept.height === height;
    const counted = unchanged ? kept : await count(labelBytes, label.path, rule.reading);
    if (counted.width !== width || counted.height !== height)
      throw new Error(
        `${label.path} is ${counted.width}x${counted.height}, but its picture ${picture.path} is ${width}x${height}${turned ? ' as it is stored, its orientation tag set aside; save it turned upright.' : '; export both at one size.'}`,
      );
    const record: ItemRecord = {
      picture: pictureStamp,
      label: { stamp: labelStamp, sha256: hash, reading: rule.reading },
      bytes: totalBytes,
      width,
      height,
      values: counted.values,
    };
    store?.set(split, item, record);
    return { record };
  } catch (error) {
    return { file, message: error instanceof Error ? error.message : String(error) };
  }
}
