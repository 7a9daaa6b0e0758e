/** What keys and buttons do to a stage. */
import type { StageAction } from './keys';
import {
  type Arrangement,
  changeOpacity,
  type StageStore,
  showAllClasses,
  soloClass,
  toggleClass,
  toggleOpacity,
} from './model';
import type { Stack } from './picture';
import { probe } from './probe';
import { clamped, type Point, panned, type Size, zoomedAbout } from './view';

export const ZOOM_STEP = 1.5;
/** Share of the pane that an arrow moves, and with Shift. */
const PAN_SHARE = 0.12;
const FAR_PAN_SHARE = 0.6;
const SWIPE_STEP = 0.05;
const ARRANGEMENTS: readonly Arrangement[] = ['all', 'two', 'one'];

export interface ActionContext {
  stage: StageStore;
  /** Size of one pane, CSS pixels. */
  pane: Size;
  stacks: readonly Stack[];
  /** Whether an arrow moves far. */
  far: boolean;
}

const moved =
  (x: number, y: number) =>
  ({ stage, pane, far }: ActionContext): void => {
    const share = far ? FAR_PAN_SHARE : PAN_SHARE;
    movePicture(stage, pane, { x: x * share * pane.width, y: y * share * pane.height });
  };

const swiped =
  (by: number) =>
  ({ stage }: ActionContext): void =>
    stage.setState(({ swipeAt }) => ({ swipeAt: Math.min(1, Math.max(0, swipeAt + by)) }));

const ofClassUnderPointer =
  (change: (stage: StageStore, id: number) => void) =>
  ({ stage, stacks }: ActionContext): void => {
    const id = classUnderPointer(stage, stacks);
    if (id !== null) change(stage, id);
  };

const ACTIONS: Record<StageAction, (context: ActionContext) => void> = {
  'zoom-in': ({ stage, pane }) => zoom(stage, pane, ZOOM_STEP),
  'zoom-out': ({ stage, pane }) => zoom(stage, pane, 1 / ZOOM_STEP),
  fit: ({ stage }) => stage.setState({ view: null }),
  actual: ({ stage, pane }) => zoomTo(stage, pane, 1),
  left: moved(1, 0),
  right: moved(-1, 0),
  up: moved(0, 1),
  down: moved(0, -1),
  peek: ({ stage }) => stage.setState({ peeking: true }),
  'toggle-labels': ({ stage }) => toggleOpacity(stage),
  weaker: ({ stage }) => changeOpacity(stage, -1),
  stronger: ({ stage }) => changeOpacity(stage, 1),
  outlines: ({ stage }) => stage.setState(({ borders }) => ({ borders: !borders })),
  layout: ({ stage }) => {
    const now = ARRANGEMENTS.indexOf(stage.getState().arrangement);
    arrange(stage, ARRANGEMENTS[(now + 1) % ARRANGEMENTS.length]!);
  },
  swipe: ({ stage }) => setSwiping(stage, !stage.getState().swiping),
  'swipe-left': swiped(-SWIPE_STEP),
  'swipe-right': swiped(SWIPE_STEP),
  'next-layer': ({ stage, stacks }) => stepLayer(stage, stacks, 1),
  'previous-layer': ({ stage, stacks }) => stepLayer(stage, stacks, -1),
  solo: ofClassUnderPointer(soloClass),
  hide: ofClassUnderPointer(toggleClass),
  'all-classes': ({ stage }) => showAllClasses(stage),
};

/** Does what was asked for; of `peek`, the beginning. */
export function act(action: StageAction, context: ActionContext): void {
  ACTIONS[action](context);
}

/** Swipes between two layers in a single pane, or ends that. */
export function setSwiping(stage: StageStore, swiping: boolean): void {
  stage.setState(swiping ? { swiping, arrangement: 'one' } : { swiping });
}

export function arrange(stage: StageStore, arrangement: Arrangement): void {
  stage.setState({ arrangement, ...(arrangement !== 'one' && { swiping: false }) });
}

/** Zooms about a point of the pane; its middle where none is given. */
export function zoom(stage: StageStore, pane: Size, factor: number, at?: Point): void {
  const { picture, view } = stage.getState();
  if (!picture) return;
  const about = at ?? { x: pane.width / 2, y: pane.height / 2 };
  const next = zoomedAbout(about, factor, clamped(view, picture, pane), picture, pane);
  stage.setState({ view: next.scale <= clamped(null, picture, pane).scale ? null : next });
}

/** Shows pixels of the picture at this many CSS pixels. */
export function zoomTo(stage: StageStore, pane: Size, scale: number): void {
  const { picture, view } = stage.getState();
  if (picture) zoom(stage, pane, scale / clamped(view, picture, pane).scale);
}

export function movePicture(stage: StageStore, pane: Size, by: Point): void {
  const { picture, view } = stage.getState();
  if (picture && view) stage.setState({ view: panned(by, clamped(view, picture, pane), picture, pane) });
}

/** The next stack in the first pane. */
function stepLayer(stage: StageStore, stacks: readonly Stack[], by: number): void {
  const { chosen, arrangement } = stage.getState();
  if (arrangement === 'all' || stacks.length === 0) return;
  const now = Math.max(
    0,
    stacks.findIndex(({ key }) => key === chosen[0]),
  );
  const next = stacks[(now + by + stacks.length) % stacks.length]!;
  stage.setState({ chosen: [next.key, ...chosen.slice(1)] });
}

/** Class of the uppermost label map at the pointer; null where there is none. */
export function classUnderPointer(stage: StageStore, stacks: readonly Stack[]): number | null {
  const { picture, pointer } = stage.getState();
  const stack = stacks.find(({ key }) => key === pointer?.stack);
  if (!picture || !pointer || !stack) return null;
  const reading = probe(picture, stack, pointer.at);
  const shown = picture.layers.find(
    (layer) => layer.kind === 'labels' && [stack.over, stack.base].includes(layer.name),
  );
  const found = reading?.classes.find(({ title }) => title === shown?.title) ?? reading?.classes.at(-1);
  return found && found.id !== 255 ? found.id : null;
}
