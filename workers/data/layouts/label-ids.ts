/**
 * From the values in label files to train ids (the 19 evaluation classes of Cityscapes, in order; 255 = ignore).
 *
 * A rule says how a file's value is read and what it means. The values that were seen are counted as they are, so that
 * another rule, such as a map that a person edits, needs no file to be read again.
 */
import { IGNORE_INDEX } from '../../experiment/taxonomy';

/** The id systems of the published datasets; `own` is a map that somebody made. */
export type LabelIds = 'trainIds' | 'cityscapes' | 'synthia' | 'gta16' | 'trainIds16' | 'own';

/**
 * Which value of a pixel counts: `index` takes grey levels and palette indices and refuses colours, `red` takes the red
 * channel of colours as well, `any` takes the red channel of 16-bit colours and the whole colour of 8-bit ones.
 */
export type LabelReading = 'index' | 'red' | 'any';

export interface LabelRule {
  ids: LabelIds;
  reading: LabelReading;
  /** Train id by value; a value that is absent is ignored. Colours are values of `colorValue`. */
  trainIds: ReadonlyMap<number, number>;
}

/** Colours lie above all 16-bit ids. */
const COLOR = 0x1000000;

export const colorValue = (r: number, g: number, b: number): number => COLOR | (r << 16) | (g << 8) | b;

/** `7`, or `#804080` for a colour. */
export function valueText(value: number): string {
  return value < COLOR ? `${value}` : `#${(value - COLOR).toString(16).padStart(6, '0')}`;
}

/** The reverse of `valueText`; null for anything else. */
export function parseValue(text: string): number | null {
  if (/^#[0-9a-f]{6}$/i.test(text)) return COLOR | Number.parseInt(text.slice(1), 16);
  return /^\d{1,5}$/.test(text) && Number(text) < 65536 ? Number(text) : null;
}

const RAW_IDS = {
  trainIds: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18],
  cityscapes: [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33],
  /** SYNTHIA never shows terrain, truck or train: their ids are in its table, but not in its files. */
  synthia: [3, 4, 2, 21, 5, 7, 15, 9, 6, 16, 1, 10, 17, 8, 18, 19, 20, 12, 11],
};

/** The 16-class taxonomy: terrain counts as vegetation, truck as car, and train as nothing. */
const TO_16 = new Map([
  [9, 8],
  [14, 13],
  [16, IGNORE_INDEX],
]);

const numbered = (rawIds: number[]): Map<number, number> => new Map(rawIds.map((raw, trainId) => [raw, trainId]));

const coarser = (rawIds: number[]): Map<number, number> =>
  new Map(rawIds.map((raw, trainId) => [raw, TO_16.get(trainId) ?? trainId]));

export const LABEL_RULES = {
  trainIds: { ids: 'trainIds', reading: 'index', trainIds: numbered(RAW_IDS.trainIds) },
  cityscapes: { ids: 'cityscapes', reading: 'index', trainIds: numbered(RAW_IDS.cityscapes) },
  synthia: { ids: 'synthia', reading: 'red', trainIds: numbered(RAW_IDS.synthia) },
  gta16: { ids: 'gta16', reading: 'index', trainIds: coarser(RAW_IDS.cityscapes) },
  trainIds16: { ids: 'trainIds16', reading: 'index', trainIds: coarser(RAW_IDS.trainIds) },
} as const satisfies Record<string, LabelRule>;

/** The same label files in the 16-class taxonomy; other systems than Cityscapes' have none. */
export function in16Classes(rule: LabelRule): LabelRule {
  if (rule.ids === 'cityscapes') return LABEL_RULES.gta16;
  return rule.ids === 'trainIds' ? LABEL_RULES.trainIds16 : rule;
}

/** The train id of a value, 255 where the rule does not name it. */
export function trainIdOf(rule: LabelRule, value: number): number {
  return rule.trainIds.get(value) ?? IGNORE_INDEX;
}

const tables = new WeakMap<LabelRule['trainIds'], Uint8Array>();

/** Table of 65536 entries, so that 16-bit ids are looked up whole and never wrap around. */
export function tableOf({ trainIds }: LabelRule): Uint8Array {
  let table = tables.get(trainIds);
  if (!table) {
    table = new Uint8Array(65536).fill(IGNORE_INDEX);
    for (const [value, id] of trainIds) if (value < table.length) table[value] = id;
    tables.set(trainIds, table);
  }
  return table;
}
