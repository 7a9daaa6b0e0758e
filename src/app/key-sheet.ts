/** Which keys there are, by where they work. */
import { STAGE_KEYS } from '../stage/keys';
import { TAXONOMY_KEYS } from '../taxonomy/keys';

export interface KeyGroup {
  where: string;
  keys: readonly { label: string; does: string }[];
}

export const KEY_SHEET: readonly KeyGroup[] = [
  { where: 'Everywhere', keys: [{ label: '?', does: 'This sheet' }] },
  { where: 'Classes', keys: TAXONOMY_KEYS },
  { where: 'Pictures, where the pointer or the focus is', keys: STAGE_KEYS },
];

/** Where a question mark is text. */
const TEXT_FIELDS = 'input:not([type=checkbox]):not([type=range]), textarea, select, [contenteditable=true]';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'> & { target: EventTarget | null };

/** True for the key that opens the sheet, unless it is typed into a field. */
export function asksForKeys({ key, ctrlKey, metaKey, altKey, target }: Pressed): boolean {
  if (key !== '?' || ctrlKey || metaKey || altKey) return false;
  return !(typeof Element !== 'undefined' && target instanceof Element && target.closest(TEXT_FIELDS));
}
