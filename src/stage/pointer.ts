/**
 * Mouse, pen and fingers on a pane: one of them moves the picture and probes it, two of them zoom. The wheel zooms where
 * the stage is in use or Ctrl is held, and scrolls the page otherwise.
 */
import { movePicture, zoom } from './actions';
import type { StageStore } from './model';
import { clamped, type Point, pixelAt, type Size, toPicture } from './view';

/** Zoom of one pixel of the wheel, as a logarithm. */
const WHEEL_ZOOM = 0.0016;
/** A pinch on a touchpad comes as a wheel with Ctrl and small numbers. */
const PINCH_ZOOM = 0.01;
const LINE_PX = 16;
/** A mouse's wheel with Ctrl turns by at least this much, a pinch by less. */
const PINCH_MOST_PX = 50;

const inPane = (event: MouseEvent, pane: HTMLElement): { at: Point; size: Size } => {
  const { left, top, width, height } = pane.getBoundingClientRect();
  return { at: { x: event.clientX - left, y: event.clientY - top }, size: { width, height } };
};

/** Listens to one pane. @returns an end to it */
export function listen(pane: HTMLElement, stage: StageStore, stack: string, inUse: () => boolean): () => void {
  const fingers = new Map<number, Point>();
  const probe = (event: MouseEvent) => {
    const { picture, view } = stage.getState();
    if (!picture) return;
    const { at, size } = inPane(event, pane);
    const point = toPicture(at, clamped(view, picture, size), size);
    stage.setState({ pointer: pixelAt(point, picture) ? { at: point, stack } : null });
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    fingers.set(event.pointerId, inPane(event, pane).at);
    pane.setPointerCapture(event.pointerId);
    pane.dataset.dragging = 'true';
  };
  const move = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId);
    if (before) {
      const { at, size } = inPane(event, pane);
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      fingers.set(event.pointerId, at);
      const share = other ? 0.5 : 1; // of two fingers each moves the middle by half
      movePicture(stage, size, { x: (at.x - before.x) * share, y: (at.y - before.y) * share });
      if (other) {
        const factor = distance(at, other) / Math.max(1, distance(before, other));
        zoom(stage, size, factor, { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 });
      }
    }
    probe(event);
  };
  const up = (event: PointerEvent) => {
    fingers.delete(event.pointerId);
    if (fingers.size === 0) delete pane.dataset.dragging;
  };
  const leave = () => stage.setState({ pointer: null });
  const wheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey && !inUse()) return;
    event.preventDefault();
    const { at, size } = inPane(event, pane);
    const delta = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * LINE_PX;
    const pinch = event.ctrlKey && Math.abs(delta) < PINCH_MOST_PX;
    zoom(stage, size, Math.exp(-delta * (pinch ? PINCH_ZOOM : WHEEL_ZOOM)), at);
    probe(event);
  };
  const twice = (event: MouseEvent) => {
    const { at, size } = inPane(event, pane);
    zoom(stage, size, 3, at);
  };
  pane.addEventListener('pointerdown', down);
  pane.addEventListener('pointermove', move);
  pane.addEventListener('pointerup', up);
  pane.addEventListener('pointercancel', up);
  pane.addEventListener('pointerleave', leave);
  pane.addEventListener('wheel', wheel, { passive: false });
  pane.addEventListener('dblclick', twice);
  return () => {
    pane.removeEventListener('pointerdown', down);
    pane.removeEventListener('pointermove', move);
    pane.removeEventListener('pointerup', up);
    pane.removeEventListener('pointercancel', up);
    pane.removeEventListener('pointerleave', leave);
    pane.removeEventListener('wheel', wheel);
    pane.removeEventListener('dblclick', twice);
  };
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
