/** IoU of several seeds side by side. */
import type { SeedScores } from '../workers/experiment/spread';
import { percent, spreadPercent, table } from './table';

/** A column for each seed, then mean and standard deviation, in percent. */
export function seedTable(seeds: number[], scores: SeedScores[]): string {
  const row = (name: string, values: (number | null | undefined)[]) => [
    name,
    ...values.map(percent),
    spreadPercent(values),
  ];
  const classes = [...new Set(scores.flatMap(({ iouPerClass }) => Object.keys(iouPerClass)))];
  return table([
    ['IoU in percent', ...seeds.map((seed) => `seed ${seed}`), 'mean ± std'],
    ...classes.map((name) =>
      row(
        name,
        scores.map(({ iouPerClass }) => iouPerClass[name]),
      ),
    ),
    row(
      'mean of all',
      scores.map(({ miou }) => miou),
    ),
  ]);
}
