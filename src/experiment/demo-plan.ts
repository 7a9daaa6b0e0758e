/** The demo: the same job twice on the built-in city, first without relabeling, then with it. */
import { scaleSchedule } from '../../workers/experiment/config';
import { preset } from '../../workers/experiment/presets';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import type { PlannedRun } from '../run/session';
import { runLabel } from '../words/run-status';

export interface DemoOptions {
  /** Iterations of each run; null = as many as the preset has. */
  iterations: number | null;
  seed: number;
}

export type DemoPart = 'baseline' | 'csi';

export const DEMO_LABELS: Record<DemoPart, string> = {
  baseline: runLabel(false),
  csi: runLabel(true),
};

/** The two runs of a demo; `stamp` makes their names unique in storage. */
export function demoPlan({ iterations, seed }: DemoOptions, stamp: string): PlannedRun[] {
  return (['baseline', 'csi'] as const).map((part) => {
    const whole = preset(`demo-${part}`);
    const scaled = scaleSchedule(whole, iterations ?? whole.schedule.iterations);
    const config = { ...scaled, seed, schedule: { ...scaled.schedule, evaluateEvery: evaluateEvery(scaled) } };
    const run = `${config.name}-${stamp}`;
    return {
      run,
      part,
      label: DEMO_LABELS[part],
      options: {
        run,
        config,
        source: { kind: 'demo', part: 'source' },
        target: { kind: 'demo', part: 'target' },
        validation: null,
        models: { kind: 'builtin' },
        encoder: null,
        resume: false,
      },
    };
  });
}

/** In a very short run, evaluations would take longer than the iterations between them. */
const LEAST_BETWEEN_EVALUATIONS = 25;

function evaluateEvery({ schedule }: ExperimentConfig): number {
  return Math.min(schedule.iterations, Math.max(schedule.evaluateEvery, LEAST_BETWEEN_EVALUATIONS));
}
