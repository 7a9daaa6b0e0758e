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

/** Where a question mark is text. */
const TEXT_FIELDS = 'input:not([type=checkbox]):not([type=range]), textarea, select, [contenteditable=true]';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'> & { target: EventTarget | null };

/** True for the key that opens the sheet, unless it is typed into a field. */
export function asksForKeys({ key, ctrlKey, metaKey, altKey, target }: Pressed): boolean {
  if (key !== '?' || ctrlKey || metaKey || altKey) return false;
  return !(typeof Element !== 'undefined' && target instanceof Element && target.closest(TEXT_FIELDS));
}
