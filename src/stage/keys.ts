/** The keys of the stage: what they do, and what a person reads about them. */

export type StageAction =
  | 'zoom-in'
  | 'zoom-out'
  | 'fit'
  | 'actual'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'peek'
  | 'toggle-labels'
  | 'weaker'
  | 'stronger'
  | 'outlines'
  | 'layout'
  | 'swipe'
  | 'swipe-left'
  | 'swipe-right'
  | 'next-layer'
  | 'previous-layer'
  | 'solo'
  | 'hide'
  | 'all-classes';

export interface StageKey {
  action: StageAction;
  /** `KeyboardEvent.key`, small letters. */
  keys: string[];
  /** How the keys are written for a person. */
  label: string;
  does: string;
}

/** Held with an arrow, it moves the picture further. */
export const FAR_KEY = 'Shift';

export const STAGE_KEYS: readonly StageKey[] = [
  { action: 'zoom-in', keys: ['+', '='], label: '+', does: 'Zoom in' },
  { action: 'zoom-out', keys: ['-', '_'], label: '−', does: 'Zoom out' },
  { action: 'fit', keys: ['0'], label: '0', does: 'Show the whole picture' },
  { action: 'actual', keys: ['1'], label: '1', does: 'One pixel of the picture as one of the screen' },
  { action: 'left', keys: ['arrowleft'], label: '←', does: 'Move to the left; further with Shift' },
  { action: 'right', keys: ['arrowright'], label: '→', does: 'Move to the right' },
  { action: 'up', keys: ['arrowup'], label: '↑', does: 'Move up' },
  { action: 'down', keys: ['arrowdown'], label: '↓', does: 'Move down' },
  { action: 'peek', keys: [' '], label: 'Space', does: 'See the picture without labels while held' },
  { action: 'toggle-labels', keys: ['o'], label: 'O', does: 'Labels at 0 or 100 %' },
  { action: 'weaker', keys: ['['], label: '[', does: 'Labels weaker' },
  { action: 'stronger', keys: [']'], label: ']', does: 'Labels stronger' },
  { action: 'outlines', keys: ['b'], label: 'B', does: 'Borders of the segments' },
  { action: 'layout', keys: ['v'], label: 'V', does: 'All views, two, or one' },
  { action: 'swipe', keys: ['w'], label: 'W', does: 'Swipe between two layers' },
  { action: 'swipe-left', keys: [','], label: ',', does: 'Swipe to the left, while swiping' },
  { action: 'swipe-right', keys: ['.'], label: '.', does: 'Swipe to the right, while swiping' },
  { action: 'next-layer', keys: ['l'], label: 'L', does: 'Next layer in the first view' },
  { action: 'previous-layer', keys: ['k'], label: 'K', does: 'Previous layer in the first view' },
  { action: 'solo', keys: ['s'], label: 'S', does: 'Only the class under the pointer' },
  { action: 'hide', keys: ['h'], label: 'H', does: 'Hide the class under the pointer' },
  { action: 'all-classes', keys: ['a'], label: 'A', does: 'Show all classes again' },
];

const byKey = new Map(STAGE_KEYS.flatMap(({ action, keys }) => keys.map((key) => [key, action] as const)));

/** What a key press asks for; null where it is none of the stage's, or belongs to the browser. */
export function actionOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): StageAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  return byKey.get(event.key.toLowerCase()) ?? null;
}
