/** Where in a picture a class was taken for another: the largest connected region of that error. */
import { IGNORE_INDEX } from '../experiment/taxonomy';
import type { AskedError, ErrorPlace } from '../scored-picture';

/**
 * Pixels touch at their sides. Of regions of one size the uppermost counts.
 * @param prediction class per pixel, row by row
 * @param label ground truth of the same pixels; 255 is no class
 * @returns null where the picture has no pixel with that error.
 */
export function largestErrorRegion(
  prediction: Uint8Array,
  label: Uint8Array,
  width: number,
  { truth, predicted }: AskedError,
): ErrorPlace | null {
  const open = new Uint8Array(label.length);
  for (let i = 0; i < label.length; i++) {
    const found = prediction[i]!;
    const wrong = predicted === null ? found !== truth && found !== IGNORE_INDEX : found === predicted;
    if (label[i] === truth && wrong) open[i] = 1;
  }
  let best: ErrorPlace | null = null;
  const stack: number[] = [];
  const visit = (i: number) => {
    if (!open[i]) return;
    open[i] = 0;
    stack.push(i);
  };
  for (let start = 0; start < open.length; start++) {
    if (!open[start]) continue;
    visit(start);
    const box = { x0: width, y0: Number.POSITIVE_INFINITY, x1: 0, y1: 0 };
    let pixels = 0;
    while (stack.length > 0) {
      const i = stack.pop()!;
      const [x, y] = [i % width, Math.floor(i / width)];
      pixels++;
      box.x0 = Math.min(box.x0, x);
      box.y0 = Math.min(box.y0, y);
      box.x1 = Math.max(box.x1, x + 1);
      box.y1 = Math.max(box.y1, y + 1);
      if (x > 0) visit(i - 1);
      if (x + 1 < width) visit(i + 1);
      if (y > 0) visit(i - width);
      if (i + width < open.length) visit(i + width);
    }
    if (!best || pixels > best.pixels) best = { box, pixels };
  }
  return best;
}
