import { timelineKeys as words } from '../words/timeline';

/** The keys of the time line. Where the pointer is on a picture that is swiped, comma and full stop are the picture's. */
export const TIMELINE_KEYS = [
  { label: ', .', does: words.step },
  { label: 'End', does: words.latest },
  { label: '← →', does: words.arrows },
] as const;

export type TimelineAction = 'before' | 'after' | 'latest';

const ACTIONS: Record<string, TimelineAction | undefined> = { ',': 'before', '.': 'after', End: 'latest' };

/** Where one types, or where the key moves something else. */
const OWN_KEYS =
  'input:not([type=range], [type=radio], [type=checkbox]), textarea, select, [role=slider], [role=menu], [role=listbox], [contenteditable=true]';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented'> & {
  target: EventTarget | null;
};

/** What a key press asks of the time line; null where it is for something else. */
export function timelineActionOf(event: Pressed): TimelineAction | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (typeof Element !== 'undefined' && event.target instanceof Element && event.target.closest(OWN_KEYS)) return null;
  return ACTIONS[event.key] ?? null;
}
