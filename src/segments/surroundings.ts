/** Where a patch lies: in its crop, and in the picture that the crop was cut from. */
import type { PictureArea } from '../../workers/patch-columns';
import type { ConsideredPatch } from '../../workers/protocol';

/** Part of the box's longer side that is added on each side, so that one sees where it stands. */
const MARGIN = 0.25;

type Placed = Pick<ConsideredPatch, 'box' | 'crop'>;

/** A square of whole pixels around the box, inside its crop where that is possible: in the picture, and the box in it. */
export function surroundings({ box, crop }: Placed): { area: PictureArea; box: ConsideredPatch['box'] } {
  const longer = Math.max(box.x1 - box.x0, box.y1 - box.y0);
  const side = Math.max(1, Math.min(Math.round(longer * (1 + 2 * MARGIN)), crop.width, crop.height));
  const place = (from: number, to: number, size: number) =>
    Math.round(Math.max(0, Math.min((from + to - side) / 2, size - side)));
  const [left, top] = [place(box.x0, box.x1, crop.width), place(box.y0, box.y1, crop.height)];
  // A mirrored crop is cut out first, so its left side is the picture's right one.
  const x = crop.x + (crop.flipped ? crop.width - left - side : left);
  return {
    area: { x, y: crop.y + top, width: side, height: side, flipped: crop.flipped },
    box: { x0: box.x0 - left, y0: box.y0 - top, x1: box.x1 - left, y1: box.y1 - top },
  };
}
