/**
 * Evaluation: an exact confusion matrix, and what is read off it.
 *
 * Pixels whose ground truth is 255 are left out. A class that is in neither the ground truth nor the prediction is
 * absent: its IoU is null and it enters no mean. A class that is predicted but never true has IoU 0 and counts.
 * Counts are doubles, exact up to 2^53 pixels (Q21). A pixel that was predicted as nothing (255) is no area of any
 * predicted class, but its true class missed it.
 */
import { CITYSCAPES, IGNORE_INDEX, SYNTHIA_13, SYNTHIA_16 } from '../experiment/taxonomy';
import type { MeanScore, Scores } from '../protocol';

export class ConfusionMatrix {
  /** Row ground truth, column prediction; classes * classes. */
  readonly counts: Float64Array;
  /** True pixels per class that were predicted as nothing. */
  readonly unassigned: Float64Array;

  constructor(readonly classes: number) {
    this.counts = new Float64Array(classes * classes);
    this.unassigned = new Float64Array(classes);
  }

  /**
   * Counts one picture. Both arrays hold one class per pixel, in the same order.
   * @throws where the sizes differ, or a value is neither a class nor 255.
   */
  add(prediction: Uint8Array, label: Uint8Array): void {
    const { classes, counts, unassigned } = this;
    if (prediction.length !== label.length)
      throw new Error(`The prediction has ${prediction.length} pixels, its ground truth ${label.length}.`);
    for (let i = 0; i < label.length; i++) {
      const truth = label[i]!;
      if (truth === IGNORE_INDEX) continue;
      const predicted = prediction[i]!;
      if (predicted === IGNORE_INDEX && truth < classes) {
        unassigned[truth]!++;
        continue;
      }
      if (truth >= classes || predicted >= classes)
        throw new Error(
          `Pixel ${i} has class ${Math.max(truth, predicted)}, but there are ${classes} classes; convert the labels first.`,
        );
      counts[truth * classes + predicted]!++;
    }
  }

  /** Adds the counts of another matrix of as many classes. */
  merge(other: ConfusionMatrix): void {
    if (other.classes !== this.classes)
      throw new Error(`Counts of ${other.classes} classes cannot be added to those of ${this.classes}.`);
    for (let i = 0; i < this.counts.length; i++) this.counts[i]! += other.counts[i]!;
    for (let c = 0; c < this.classes; c++) this.unassigned[c]! += other.unassigned[c]!;
  }

  /** Pixels per class: true and predicted alike, predicted, and true. */
  areas(): { intersect: number[]; predicted: number[]; truth: number[] } {
    const { classes, counts } = this;
    const intersect: number[] = [];
    const predicted = new Array<number>(classes).fill(0);
    const truth = Array.from(this.unassigned);
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

  /** Share of the pixels predicted as a class that are right; null where it was never predicted. */
  precision(): (number | null)[] {
    const { intersect, predicted } = this.areas();
    return intersect.map((hit, c) => ratio(hit, predicted[c]!));
  }

  /** Twice the common area over the sum of both; null where the class is absent. */
  dice(): (number | null)[] {
    const { intersect, predicted, truth } = this.areas();
    return intersect.map((hit, c) => ratio(2 * hit, truth[c]! + predicted[c]!));
  }

  /**
   * (1 + beta^2) precision recall / (beta^2 precision + recall), as mmsegmentation has it: null where precision or
   * recall is undefined or both are 0, where Dice would be 0.
   */
  fscore(beta = 1): (number | null)[] {
    const recall = this.accuracy();
    return this.precision().map((precision, c) => {
      const found = recall[c]!;
      if (precision === null || found === null) return null;
      return ratio((1 + beta ** 2) * precision * found, beta ** 2 * precision + found);
    });
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
    const [iou, accuracy, dice, fscore, precision] = [
      this.iou(),
      this.accuracy(),
      this.dice(),
      this.fscore(),
      this.precision(),
    ];
    const named = (values: (number | null)[]) => Object.fromEntries(names.map((name, c) => [name, values[c] ?? null]));
    const { classes, counts } = this;
    return {
      miou: meanOf(iou, averaged),
      macc: meanOf(accuracy, averaged),
      aacc: this.pixelAccuracy(),
      mdice: meanOf(dice, averaged),
      mfscore: meanOf(fscore, averaged),
      iouPerClass: named(iou),
      accPerClass: named(accuracy),
      dicePerClass: named(dice),
      fscorePerClass: named(fscore),
      precisionPerClass: named(precision),
      means: meanSets(names).map((set) => meanScore(set, names, { iou, accuracy, dice, fscore })),
      confusion: names.map((_, t) => Array.from(counts.subarray(t * classes, (t + 1) * classes))),
      classesAveraged: averaged.filter((id) => iou[id] !== null).map((id) => names[id]!),
    };
  }
}

interface MeanSet {
  label: string;
  ids: number[];
}

/** The means that papers report: over all classes, and where these are Cityscapes', over SYNTHIA's 16 and 13. */
export function meanSets(names: string[]): MeanSet[] {
  const all = { label: `all ${names.length} classes`, ids: names.map((_, id) => id) };
  const cityscapes =
    names.length === CITYSCAPES.classes.length && CITYSCAPES.classes.every(({ name }, id) => names[id] === name);
  if (!cityscapes) return [all];
  const synthia = [SYNTHIA_16, SYNTHIA_13].map((ids) => ({ label: `SYNTHIA's ${ids.length} classes`, ids }));
  return [all, ...synthia];
}

function meanScore(
  { label, ids }: MeanSet,
  names: string[],
  of: Record<'iou' | 'accuracy' | 'dice' | 'fscore', (number | null)[]>,
): MeanScore {
  return {
    label,
    classes: ids.length,
    averaged: ids.filter((id) => of.iou[id] !== null).map((id) => names[id]!),
    miou: meanOf(of.iou, ids),
    macc: meanOf(of.accuracy, ids),
    mdice: meanOf(of.dice, ids),
    mfscore: meanOf(of.fscore, ids),
  };
}

/** Mean of the values of the given classes that are not absent; null where all are. */
export function meanOf(values: (number | null)[], ids: number[] = values.map((_, id) => id)): number | null {
  const present = ids.map((id) => values[id] ?? null).filter((v): v is number => v !== null);
  return present.length ? total(present) / present.length : null;
}

const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : null);
const total = (values: number[]) => values.reduce((a, b) => a + b, 0);
