/** The keys of an opened segment and of chosen ones in the gallery. */

export type DecisionKey = 'accept' | 'reject' | 'reassign' | 'back';

const KEYS: Record<string, DecisionKey> = { a: 'accept', x: 'reject', r: 'reassign', m: 'back' };

/** Where letters are text, or choose from a list. */
const TAKES_LETTERS =
  'input:not([type=checkbox]), select, textarea, [contenteditable=true], [role=menu], [role=listbox]';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'> & { target: EventTarget | null };

/** The letter that was pressed; null with a modifier, or where letters are text. */
export function letterOf({ key, ctrlKey, metaKey, altKey, target }: Pressed): string | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (typeof Element !== 'undefined' && target instanceof Element && target.closest(TAKES_LETTERS)) return null;
  return key.toLowerCase();
}

/** What a letter asks for; null where it asks for nothing. */
export const decisionKey = (letter: string | null): DecisionKey | null =>
  letter === null ? null : (KEYS[letter] ?? null);
