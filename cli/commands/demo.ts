/** The main job on the built-in city, twice: without relabeling and with it; for one seed or for several. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_OPTIONS } from '../../workers/data/demo';
import type { Scan } from '../../workers/data/scan';
import { scaleSchedule } from '../../workers/experiment/config';
import { preset } from '../../workers/experiment/presets';
import type { Scores } from '../../workers/protocol';
import type { Arguments, Outcome } from '../command';
import { duration } from '../progress';
import { Machine, type RunOutcome } from '../run-here';
import { comparison } from '../score-table';
import { readSeeds } from '../seeds';

/** Pictures of the full city per picture of the small one, which is the page's. */
const FULL = 5;

export interface DemoReport {
  iterations: number;
  seed: number;
  secondsPerIteration: number;
  /** Both runs with their evaluations; absent in the page, where a person may have paused them. */
  seconds?: number;
  runs: Record<Part, Iou>;
  /** Relabeled patches per class name. */
  relabeled: Record<string, number>;
  adapter: string;
}

/** Of several seeds: the fields of one report hold the means, the seed is the first. */
export interface SeveralReport extends DemoReport {
  perSeed: DemoReport[];
}

const PARTS = ['baseline', 'csi'] as const;
type Part = (typeof PARTS)[number];
type Iou = Pick<Scores, 'miou' | 'iouPerClass'>;

export async function run(args: Arguments): Promise<Outcome> {
  const seeds = readSeeds(args) ?? [0];
  const size = args.choice('size', ['small', 'full'] as const) ?? 'small';
  const iterations = args.integer('iterations', 1) ?? preset('demo-csi').schedule.iterations;
  const machine = await Machine.open();
  const { source: s, target: t, validation: v } = DEMO_OPTIONS;
  const times = size === 'full' ? FULL : 1;
  const options = {
    ...DEMO_OPTIONS,
    source: { ...s, count: s.count * times },
    target: { ...t, count: t.count * times },
    validation: { count: v.count * times },
  };
  const data = {
    source: await machine.scanDemo('source', options),
    target: await machine.scanDemo('target', options),
  };
  const out = args.text('out');
  const folder = out ?? mkdtempSync(join(tmpdir(), 'lab-demo-'));
  const reports: DemoReport[] = [];
  try {
    for (const seed of seeds) {
      const below = seeds.length > 1 ? join(folder, `seed-${seed}`) : folder;
      const outcomes = {} as Record<Part, RunOutcome>;
      const started = performance.now();
      for (const part of PARTS) {
        const outcome = await runPart(machine, part, data, { seed, iterations, folder: join(below, part) });
        outcomes[part] = outcome;
        if (outcome.status !== 'finished' || !outcome.scores)
          return { report: null, failure: outcome.message ?? `the run "${part}" was ${outcome.status}.` };
      }
      const seconds = (performance.now() - started) / 1000;
      const report = reportOf(outcomes, { seed, iterations, seconds, adapter: machine.engine.adapter });
      if (seeds.length > 1) console.log(`seed ${seed}`);
      print(report);
      reports.push(report);
    }
  } finally {
    if (!out) rmSync(folder, { recursive: true, force: true });
  }
  if (reports.length === 1) return { report: reports[0]! };
  const mean = meanReport(reports);
  console.log(`mean of the seeds ${seeds.join(', ')}`);
  print(mean);
  return { report: mean };
}

function runPart(
  machine: Machine,
  part: Part,
  data: { source: Scan; target: Scan },
  { seed, iterations, folder }: { seed: number; iterations: number; folder: string },
): Promise<RunOutcome> {
  const config = { ...scaleSchedule(preset(`demo-${part}`), iterations), seed };
  return machine.run({
    ...data,
    name: part,
    config,
    validation: null,
    models: 'builtin',
    init: null,
    folder,
    resume: false,
  });
}

function print({ runs, iterations, secondsPerIteration, seconds, adapter }: DemoReport): void {
  console.log(comparison(runs.baseline, runs.csi));
  const took = seconds === undefined ? '' : `, both runs in ${duration(seconds)}`;
  console.log(`${iterations} iterations of ${secondsPerIteration.toFixed(2)} s each${took}, on ${adapter}`);
}

function reportOf(
  { baseline, csi }: Record<Part, RunOutcome>,
  settings: Pick<DemoReport, 'seed' | 'iterations' | 'seconds' | 'adapter'>,
): DemoReport {
  const { classes } = preset('demo-csi').taxonomy;
  const scoresOf = ({ scores }: RunOutcome) => ({ miou: scores!.miou, iouPerClass: scores!.iouPerClass });
  return {
    ...settings,
    secondsPerIteration: (baseline.secondsPerIteration + csi.secondsPerIteration) / 2,
    runs: { baseline: scoresOf(baseline), csi: scoresOf(csi) },
    relabeled: Object.fromEntries(csi.map.map((entry) => [classes[entry.target]!.name, entry.relabeledPatches])),
  };
}

/** Means over the seeds; a class counts in those seeds in which it has an IoU. */
export function meanReport(reports: DemoReport[]): SeveralReport {
  const mean = (values: (number | null | undefined)[]) => {
    const present = values.filter((value) => typeof value === 'number');
    return present.length ? present.reduce((a, b) => a + b, 0) / present.length : null;
  };
  const means = <V extends number | null>(tables: Record<string, V>[]) =>
    Object.fromEntries(
      [...new Set(tables.flatMap(Object.keys))].map((name) => [name, mean(tables.map((table) => table[name]))]),
    );
  const iou = (part: Part): Iou => ({
    miou: mean(reports.map(({ runs }) => runs[part].miou))!,
    iouPerClass: means(reports.map(({ runs }) => runs[part].iouPerClass)),
  });
  return {
    ...reports[0]!,
    secondsPerIteration: mean(reports.map((report) => report.secondsPerIteration))!,
    seconds: mean(reports.map((report) => report.seconds)) ?? undefined,
    runs: { baseline: iou('baseline'), csi: iou('csi') },
    relabeled: means(reports.map((report) => report.relabeled)) as Record<string, number>,
    perSeed: reports,
  };
}
