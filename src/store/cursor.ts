/**
 * The iteration that is pointed at, and the part of the run that is shown: one for all charts, so that they read
 * together. Changes with every move of the pointer; charts subscribe outside React.
 */
import { createStore } from 'zustand/vanilla';

interface CursorState {
  iteration: number | null;
  /** Where the time line stands, shown where nothing is pointed at; null follows the latest. */
  moment: number | null;
  /** Iterations from and to; null = the whole run. */
  zoom: readonly [number, number] | null;
}

export const cursor = createStore<CursorState>()(() => ({ iteration: null, moment: null, zoom: null }));

/** The iteration that charts mark. */
export const marked = ({ iteration, moment }: Pick<CursorState, 'iteration' | 'moment'>): number | null =>
  iteration ?? moment;

/** The narrowest part that is shown, in iterations. */
const NARROWEST = 4;

/** `from` to `to` inside the whole, not narrower than a few iterations; null where that is the whole. */
export function zoomWithin(from: number, to: number, [start, end]: readonly [number, number]): CursorState['zoom'] {
  const width = Math.max(Math.min(NARROWEST, end - start), Math.abs(to - from));
  if (width >= end - start) return null;
  const low = Math.min(Math.max((from + to - width) / 2, start), end - width);
  return [low, low + width];
}

/** Zooms by a factor (above 1: closer) so that the iteration `around` stays where it is. */
export function zoomBy(factor: number, around: number, whole: readonly [number, number]): void {
  const [from, to] = cursor.getState().zoom ?? whole;
  cursor.setState({ zoom: zoomWithin(around - (around - from) / factor, around + (to - around) / factor, whole) });
}
