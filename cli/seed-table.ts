/** IoU of several seeds side by side. */
import type { SeedScores } from '../workers/experiment/spread';
import { supervisedNote } from './supervision';
import { percent, spreadPercent, table } from './table';

/**
 * A column for each seed, then mean and standard deviation, in percent.
 * @param decisions by hand that held in the run of each seed; they mark its column
 */
export function seedTable(seeds: number[], scores: SeedScores[], decisions: (number | undefined)[] = []): string {
  const row = (name: string, values: (number | null | undefined)[]) => [
    name,
    ...values.map(percent),
    spreadPercent(values),
  ];
  const classes = [...new Set(scores.flatMap(({ iouPerClass }) => Object.keys(iouPerClass)))];
  const told = table([
    ['IoU in percent', ...seeds.map((seed, i) => `seed ${seed}${decisions[i] ? ' *' : ''}`), 'mean ± std'],
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
  const notes = seeds.flatMap((seed, i) => {
    const note = supervisedNote(decisions[i]);
    return note ? [`* seed ${seed}: ${note}`] : [];
  });
  return [told, ...notes].join('\n');
}
