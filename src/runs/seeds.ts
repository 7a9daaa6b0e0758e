/** Runs of one configuration with several seeds: what they have in common, and how far they lie apart. */
import { spreadOf as meanAndDeviation } from '../../workers/experiment/spread';
import type { RunRecord } from '../../workers/protocol';
import { withoutSeed } from './config-diff';

export interface Spread {
  mean: number;
  /** Of the sample, over n - 1; null for a single value. */
  deviation: number | null;
  least: number;
  most: number;
  count: number;
}

/** Over the values that are there; null where none is. */
export function spreadOf(values: readonly (number | null | undefined)[]): Spread | null {
  const there = values.filter((value) => typeof value === 'number');
  const count = there.length;
  if (count === 0) return null;
  const { mean, std } = meanAndDeviation(there);
  return {
    mean: mean!,
    deviation: std,
    least: Math.min(...there),
    most: Math.max(...there),
    count,
  };
}

/** Runs that differ by their seed alone, together; in the order of their first. */
export function seedGroups(records: readonly RunRecord[]): RunRecord[][] {
  const groups = new Map<string, RunRecord[]>();
  for (const record of records) {
    const key = withoutSeed(record.config);
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups.values()];
}
