/**
 * Rare class sampling (DAFormer, CVPR 2022): pictures that show rare classes are drawn more often.
 *
 * With f_c the share of class c among all labelled pixels, P(c) = softmax((1 - f_c) / T). A class is drawn from P, then
 * a picture uniformly among those with more than `minPixels` pixels of it.
 */
import type { RandomStream } from '../../models/engine/random';
import type { ClassCounts } from './labels';

export interface ClassProbabilities {
  /** By rising pixel count; ties in order of first appearance. Classes without a pixel are absent. */
  classes: number[];
  /** Of the class at the same position; they sum to 1. */
  probabilities: number[];
}

/** Probabilities from total pixels per class, in order of first appearance. */
export function classProbabilities(totals: Map<number, number>, temperature: number): ClassProbabilities {
  const entries = [...totals].filter(([, pixels]) => pixels > 0).sort((a, b) => a[1] - b[1]);
  const sum = entries.reduce((all, [, pixels]) => all + pixels, 0);
  const logits = entries.map(([, pixels]) => (1 - pixels / sum) / temperature);
  const top = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - top));
  const scale = powers.reduce((all, power) => all + power, 0);
  return { classes: entries.map(([id]) => id), probabilities: powers.map((power) => power / scale) };
}

/**
 * Probabilities from the text of a `sample_class_stats.json`: an array with one object per label file, whose keys are
 * class ids with their pixel counts, and `file`.
 *
 * @throws where the text is no such file.
 */
export function rcsProbabilities(statsJson: string, temperature: number): ClassProbabilities {
  const totals = new Map<number, number>();
  for (const [id, pixels] of countsInOrder(statsJson)) totals.set(id, (totals.get(id) ?? 0) + pixels);
  return classProbabilities(totals, temperature);
}

/**
 * All (class, pixels) pairs in the order of the text. JSON.parse would put number-like keys into rising order and lose
 * the order of first appearance, so the keys get a letter first; a string in front of a colon is always a key.
 */
function* countsInOrder(statsJson: string): Generator<[number, number]> {
  const files: unknown = JSON.parse(statsJson.replace(/"(\d+)"(?=\s*:)/g, '"c$1"'));
  if (!Array.isArray(files)) throw new Error('Class statistics must be an array with one object per label file.');
  for (const file of files)
    for (const [key, pixels] of Object.entries(file as Record<string, unknown>))
      if (/^c\d+$/.test(key) && typeof pixels === 'number') yield [Number(key.slice(1)), pixels];
}

/** Draws classes and pictures; pure, all chance comes from the stream it is given. */
export class RareClassSampler {
  readonly classes: ClassProbabilities;
  /** Classes of the data that no picture shows with more than `minPixels` pixels; they are never drawn. */
  readonly tooSmall: number[];
  private readonly files: number[][];
  private readonly cumulative: number[] = [];

  /**
   * @param counts class counts of every picture at its file's size.
   * @throws where no class has enough pixels in any picture.
   */
  constructor(counts: ClassCounts[], { temperature, minPixels }: { temperature: number; minPixels: number }) {
    const totals = new Map<number, number>();
    const files = new Map<number, number[]>();
    counts.forEach((byClass, file) => {
      for (const [key, pixels] of Object.entries(byClass)) {
        const id = Number(key);
        totals.set(id, (totals.get(id) ?? 0) + pixels);
        if (pixels > minPixels) files.set(id, [...(files.get(id) ?? []), file]);
      }
    });
    this.classes = classProbabilities(totals, temperature);
    this.tooSmall = this.classes.classes.filter((id) => !files.has(id));
    this.files = this.classes.classes.map((id) => files.get(id) ?? []);
    let sum = 0;
    this.files.forEach((list, i) => {
      if (list.length > 0) sum += this.classes.probabilities[i];
      this.cumulative.push(sum);
    });
    if (sum === 0)
      throw new Error(
        `Rare class sampling found no picture with more than ${minPixels} pixels of any class; lower minPixels or turn it off.`,
      );
  }

  /** A class by its probability among those that can be drawn, and the position of a picture that shows it. */
  draw(random: RandomStream): { classId: number; file: number } {
    const at = random.uniform() * this.cumulative[this.cumulative.length - 1];
    let i = this.cumulative.findIndex((sum) => at < sum);
    // Rounding can leave the draw at the very end.
    if (i < 0) i = this.files.findLastIndex((list) => list.length > 0);
    const files = this.files[i];
    return { classId: this.classes.classes[i], file: files[random.integer(files.length)] };
  }
}
