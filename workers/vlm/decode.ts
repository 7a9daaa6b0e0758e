/**
 * From the detector's raw output to boxes in pixels of the crop.
 *
 * One box has one class: that of its best prompt. Thresholds are strict and compared in float32, suppression runs over
 * all classes together on unrounded, unclipped boxes, and what survives is sorted by rising score, so that the best box
 * is the last to be pasted.
 */
import { type FloatBox, suppress } from './nms';

/** What the detector says about one crop. It does not depend on thresholds, and keeps every prompt's logit. */
export interface RawDetections {
  /** [tokens, prompts] */
  logits: Float32Array;
  /** [tokens, 4]: centre x, centre y, width, height as fractions of the square that the detector saw. */
  boxes: Float32Array;
  tokens: number;
  prompts: readonly string[];
}

/** A token's box with its best prompt. */
export interface Detection {
  /** Train id of the best prompt's class. */
  target: number;
  /** Index of the best prompt in the list that was asked. */
  prompt: number;
  /** 0..1, float32. */
  score: number;
  /** Pixels of the crop, unrounded, may reach over the border. */
  box: FloatBox;
}

/** A detection that was kept: integer pixels inside the crop, x1 and y1 exclusive. */
export interface SelectedDetection extends Omit<Detection, 'box'> {
  box: { x0: number; y0: number; x1: number; y1: number };
  /** Its index among the detections it was selected from. */
  index: number;
}

/** What becomes of the detections above their thresholds. */
export interface Sifted {
  /** By rising score. */
  survivors: SelectedDetection[];
  /** How many boxes fell to each survivor. */
  duplicates: number[];
  /** The best of those that fell, by falling score. */
  fallen: SelectedDetection[];
}

export interface CropSize {
  width: number;
  height: number;
}

const f32 = Math.fround;

/** Nearest integer, halves to the even one, as torch.round. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const fraction = value - floor;
  if (fraction === 0.5) return floor % 2 === 0 ? floor : floor + 1;
  return fraction < 0.5 ? floor : floor + 1;
}

/**
 * Best prompt, score and corners of every token.
 *
 * @param asked prompts that count now, each one of `raw.prompts`, with the class of each; further logits are ignored,
 *   which is exact because every prompt's logit is computed on its own.
 * @param scale pixels of the crop that the detector's unit square spans (OWL-ViT: its size; OWLv2: its longer side).
 */
export function decodeDetections(
  raw: RawDetections,
  asked: { prompts: readonly string[]; classOf: readonly number[] },
  scale: CropSize,
): Detection[] {
  const columns = asked.prompts.map((prompt) => {
    const column = raw.prompts.indexOf(prompt);
    if (column < 0) throw new Error(`The detector was not asked for "${prompt}".`);
    return column;
  });
  const detections: Detection[] = [];
  if (columns.length === 0) return detections;
  for (let token = 0; token < raw.tokens; token++) {
    const logitAt = (k: number): number => raw.logits[token * raw.prompts.length + columns[k]!]!;
    let best = 0;
    for (let k = 0; k < columns.length; k++) {
      if (Number.isNaN(logitAt(k)))
        throw new Error(`The detector's logit of token ${token} for "${asked.prompts[k]}" is not a number.`);
      if (logitAt(k) > logitAt(best)) best = k;
    }
    const score = f32(1 / (1 + Math.exp(-logitAt(best))));
    detections.push({ target: asked.classOf[best]!, prompt: best, score, box: cornersOf(raw.boxes, token, scale) });
  }
  return detections;
}

function cornersOf(boxes: Float32Array, token: number, { width, height }: CropSize): FloatBox {
  const [cx, cy, w, h] = boxes.subarray(token * 4, token * 4 + 4) as unknown as [number, number, number, number];
  if (!Number.isFinite(cx + cy + w + h)) throw new Error(`The detector's box of token ${token} is not finite.`);
  return [
    f32(f32(cx - f32(0.5 * w)) * width),
    f32(f32(cy - f32(0.5 * h)) * height),
    f32(f32(cx + f32(0.5 * w)) * width),
    f32(f32(cy + f32(0.5 * h)) * height),
  ];
}

/**
 * Thresholds, suppression, order, rounding.
 *
 * @param thresholdOf detection threshold of a class; a score must be greater.
 * @returns survivors by rising score; a box outside the crop comes back without area.
 */
export function selectDetections(
  detections: readonly Detection[],
  thresholdOf: (target: number) => number,
  nmsIou: number,
  crop: CropSize,
): SelectedDetection[] {
  return siftDetections(detections, thresholdOf, nmsIou, crop, 0).survivors;
}

/** As `selectDetections`, and up to `fallenCount` of the boxes that were suppressed. */
export function siftDetections(
  detections: readonly Detection[],
  thresholdOf: (target: number) => number,
  nmsIou: number,
  crop: CropSize,
  fallenCount: number,
): Sifted {
  const candidates: number[] = [];
  detections.forEach((detection, i) => {
    if (detection.score > f32(thresholdOf(detection.target))) candidates.push(i);
  });
  const scores = candidates.map((i) => detections[i]!.score);
  const boxes = candidates.map((i) => detections[i]!.box);
  const { kept, fellTo } = suppress(boxes, scores, nmsIou);
  kept.sort((a, b) => scores[a]! - scores[b]!);
  const counts = new Map<number, number>();
  const fallen: number[] = [];
  fellTo.forEach((survivor, k) => {
    if (survivor < 0) return;
    counts.set(survivor, (counts.get(survivor) ?? 0) + 1);
    fallen.push(k);
  });
  fallen.sort((a, b) => scores[b]! - scores[a]!);
  const selected = (k: number): SelectedDetection => {
    const index = candidates[k]!;
    const detection = detections[index]!;
    return { ...detection, box: toPixels(detection.box, crop), index };
  };
  return {
    survivors: kept.map(selected),
    duplicates: kept.map((k) => counts.get(k) ?? 0),
    fallen: fallen.slice(0, fallenCount).map(selected),
  };
}

function toPixels([x0, y0, x1, y1]: FloatBox, { width, height }: CropSize): SelectedDetection['box'] {
  // `+ 0` turns a rounded -0 into 0.
  const clip = (value: number, limit: number): number => Math.min(Math.max(roundHalfToEven(value), 0), limit) + 0;
  return { x0: clip(x0, width), y0: clip(y0, height), x1: clip(x1, width), y1: clip(y1, height) };
}
