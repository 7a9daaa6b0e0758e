/** What a configuration says about its iterations, and the same one shortened or changed. */
import type { ExperimentConfig } from './schema';

/**
 * The same experiment with another number of iterations: warm-up, evaluations and the phases of relabeling keep their
 * share of the run (of the paper's: warm-up 1500/40000, collecting 20-30 %, relabeling from 30 %). What does not
 * depend on the length, such as the learning rate, stays.
 */
export function scaleSchedule(config: ExperimentConfig, iterations: number): ExperimentConfig {
  const { schedule, relabeling } = config;
  if (iterations === schedule.iterations) return config;
  if (!Number.isInteger(iterations) || iterations < 1)
    throw new Error(`A run needs a whole number of iterations of at least 1, not ${iterations}.`);
  const share = iterations / schedule.iterations;
  const scaled = (t: number) => Math.round(t * share);
  const range = (r: [number, number] | null): [number, number] | null =>
    r && (scaled(r[0]) < scaled(r[1]) ? [scaled(r[0]), scaled(r[1])] : null);
  return {
    ...config,
    relabeling: { ...relabeling, collect: range(relabeling.collect), relabel: range(relabeling.relabel) },
    schedule: {
      ...schedule,
      iterations,
      warmup: Math.min(scaled(schedule.warmup), iterations - 1),
      evaluateEvery: Math.max(1, Math.min(iterations, scaled(schedule.evaluateEvery))),
    },
  };
}

export type Phase = 'off' | 'collect' | 'relabel';

/** Phase of an iteration by ranges, so that a resumed run needs no flag (Q10). */
export function phaseAt({ relabeling }: Pick<ExperimentConfig, 'relabeling'>, iteration: number): Phase {
  const inside = (range: [number, number] | null) => range !== null && iteration >= range[0] && iteration < range[1];
  // Without a phase of relabeling the votes would serve nothing: the reference is then off altogether.
  if (!relabeling.relabel) return 'off';
  if (inside(relabeling.collect)) return 'collect';
  return inside(relabeling.relabel) ? 'relabel' : 'off';
}

/** The configuration of a run from random numbers: there are no pretrained features to stay close to. */
export function withoutPretrained(config: ExperimentConfig): ExperimentConfig {
  const { method } = config;
  return { ...config, method: { ...method, featureDistance: { ...method.featureDistance, lambda: 0 } } };
}
