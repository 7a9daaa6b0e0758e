/**
 * Greedy non-maximum suppression over all boxes, whatever their class.
 *
 * Every operation is rounded to float32 and the IoU is then compared with the double threshold, as torchvision does on
 * the CPU: an IoU of exactly 0.3 is 0.30000001 in float32 and is suppressed by the threshold 0.3, one of exactly 0.25
 * survives 0.25. Boxes without area have no IoU (0/0) and suppress nothing.
 */

/** x0, y0, x1, y1 in pixels, float32 values. */
export type FloatBox = readonly [number, number, number, number];

const f32 = Math.fround;

const areaOf = (box: FloatBox): number => f32(f32(box[2] - box[0]) * f32(box[3] - box[1]));

/** Intersection over union in float32; NaN for two boxes without area. */
export function boxIou(a: FloatBox, b: FloatBox): number {
  const width = Math.max(0, f32(Math.min(a[2], b[2]) - Math.max(a[0], b[0])));
  const height = Math.max(0, f32(Math.min(a[3], b[3]) - Math.max(a[1], b[1])));
  const intersection = f32(width * height);
  return f32(intersection / f32(f32(areaOf(a) + areaOf(b)) - intersection));
}

/** Indices sorted by falling score; equal scores keep their order. */
function byFallingScore(scores: readonly number[]): number[] {
  return scores.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
}

export interface Suppression {
  /** Indices of the boxes that survive, by falling score. */
  kept: number[];
  /** Of each box: the survivor that it fell to, -1 for survivors. */
  fellTo: Int32Array;
}

/** A box falls when its IoU with a better survivor is greater than `iouThreshold`. */
export function suppress(boxes: readonly FloatBox[], scores: readonly number[], iouThreshold: number): Suppression {
  if (boxes.length !== scores.length)
    throw new Error(`Non-maximum suppression got ${boxes.length} boxes and ${scores.length} scores.`);
  const kept: number[] = [];
  const fellTo = new Int32Array(boxes.length).fill(-1);
  const order = byFallingScore(scores);
  order.forEach((best, rank) => {
    if (fellTo[best]! >= 0) return;
    kept.push(best);
    for (const other of order.slice(rank + 1))
      if (fellTo[other]! < 0 && boxIou(boxes[best]!, boxes[other]!) > iouThreshold) fellTo[other] = best;
  });
  return { kept, fellTo };
}

/** Indices of the boxes that survive, by falling score. */
export function nonMaximumSuppression(
  boxes: readonly FloatBox[],
  scores: readonly number[],
  iouThreshold: number,
): number[] {
  return suppress(boxes, scores, iouThreshold).kept;
}
