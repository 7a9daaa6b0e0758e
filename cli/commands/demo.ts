/** The main job on the built-in city, twice: without relabeling and with it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_OPTIONS } from '../../workers/data/demo';
import { scaleSchedule } from '../../workers/experiment/config';
import { preset } from '../../workers/experiment/presets';
import type { Scores } from '../../workers/protocol';
import type { Arguments, Outcome } from '../command';
import { Machine, type RunOutcome } from '../run-here';
import { comparison } from '../score-table';

/** Pictures of the full city per picture of the small one, which is the page's. */
const FULL = 5;

export interface DemoReport {
  iterations: number;
  seed: number;
  secondsPerIteration: number;
  runs: Record<'baseline' | 'csi', Pick<Scores, 'miou' | 'iouPerClass'>>;
  /** Relabeled patches per class name. */
  relabeled: Record<string, number>;
  adapter: string;
}

export async function run(args: Arguments): Promise<Outcome> {
  const seed = args.integer('seed', 0) ?? 0;
  const size = args.choice('size', ['small', 'full'] as const) ?? 'small';
  const machine = await Machine.open();
  const { source: s, target: t, validation: v } = DEMO_OPTIONS;
  const times = size === 'full' ? FULL : 1;
  const options = {
    ...DEMO_OPTIONS,
    source: { ...s, count: s.count * times },
    target: { ...t, count: t.count * times },
    validation: { count: v.count * times },
  };
  const source = await machine.scanDemo('source', options);
  const target = await machine.scanDemo('target', options);
  const out = args.text('out');
  const folder = out ?? mkdtempSync(join(tmpdir(), 'lab-demo-'));
  const outcomes = {} as Record<'baseline' | 'csi', RunOutcome>;
  try {
    for (const part of ['baseline', 'csi'] as const) {
      const whole = preset(`demo-${part}`);
      const config = { ...scaleSchedule(whole, args.integer('iterations', 1) ?? whole.schedule.iterations), seed };
      const outcome = await machine.run({
        name: part,
        config,
        source,
        target,
        validation: null,
        models: 'builtin',
        init: null,
        folder: join(folder, part),
        resume: false,
      });
      outcomes[part] = outcome;
      if (outcome.status !== 'finished' || !outcome.scores)
        return { report: null, failure: outcome.message ?? `the run "${part}" was ${outcome.status}.` };
    }
  } finally {
    if (!out) rmSync(folder, { recursive: true, force: true });
  }
  const report = reportOf(outcomes, seed, machine.engine.adapter, args.integer('iterations', 1));
  console.log(comparison(report.runs.baseline, report.runs.csi));
  console.log(
    `${report.iterations} iterations of ${report.secondsPerIteration.toFixed(2)} s each, on ${report.adapter}`,
  );
  return { report };
}

function reportOf(
  { baseline, csi }: Record<'baseline' | 'csi', RunOutcome>,
  seed: number,
  adapter: string,
  iterations = preset('demo-csi').schedule.iterations,
): DemoReport {
  const { classes } = preset('demo-csi').taxonomy;
  const scoresOf = ({ scores }: RunOutcome) => ({ miou: scores!.miou, iouPerClass: scores!.iouPerClass });
  return {
    iterations,
    seed,
    secondsPerIteration: (baseline.secondsPerIteration + csi.secondsPerIteration) / 2,
    runs: { baseline: scoresOf(baseline), csi: scoresOf(csi) },
    relabeled: Object.fromEntries(csi.map.map((entry) => [classes[entry.target]!.name, entry.relabeledPatches])),
    adapter,
  };
}
