/** The key that opens the sheet of keys. */

/** Where a question mark is text. */
const TEXT_FIELDS = 'input:not([type=checkbox]):not([type=range]), textarea, select, [contenteditable=true]';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'> & { target: EventTarget | null };

/** True for the key that opens the sheet, unless it is typed into a field. */
export function asksForKeys({ key, ctrlKey, metaKey, altKey, target }: Pressed): boolean {
  if (key !== '?' || ctrlKey || metaKey || altKey) return false;
  return !(typeof Element !== 'undefined' && target instanceof Element && target.closest(TEXT_FIELDS));
}
