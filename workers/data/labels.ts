/** Label files to train ids. */
import { IGNORE_INDEX } from '../experiment/taxonomy';
import type { SourceFile } from '../host';
import { type LabelIds, TRAIN_ID_TABLES } from './layouts/label-ids';
import { decodePng } from './png/decode';

export interface LabelMap {
  width: number;
  height: number;
  /** Row by row; 255 = ignore. */
  trainIds: Uint8Array;
  /** Some of the raw ids that the file holds, in rising order; at most 12, for messages. */
  seen: number[];
}

/** Pixels per train id, 255 left out; only classes that occur. */
export type ClassCounts = Record<number, number>;

/**
 * Decodes a label file: its first channel (grey, palette index, or red) holds the class, with up to 16 bits.
 *
 * @throws one sentence where it is no PNG, or broken.
 */
export async function decodeLabel(
  bytes: Uint8Array<ArrayBuffer>,
  { path }: Pick<SourceFile, 'path'>,
  ids: LabelIds,
): Promise<LabelMap> {
  const { width, height, channels, data } = await decodePng(bytes, path);
  if (channels > 2 && ids !== 'synthia')
    throw new Error(`${path} is a colour picture where grey class ids are expected; export it as an 8-bit grey PNG.`);
  const table = TRAIN_ID_TABLES[ids];
  const trainIds = new Uint8Array(width * height);
  const seen = new Set<number>();
  let last = -1;
  for (let i = 0, at = 0; i < trainIds.length; i++, at += channels) {
    const raw = data[at];
    trainIds[i] = table[raw];
    if (raw !== last) seen.add(raw);
    last = raw;
  }
  return { width, height, trainIds, seen: [...seen].sort((a, b) => a - b).slice(0, 12) };
}

/** Counts the pixels of each class. */
export function countClasses(trainIds: Uint8Array): ClassCounts {
  const pixels = new Float64Array(256);
  for (const id of trainIds) pixels[id]++;
  const counts: ClassCounts = {};
  for (let id = 0; id < IGNORE_INDEX; id++) if (pixels[id] > 0) counts[id] = pixels[id];
  return counts;
}

/** Adds up class counts. */
export function sumCounts(all: Iterable<ClassCounts>): ClassCounts {
  const total: ClassCounts = {};
  for (const counts of all)
    for (const [id, pixels] of Object.entries(counts)) total[Number(id)] = (total[Number(id)] ?? 0) + pixels;
  return total;
}
