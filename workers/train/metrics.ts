/**
 * Evaluation: an exact confusion matrix, and what is read off it.
 *
 * Pixels whose ground truth is 255 are left out. A class that is in neither the ground truth nor the prediction is
 * absent: its IoU is null and it enters no mean. A class that is predicted but never true has IoU 0 and counts.
 * Counts are doubles, exact up to 2^53 pixels (Q21).
 */
import { IGNORE_INDEX } from '../experiment/taxonomy';
import type { Scores } from '../protocol';

export class ConfusionMatrix {
  /** Row ground truth, column prediction; classes * classes. */
  readonly counts: Float64Array;

  constructor(readonly classes: number) {
    this.counts = new Float64Array(classes * classes);
  }

  /**
   * Counts one picture. Both arrays hold one class per pixel, in the same order.
   * @throws where the sizes differ, or a value is neither a class nor (in the ground truth) 255.
   */
  add(prediction: Uint8Array, label: Uint8Array): void {
    const { classes, counts } = this;
    if (prediction.length !== label.length)
      throw new Error(`The prediction has ${prediction.length} pixels, its ground truth ${label.length}.`);
    for (let i = 0; i < label.length; i++) {
      const truth = label[i]!;
      if (truth === IGNORE_INDEX) continue;
      const predicted = prediction[i]!;
      if (truth >= classes || predicted >= classes)
        throw new Error(
          `Pixel ${i} has class ${Math.max(truth, predicted)}, but there are ${classes} classes; convert the labels first.`,
        );
      counts[truth * classes + predicted]!++;
    }
  }

  /** Pixels per class: true and predicted alike, predicted, and true. */
  areas(): { intersect: number[]; predicted: number[]; truth: number[] } {
    const { classes, counts } = this;
    const intersect: number[] = [];
    const predicted = new Array<number>(classes).fill(0);
    const truth = new Array<number>(classes).fill(0);
    for (let t = 0; t < classes; t++) {
      intersect.push(counts[t * classes + t]!);
      for (let p = 0; p < classes; p++) {
        predicted[p]! += counts[t * classes + p]!;
        truth[t]! += counts[t * classes + p]!;
      }
    }
    return { intersect, predicted, truth };
  }

  /** Intersection over union per class as a fraction; null where the class is absent. */
  iou(): (number | null)[] {
    const { intersect, predicted, truth } = this.areas();
    return intersect.map((hit, c) => ratio(hit, truth[c]! + predicted[c]! - hit));
  }

  /** Share of a class' true pixels that were found; null where the ground truth has none. */
  accuracy(): (number | null)[] {
    const { intersect, truth } = this.areas();
    return intersect.map((hit, c) => ratio(hit, truth[c]!));
  }

  /** Share of all labelled pixels that are right; null without any. */
  pixelAccuracy(): number | null {
    const { intersect, truth } = this.areas();
    return ratio(total(intersect), total(truth));
  }

  /**
   * All scores by class name.
   * @param averaged ids of the classes that may enter the means; without it, all of them. Absent ones never do.
   */
  scores(names: string[], averaged: number[] = names.map((_, id) => id)): Scores {
    const iou = this.iou();
    const accuracy = this.accuracy();
    const { classes, counts } = this;
    return {
      miou: meanOf(iou, averaged),
      macc: meanOf(accuracy, averaged),
      aacc: this.pixelAccuracy(),
      iouPerClass: Object.fromEntries(names.map((name, c) => [name, iou[c] ?? null])),
      accPerClass: Object.fromEntries(names.map((name, c) => [name, accuracy[c] ?? null])),
      confusion: names.map((_, t) => Array.from(counts.subarray(t * classes, (t + 1) * classes))),
      classesAveraged: averaged.filter((id) => iou[id] !== null).map((id) => names[id]!),
    };
  }
}

/** Mean of the values of the given classes that are not absent; null where all are. */
export function meanOf(values: (number | null)[], ids: number[] = values.map((_, id) => id)): number | null {
  const present = ids.map((id) => values[id] ?? null).filter((v): v is number => v !== null);
  return present.length ? total(present) / present.length : null;
}

const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : null);
const total = (values: number[]) => values.reduce((a, b) => a + b, 0);
