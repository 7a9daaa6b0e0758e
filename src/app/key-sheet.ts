/** Which keys there are, by where they work. */
import { SEGMENT_KEYS } from '../segments/keys';
import { STAGE_KEYS } from '../stage/keys';
import { TAXONOMY_KEYS } from '../taxonomy/keys';
import { TIMELINE_KEYS } from '../timeline/keys';

export interface KeyGroup {
  where: string;
  keys: readonly { label: string; does: string }[];
}

const EVERYWHERE = [
  { label: '?', does: 'This sheet' },
  { label: 'Tab', does: 'To the next control; back with Shift' },
  { label: 'Esc', does: 'Close what is open' },
];

/** See charts/CurveCanvas.tsx. */
const CURVE_KEYS = [
  { label: '← →', does: 'Move the cursor; further with Shift' },
  { label: 'Home End', does: 'To the first or last iteration shown' },
  { label: '+ −', does: 'Zoom at the cursor' },
  { label: '0', does: 'Show the whole run' },
  { label: 'Esc', does: 'Take the cursor away' },
];

/** See evaluate/ScoredPictureModal.tsx. */
const SCORED_KEYS = [{ label: 'P N', does: 'Previous, next picture of the list' }];

/** See evaluate/ConfusionPanel.tsx. */
const CONFUSION_KEYS = [
  { label: '← → ↑ ↓', does: 'To the neighbouring cell' },
  { label: 'Enter', does: 'Pictures with that error' },
];

export const KEY_SHEET: readonly KeyGroup[] = [
  { where: 'Everywhere', keys: EVERYWHERE },
  { where: 'Classes', keys: TAXONOMY_KEYS },
  { where: 'Run, its time line', keys: TIMELINE_KEYS },
  { where: 'Curves, when they have the focus', keys: CURVE_KEYS },
  { where: 'Confusion matrix, when it has the focus', keys: CONFUSION_KEYS },
  { where: 'A picture opened from its score', keys: SCORED_KEYS },
  { where: 'An opened segment; decisions also for chosen ones', keys: SEGMENT_KEYS },
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
