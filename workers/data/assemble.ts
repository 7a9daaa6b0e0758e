/**
 * From checked files to what a scan says of a data set. Knows no files: the same results under another label map give
 * another report at once.
 */
import type { IdMap } from '../experiment/id-map';
import { IGNORE_INDEX } from '../experiment/taxonomy';
import type { ScanReport } from '../protocol';
import type { Checked } from './check';
import { type ClassCounts, classCounts, sumCounts, type ValueCounts } from './labels';
import { in16Classes, LABEL_RULES, type LabelRule, parseValue, valueText } from './layouts/label-ids';
import type { DatasetIndex, Item, Problem } from './layouts/layout';
import type { ItemRecord, ItemStatistics } from './statistics';

/** An item of the listing with its split, and what was found out about it; null where it was not checked. */
export interface Result {
  split: string;
  item: Item;
  checked: Checked | Problem | null;
}

export interface Reading {
  /** Takes the place of the data set's own rule. */
  map?: IdMap | null;
  /** Folds Cityscapes' ids into 16 classes. */
  classes16?: boolean;
}

/** A usable item with all that is known of it. */
export interface SampleRecord {
  /** Position of the item in the listing, the same however many items are checked. */
  position: number;
  split: string;
  item: Item;
  record: ItemRecord;
  counts: ClassCounts;
}

export interface Assembled {
  report: ScanReport;
  index: DatasetIndex;
  /** Items that were looked at, usable or not. */
  checked: number;
  /** Class counts of the labelled items, by split, in the order of the index. */
  statistics: Record<string, ItemStatistics[]>;
  /** By rising position. */
  samples: SampleRecord[];
}

/** @param index of the listing; its items are those of `results`, in order. */
export function assemble(index: DatasetIndex, results: Result[], reading: Reading): Assembled {
  const problems = [...index.problems];
  const splits: DatasetIndex['splits'] = {};
  const statistics: Assembled['statistics'] = {};
  const samples: SampleRecord[] = [];
  for (const split of Object.keys(index.splits)) {
    splits[split] = [];
    statistics[split] = [];
  }
  const ruleFor = ruleChooser(results, reading);
  const add = (sample: SampleRecord): void => {
    splits[sample.split].push(sample.item);
    samples.push(sample);
  };
  let looked = 0;
  for (const [position, { split, item, checked }] of results.entries()) {
    if (!checked) continue;
    looked++;
    if ('message' in checked) {
      problems.push(checked);
      continue;
    }
    const { record } = checked;
    const rule = item.rule && ruleFor(item.rule);
    const counts = rule ? classCounts(record.values, rule) : {};
    const read: Item = rule === item.rule ? item : { ...item, rule };
    if (!item.label) add({ position, split, item: read, record, counts });
    else if (Object.keys(counts).length > 0) {
      statistics[split].push({ item: read, counts });
      add({ position, split, item: read, record, counts });
    }
    // The labels of published test pictures are withheld: the files there name no class.
    else if (split === 'test') add({ position, split, item: { ...item, label: null, rule: null }, record, counts });
    else problems.push(noClasses(item.label.path, record.values));
  }
  const read = { ...index, splits, problems };
  return { report: makeReport(read, statistics), index: read, checked: looked, statistics, samples };
}

/** The sample of a position in the listing; undefined where its item is not usable or not yet checked. */
export function sampleAt({ samples }: Pick<Assembled, 'samples'>, position: number): SampleRecord | undefined {
  let [from, end] = [0, samples.length];
  while (from < end) {
    const middle = (from + end) >> 1;
    if (samples[middle].position < position) from = middle + 1;
    else end = middle;
  }
  return samples[from]?.position === position ? samples[from] : undefined;
}

function noClasses(file: string, values: ValueCounts): Problem {
  const seen = [...values.keys()].sort((a, b) => a - b).slice(0, 12);
  return {
    file,
    message: `${file} has no pixel of a known class, its values are ${seen.map(valueText).join(', ')}; is it a label file of this data set?`,
  };
}

/** Rules by those of the listing, each made once: items are told apart by their rules. */
function ruleChooser(results: Result[], { map, classes16 }: Reading): (rule: LabelRule) => LabelRule {
  const own = map && ownTrainIds(map);
  const raw = !own && looksLikeRawIds(results);
  const made = new Map<LabelRule, LabelRule>();
  return (rule) => {
    let chosen = made.get(rule);
    if (!chosen) {
      chosen = rule;
      if (own) chosen = { ids: 'own', reading: rule.reading, trainIds: own };
      else if (raw && rule.reading === 'any') chosen = { ...LABEL_RULES.cityscapes, reading: 'any' };
      if (classes16) chosen = in16Classes(chosen);
      made.set(rule, chosen);
    }
    return chosen;
  };
}

function ownTrainIds(map: IdMap): Map<number, number> {
  const trainIds = new Map<number, number>();
  for (const [text, id] of Object.entries(map)) {
    const value = parseValue(text);
    if (value !== null && id !== IGNORE_INDEX) trainIds.set(value, id);
  }
  return trainIds;
}

/** Highest raw id of Cityscapes, and the share of pixels that decides. */
const LAST_RAW_ID = 33;
const RAW_SHARE = 0.01;

/** Pairs that people made hold train ids as a rule; ids from 19 to 33 and none above are Cityscapes' raw ones. */
function looksLikeRawIds(results: Result[]): boolean {
  let [all, raw, strange] = [0, 0, 0];
  for (const { item, checked } of results) {
    if (item.rule?.reading !== 'any' || !checked || 'message' in checked) continue;
    for (const [value, pixels] of checked.record.values) {
      all += pixels;
      if (value >= 19 && value <= LAST_RAW_ID) raw += pixels;
      else if (value > LAST_RAW_ID && value !== IGNORE_INDEX) strange += pixels;
    }
  }
  return strange === 0 && raw > all * RAW_SHARE;
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
