/** The keys of the stage: what they do, and what a person reads about them. */
import { keyNames, stageKeys } from '../words/stage';

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

const KEYS: readonly Omit<StageKey, 'does'>[] = [
  { action: 'zoom-in', keys: ['+', '='], label: '+' },
  { action: 'zoom-out', keys: ['-', '_'], label: '−' },
  { action: 'fit', keys: ['0'], label: '0' },
  { action: 'actual', keys: ['1'], label: '1' },
  { action: 'left', keys: ['arrowleft'], label: '←' },
  { action: 'right', keys: ['arrowright'], label: '→' },
  { action: 'up', keys: ['arrowup'], label: '↑' },
  { action: 'down', keys: ['arrowdown'], label: '↓' },
  { action: 'peek', keys: [' '], label: keyNames.space },
  { action: 'toggle-labels', keys: ['o'], label: 'O' },
  { action: 'weaker', keys: ['['], label: '[' },
  { action: 'stronger', keys: [']'], label: ']' },
  { action: 'outlines', keys: ['b'], label: 'B' },
  { action: 'layout', keys: ['v'], label: 'V' },
  { action: 'swipe', keys: ['w'], label: 'W' },
  { action: 'swipe-left', keys: [','], label: ',' },
  { action: 'swipe-right', keys: ['.'], label: '.' },
  { action: 'next-layer', keys: ['l'], label: 'L' },
  { action: 'previous-layer', keys: ['k'], label: 'K' },
  { action: 'solo', keys: ['s'], label: 'S' },
  { action: 'hide', keys: ['h'], label: 'H' },
  { action: 'all-classes', keys: ['a'], label: 'A' },
];

export const STAGE_KEYS: readonly StageKey[] = KEYS.map((key) => ({ ...key, does: stageKeys[key.action] }));

const byKey = new Map(STAGE_KEYS.flatMap(({ action, keys }) => keys.map((key) => [key, action] as const)));

/** What a key press asks for; null where it is none of the stage's, or belongs to the browser. */
export function actionOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): StageAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  return byKey.get(event.key.toLowerCase()) ?? null;
}
