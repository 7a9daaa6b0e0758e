/** Label files to train ids, and to counts of the values that they hold. */
import { IGNORE_INDEX } from '../experiment/taxonomy';
import type { SourceFile } from '../host';
import { colorValue, type LabelReading, type LabelRule, tableOf, trainIdOf } from './layouts/label-ids';
import { decodePng, type Raster } from './png/decode';

export interface LabelMap {
  width: number;
  height: number;
  /** Row by row; 255 = ignore. */
  trainIds: Uint8Array;
}

/** Pixels per train id, 255 left out; only classes that occur. */
export type ClassCounts = Record<number, number>;

/** Pixels per value of a label file, as `valueText` of label-ids.ts writes it once it is kept. */
export type ValueCounts = Map<number, number>;

/** A label file of more values is none: instance maps have some hundreds, photographs many thousands. */
const MAX_VALUES = 1024;

/** One value per pixel, `step` entries apart. */
interface Values {
  data: Uint8Array | Uint16Array | Uint32Array;
  step: number;
}

/**
 * Decodes a label file.
 *
 * @throws one sentence where it is no PNG, or broken, or coloured where the rule reads grey levels.
 */
export async function decodeLabel(
  bytes: Uint8Array<ArrayBuffer>,
  { path }: Pick<SourceFile, 'path'>,
  rule: LabelRule,
): Promise<LabelMap> {
  const raster = await decodePng(bytes, path);
  const { data, step } = valuesOf(raster, rule.reading, path);
  const trainIds = new Uint8Array(raster.width * raster.height);
  if (data instanceof Uint32Array) {
    let [last, id] = [-1, IGNORE_INDEX];
    for (let i = 0; i < trainIds.length; i++) {
      if (data[i] !== last) id = trainIdOf(rule, data[i]);
      last = data[i];
      trainIds[i] = id;
    }
  } else {
    const table = tableOf(rule);
    for (let i = 0, at = 0; i < trainIds.length; i++, at += step) trainIds[i] = table[data[at]];
  }
  return { width: raster.width, height: raster.height, trainIds };
}

/**
 * Counts the pixels of every value of a label file.
 *
 * @throws as `decodeLabel`, and where there are more values than a label file has.
 */
export async function countValues(
  bytes: Uint8Array<ArrayBuffer>,
  { path }: Pick<SourceFile, 'path'>,
  reading: LabelReading,
): Promise<{ width: number; height: number; values: ValueCounts }> {
  const raster = await decodePng(bytes, path);
  const { width, height } = raster;
  const { data, step } = valuesOf(raster, reading, path);
  const values: ValueCounts = new Map();
  let from = 0;
  for (let at = step; at <= data.length; at += step) {
    if (at < data.length && data[at] === data[from]) continue;
    values.set(data[from], (values.get(data[from]) ?? 0) + (at - from) / step);
    if (values.size > MAX_VALUES)
      throw new Error(`${path} has more than ${MAX_VALUES} different values, so it is no label file but a picture.`);
    from = at;
  }
  return { width, height, values };
}

function valuesOf(raster: Raster, reading: LabelReading, path: string): Values {
  const { channels, data, depth } = raster;
  if (channels < 3 || reading === 'red' || (reading === 'any' && depth === 16)) return { data, step: channels };
  if (reading === 'index')
    throw new Error(`${path} is a colour picture where grey class ids are expected; export it as an 8-bit grey PNG.`);
  return { data: colors(raster), step: 1 };
}

/** Whole colours; where all are grey they are ids that were written as colours. */
function colors({ width, height, channels, data }: Raster): Uint8Array | Uint32Array {
  const pixels = width * height;
  const values = new Uint32Array(pixels);
  let grey = true;
  for (let i = 0, at = 0; i < pixels; i++, at += channels) {
    const [r, g, b] = [data[at], data[at + 1], data[at + 2]];
    values[i] = colorValue(r, g, b);
    grey &&= r === g && g === b;
  }
  return grey ? Uint8Array.from(values, (value) => value & 255) : values;
}

/** Pixels per class of a file whose values were counted. */
export function classCounts(values: Iterable<[number, number]>, rule: LabelRule): ClassCounts {
  const counts: ClassCounts = {};
  for (const [value, pixels] of values) {
    const id = trainIdOf(rule, value);
    if (id !== IGNORE_INDEX) counts[id] = (counts[id] ?? 0) + pixels;
  }
  return counts;
}

/** Adds up class counts. */
export function sumCounts(all: Iterable<ClassCounts>): ClassCounts {
  const total: ClassCounts = {};
  for (const counts of all)
    for (const [id, pixels] of Object.entries(counts)) total[Number(id)] = (total[Number(id)] ?? 0) + pixels;
  return total;
}
