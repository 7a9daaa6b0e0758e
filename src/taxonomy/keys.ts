/** The keys of the classes' page. */
import { taxonomyKeys as words } from '../words/taxonomy';

export const TAXONOMY_KEYS = [words.undo, words.redo] as const;

/** Text fields have an undo of their own. */
const OWN_UNDO = 'input:not([type=checkbox]):not([type=range]), textarea, [contenteditable=true]';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'> & {
  target: EventTarget | null;
};

/** What a key press asks for; null where it is none of these, or belongs to a text field. */
export function historyKey({ key, ctrlKey, metaKey, altKey, shiftKey, target }: Pressed): 'undo' | 'redo' | null {
  if (!(ctrlKey || metaKey) || altKey) return null;
  const inText = typeof Element !== 'undefined' && target instanceof Element && target.closest(OWN_UNDO) !== null;
  if (inText) return null;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' && !shiftKey ? 'redo' : null;
}
