/** Means over the runs of an experiment that differ in nothing but their seed. */
import type { Scores } from '../protocol';

export interface Spread {
  /** Null where no run has a value. */
  mean: number | null;
  /** Standard deviation of the sample, with n - 1 below the line; null for fewer than two values. */
  std: number | null;
}

/** Over the values that are there: a class counts in those runs in which it was evaluated. */
export function spreadOf(values: (number | null | undefined)[]): Spread {
  const present = values.filter((value) => typeof value === 'number');
  const n = present.length;
  if (n === 0) return { mean: null, std: null };
  const mean = present.reduce((sum, value) => sum + value, 0) / n;
  const squares = present.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: n < 2 ? null : Math.sqrt(squares / (n - 1)) };
}

/** The part of an evaluation that is averaged over seeds. */
export type SeedScores = Pick<Scores, 'miou' | 'macc' | 'aacc' | 'iouPerClass' | 'accPerClass'>;

const NUMBERS = ['miou', 'macc', 'aacc'] as const;
const TABLES = ['iouPerClass', 'accPerClass'] as const;

/** Mean and standard deviation of every score, in the form of the scores. */
export function spreadOfScores(all: SeedScores[]): Record<'mean' | 'std', SeedScores> {
  const part = (which: keyof Spread): SeedScores => {
    const numbers = NUMBERS.map((name) => [name, spreadOf(all.map((scores) => scores[name]))[which]]);
    const tables = TABLES.map((name) => {
      const classes = [...new Set(all.flatMap((scores) => Object.keys(scores[name])))];
      return [name, Object.fromEntries(classes.map((c) => [c, spreadOf(all.map((s) => s[name][c]))[which]]))];
    });
    return Object.fromEntries([...numbers, ...tables]) as SeedScores;
  };
  return { mean: part('mean'), std: part('std') };
}
