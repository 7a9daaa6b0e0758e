/**
 * What a stage shows and how: one small store per stage. What follows the pointer is read outside React, so that moving,
 * zooming and probing cost no render.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StagePicture } from './picture';
import type { Point, View } from './view';

export type Arrangement = 'all' | 'two' | 'one';

export interface StageState {
  picture: StagePicture | null;
  /** Null: the whole picture. */
  view: View | null;
  /** Of labels over a picture, 0..1. */
  opacity: number;
  /** Labels are away as long as this is held. */
  peeking: boolean;
  borders: boolean;
  arrangement: Arrangement;
  /** Keys of the stacks in the panes, where not all are shown. */
  chosen: string[];
  swiping: boolean;
  /** Where the line between two layers is, as a share of the width. */
  swipeAt: number;
  hidden: ReadonlySet<number>;
  /** If not empty, only these classes are shown. */
  solo: ReadonlySet<number>;
  /** Class whose row of the legend is pointed at. */
  lit: number | null;
  /** Point of the picture under the pointer, and the stack it is in. */
  pointer: { at: Point; stack: string } | null;
}

export type StageStore = StoreApi<StageState>;

export const DEFAULT_OPACITY = 0.6;
const OPACITY_STEP = 0.1;

export function createStage(initial: Partial<StageState> = {}): StageStore {
  return createStore<StageState>()(() => ({
    picture: null,
    view: null,
    opacity: DEFAULT_OPACITY,
    peeking: false,
    borders: false,
    arrangement: 'all',
    chosen: [],
    swiping: false,
    swipeAt: 0.5,
    hidden: new Set(),
    solo: new Set(),
    lit: null,
    pointer: null,
    ...initial,
  }));
}

export const isVisible = ({ hidden, solo }: Pick<StageState, 'hidden' | 'solo'>, id: number): boolean =>
  solo.size > 0 ? solo.has(id) : !hidden.has(id);

const toggled = (set: ReadonlySet<number>, id: number): Set<number> => {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
};

/** Hides a class, or shows it again; where some are shown alone, takes it in or out of those. */
export function toggleClass(stage: StageStore, id: number): void {
  stage.setState(({ hidden, solo }) => (solo.size > 0 ? { solo: toggled(solo, id) } : { hidden: toggled(hidden, id) }));
}

/** Shows a class alone, or all again where it is alone already. */
export function soloClass(stage: StageStore, id: number): void {
  stage.setState(({ solo }) => ({ solo: solo.size === 1 && solo.has(id) ? new Set() : new Set([id]) }));
}

export function showAllClasses(stage: StageStore): void {
  stage.setState({ hidden: new Set(), solo: new Set() });
}

export function changeOpacity(stage: StageStore, steps: number): void {
  stage.setState(({ opacity }) => ({
    opacity: Math.min(1, Math.max(0, Math.round(10 * (opacity + steps * OPACITY_STEP)) / 10)),
  }));
}

/** Labels fully, or not at all. */
export function toggleOpacity(stage: StageStore): void {
  stage.setState(({ opacity }) => ({ opacity: opacity > 0 ? 0 : 1 }));
}

/** Colours by class id as the renderer wants them: RGBA, alpha 0 for what is not shown. */
export function paletteBytes(
  taxonomy: { classes: { color: readonly [number, number, number] }[] },
  state: Pick<StageState, 'hidden' | 'solo'>,
): Uint8Array {
  const bytes = new Uint8Array(256 * 4);
  taxonomy.classes.forEach(({ color }, id) => {
    bytes.set([...color, isVisible(state, id) ? 255 : 0], 4 * id);
  });
  return bytes;
}
