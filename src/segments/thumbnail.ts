/** Cuts a segment out of its picture. */
import type { Segment } from '../../workers/protocol';

/** Part of the box's longer side that is added around it, so that one sees where it stands. */
const MARGIN = 0.15;

export interface Cut {
  x: number;
  y: number;
  side: number;
}

/** The square of whole pixels around a segment's box, inside the picture where that is possible. */
export function squareAround({ box, picture }: Pick<Segment, 'box' | 'picture'>): Cut {
  const longer = Math.max(box.x1 - box.x0, box.y1 - box.y0);
  const side = Math.max(1, Math.min(Math.round(longer * (1 + 2 * MARGIN)), Math.min(picture.width, picture.height)));
  const place = (from: number, to: number, size: number) =>
    Math.round(Math.max(0, Math.min((from + to - side) / 2, size - side)));
  return { x: place(box.x0, box.x1, picture.width), y: place(box.y0, box.y1, picture.height), side };
}

/** RGB of the square, three bytes per pixel. */
export function cutOut({ x, y, side }: Cut, { width, rgb }: Segment['picture']): Uint8Array {
  const cut = new Uint8Array(side * side * 3);
  for (let row = 0; row < side; row++) {
    const from = ((y + row) * width + x) * 3;
    cut.set(rgb.subarray(from, from + side * 3), row * side * 3);
  }
  return cut;
}
