/** Which keys there are, by where they work. */
import { STAGE_KEYS } from '../stage/keys';
import { TAXONOMY_KEYS } from '../taxonomy/keys';
import { TIMELINE_KEYS } from '../timeline/keys';
import { keySheet as words } from '../words/app';
import { segmentKeys } from '../words/segments';

export interface KeyGroup {
  where: string;
  keys: readonly { label: string; does: string }[];
}

export const KEY_SHEET: readonly KeyGroup[] = [
  { where: words.where.everywhere, keys: words.everywhere },
  { where: words.where.classes, keys: TAXONOMY_KEYS },
  { where: words.where.timeline, keys: TIMELINE_KEYS },
  { where: words.where.curves, keys: words.curves },
  { where: words.where.confusion, keys: words.confusion },
  { where: words.where.scored, keys: words.scored },
  { where: words.where.segments, keys: segmentKeys },
  { where: words.where.stage, keys: STAGE_KEYS },
];
