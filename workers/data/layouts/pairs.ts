/**
 * GTA (24,966 pairs `images/00001.png` and `labels/00001.png`, the palette index being the id of Cityscapes' raw
 * labels) and folders of pairs that people made themselves.
 *
 * Both have the same folders. GTA is known by its labels: palette files in the colours of Cityscapes' raw ids, or in
 * any colours where all names are five digits. Everything else holds train ids, as far as names and values tell.
 */

import { CITYSCAPES } from '../../experiment/taxonomy';
import type { Directory } from '../../host';
import type { Layout } from '../../protocol';
import { peekPng } from '../png/container';
import { colorValue, LABEL_RULES, type LabelRule } from './label-ids';
import { type DatasetIndex, type Item, type LayoutReader, Leftovers, type Problem } from './layout';
import { type Pair, readPairs } from './pair-folders';

/** Labels that are looked at to tell GTA from others; a few, since the first one may be broken. */
const LOOKED_AT = 3;
const HEAD_BYTES = 4096;
/** Indices and colours of road, building and sky among Cityscapes' raw ids. */
const RAW_COLORS: [number, number, number, number][] = [
  [7, 128, 64, 128],
  [11, 70, 70, 70],
  [23, 70, 130, 180],
];

export const gta: LayoutReader = {
  layout: 'gta',
  looksFor: 'GTA (images/00001.png and labels/00001.png)',
  read: (folder, path, signal) => read(folder, path, 'gta', signal),
};

export const pairs: LayoutReader = {
  layout: 'folder',
  looksFor: 'pairs (images/ and labels/ with files of equal stems)',
  read: (folder, path, signal) => read(folder, path, 'folder', signal),
};

/** Whichever of the two it is. */
export const gtaOrPairs: LayoutReader = {
  layout: 'folder',
  looksFor: 'GTA and other pairs (images/ and labels/ with files of equal stems)',
  read: (folder, path, signal) => read(folder, path, null, signal),
};

async function read(
  folder: Directory,
  path: string,
  as: 'gta' | 'folder' | null,
  signal?: AbortSignal,
): Promise<DatasetIndex | null> {
  const problems: Problem[] = [];
  const left = new Leftovers();
  const found = await readPairs(folder, path, problems, left, signal);
  if (!found) return null;
  const layout = as ?? ((await isGta(folder.name, Object.values(found).flat())) ? 'gta' : 'folder');
  const splits: Record<string, Item[]> = {};
  for (const [split, list] of Object.entries(found)) splits[split] = list.map((pair) => itemOf(pair, layout));
  return { layout, name: folder.name, folder, path, splits, problems, skipped: left.list() };
}

function itemOf({ picture, label, suffix, stem }: Pair, layout: Layout): Item {
  if (!label) return { picture, label, rule: null, stem };
  if (suffix === '_labelTrainIds') return { picture, label, rule: LABEL_RULES.trainIds, stem };
  if (suffix === '_labelIds' || layout === 'gta') return { picture, label, rule: LABEL_RULES.cityscapes, stem };
  return { picture, label, rule: PAIR_RULE, stem };
}

/** Train ids; or the classes' colours, where a label is written in colours. */
export const PAIR_RULE: LabelRule = {
  ids: 'trainIds',
  reading: 'any',
  trainIds: new Map([
    ...LABEL_RULES.trainIds.trainIds,
    ...CITYSCAPES.classes.map(({ color }, id): [number, number] => [colorValue(...color), id]),
  ]),
};

/** GTA's labels are palette files, in the colours of the raw ids, or all named by five digits. */
async function isGta(name: string, found: Pair[]): Promise<boolean> {
  const labelled = found.filter(({ label }) => label);
  const digits = labelled.length > 0 && labelled.every(({ stem }) => /(^|\/)\d{5}$/.test(stem));
  if (digits && labelled.every(({ suffix }) => suffix === '_labelTrainIds')) return true;
  for (const { label } of labelled.slice(0, LOOKED_AT)) {
    const png = label && peekPng(await label.slice(0, HEAD_BYTES).catch(() => new Uint8Array(0)));
    if (!png) continue;
    const { palette } = png;
    const isRaw = RAW_COLORS.every(([id, ...rgb]) => rgb.every((value, c) => palette?.[id * 3 + c] === value));
    if (palette ? isRaw || digits : digits && /gta/i.test(name)) return true;
  }
  return false;
}
