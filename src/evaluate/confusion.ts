/** A confusion matrix as it is read: counts, or shares of what is true or of what is predicted. */

export type Normalisation = 'row' | 'column' | 'count';

/**
 * @param counts rows ground truth, columns prediction, pixels
 * @returns shares of the row's or column's sum, 0..1, null where it has no pixel; the counts as they are for `count`
 */
export function normalised(counts: readonly (readonly number[])[], by: Normalisation): (number | null)[][] {
  if (by === 'count') return counts.map((row) => [...row]);
  const sums =
    by === 'row'
      ? counts.map((row) => row.reduce((sum, n) => sum + n, 0))
      : counts.map((_, p) => counts.reduce((sum, row) => sum + row[p]!, 0));
  return counts.map((row, t) =>
    row.map((n, p) => {
      const sum = sums[by === 'row' ? t : p]!;
      return sum > 0 ? n / sum : null;
    }),
  );
}

/** How strongly a cell is coloured, 0..1: its share, or for counts its logarithm beside that of the largest. */
export function intensities(values: readonly (readonly (number | null)[])[], by: Normalisation): number[][] {
  if (by !== 'count') return values.map((row) => row.map((value) => value ?? 0));
  const top = Math.max(1, ...values.flat().map((value) => value ?? 0));
  return values.map((row) => row.map((value) => Math.log1p(value ?? 0) / Math.log1p(top)));
}

export interface Confusion {
  truth: number;
  predicted: number;
  pixels: number;
  /** Of the true class' pixels. */
  share: number;
}

/** The errors that cost a class most of its pixels, the largest share first. */
export function worstConfusions(counts: readonly (readonly number[])[], count: number): Confusion[] {
  const rows = normalised(counts, 'row');
  return counts
    .flatMap((row, truth) =>
      row.map((pixels, predicted) => ({ truth, predicted, pixels, share: rows[truth]![predicted] ?? 0 })),
    )
    .filter(({ truth, predicted, pixels }) => truth !== predicted && pixels > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, count);
}

/** Counts in few letters: "812", "12k", "3.4M". */
export function shortCount(n: number): string {
  if (n < 1000) return String(n);
  const [value, unit] = n < 1e6 ? [n / 1e3, 'k'] : n < 1e9 ? [n / 1e6, 'M'] : [n / 1e9, 'G'];
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)}${unit}`;
}
