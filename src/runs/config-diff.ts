/** In what the configurations of several runs differ. */
import type { ExperimentConfig } from '../../workers/experiment/schema';

export interface Difference {
  /** Path of the field, such as `schedule.learningRate`. */
  field: string;
  /** One value per configuration, as it is written in JSON; null where the field is absent. */
  values: (string | null)[];
}

/** Fields whose values are not the same in all configurations, in the order of the first that has them. */
export function configDifferences(configs: readonly ExperimentConfig[]): Difference[] {
  const flat = configs.map((config) => new Map(leaves(config, '')));
  const fields = new Set(flat.flatMap((map) => [...map.keys()]));
  return [...fields]
    .map((field) => ({ field, values: flat.map((map) => map.get(field) ?? null) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

/** Short lists of plain values, such as a crop's size, are one value; everything else is taken apart. */
function* leaves(value: unknown, path: string): Generator<[string, string]> {
  const plain = (item: unknown) => item === null || typeof item !== 'object';
  if (value === undefined) return;
  if (plain(value) || (Array.isArray(value) && value.every(plain))) {
    yield [path, JSON.stringify(value)];
    return;
  }
  for (const [key, item] of Object.entries(value as object)) yield* leaves(item, path ? `${path}.${key}` : key);
}

/** The same for runs that differ by their seed alone. */
export function withoutSeed(config: ExperimentConfig): string {
  return JSON.stringify([...leaves({ ...config, seed: 0 }, '')].sort());
}
