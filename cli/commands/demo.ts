/**
 * The main job on the built-in city, twice: without relabeling and with it; for one seed or for several, with the
 * method of DAFormer, HRDA or MIC, or with several of them beside each other.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_OPTIONS } from '../../workers/data/demo';
import type { Scan } from '../../workers/data/scan';
import { scaleSchedule } from '../../workers/experiment/config';
import { preset } from '../../workers/experiment/presets';
import { type Arguments, type Outcome, UsageError } from '../command';
import { type DemoReport, METHODS, type Method, meanReport, methodTable, PARTS, type Part } from '../demo-report';
import { duration } from '../progress';
import { Machine, type RunOutcome } from '../run-here';
import { comparison } from '../score-table';
import { readSeeds } from '../seeds';

/** Pictures of the full city per picture of the small one, which is the page's. */
const FULL = 5;

/** As often as a demo of full length is evaluated. */
const EVALUATIONS = 6;

export async function run(args: Arguments): Promise<Outcome> {
  const seeds = readSeeds(args) ?? [0];
  const methods = readMethods(args);
  const iterations = args.integer('iterations', 1) ?? preset('demo-csi').schedule.iterations;
  const evaluations = args.integer('evaluations', 1) ?? EVALUATIONS;
  const options = cityOf(args.choice('size', ['small', 'full'] as const) ?? 'small');
  const machine = await Machine.open();
  const data = {
    source: await machine.scanDemo('source', options),
    target: await machine.scanDemo('target', options),
  };
  const out = args.text('out');
  const folder = out ?? mkdtempSync(join(tmpdir(), 'lab-demo-'));
  const reports: Partial<Record<Method, DemoReport[]>> = {};
  try {
    for (const method of methods)
      for (const seed of seeds) {
        const below = join(folder, methods.length > 1 ? method : '', seeds.length > 1 ? `seed-${seed}` : '');
        const pair = await runPair(machine, data, { method, seed, iterations, evaluations, folder: below });
        if ('failure' in pair) return { report: null, failure: pair.failure };
        if (methods.length > 1) console.log(method);
        if (seeds.length > 1) console.log(`seed ${seed}`);
        print(pair.report);
        reports[method] = [...(reports[method] ?? []), pair.report];
      }
  } finally {
    if (!out) rmSync(folder, { recursive: true, force: true });
  }
  return conclude(reports, seeds);
}

/** Prints means and the table of several methods. */
function conclude(reports: Partial<Record<Method, DemoReport[]>>, seeds: number[]): Outcome {
  const methods = Object.keys(reports) as Method[];
  const means = Object.fromEntries(
    methods.map((method) => [method, seeds.length > 1 ? meanReport(reports[method]!) : reports[method]![0]!]),
  ) as Record<Method, DemoReport>;
  if (methods.length > 1) {
    console.log(methodTable(reports));
    return { report: { methods: means } };
  }
  const report = means[methods[0]!];
  if (seeds.length > 1) {
    console.log(`mean of the seeds ${seeds.join(', ')}`);
    print(report);
  }
  return { report };
}

function readMethods(args: Arguments): Method[] {
  const names = args.text('methods')?.split(',') ?? ['daformer'];
  const strange = names.find((name) => !Object.hasOwn(METHODS, name));
  if (strange !== undefined)
    throw new UsageError(`--methods takes ${Object.keys(METHODS).join(', ')}, with commas, not "${strange}".`);
  return [...new Set(names)] as Method[];
}

function cityOf(size: 'small' | 'full'): typeof DEMO_OPTIONS {
  const { source, target, validation } = DEMO_OPTIONS;
  const times = size === 'full' ? FULL : 1;
  return {
    ...DEMO_OPTIONS,
    source: { ...source, count: source.count * times },
    target: { ...target, count: target.count * times },
    validation: { count: validation.count * times },
  };
}

interface Pair {
  method: Method;
  seed: number;
  iterations: number;
  evaluations: number;
  folder: string;
}

/** Both runs of a seed. */
async function runPair(
  machine: Machine,
  data: { source: Scan; target: Scan },
  { method, seed, iterations, evaluations, folder }: Pair,
): Promise<{ report: DemoReport } | { failure: string }> {
  const outcomes = {} as Record<Part, RunOutcome>;
  const started = performance.now();
  for (const part of PARTS) {
    const config = scaleSchedule(preset(METHODS[method][part]), iterations);
    const outcome = await machine.run({
      ...data,
      name: part,
      config: { ...config, schedule: { ...config.schedule, evaluateEvery: Math.ceil(iterations / evaluations) }, seed },
      validation: null,
      models: 'builtin',
      init: null,
      folder: join(folder, part),
      resume: false,
    });
    outcomes[part] = outcome;
    if (outcome.status !== 'finished' || !outcome.scores)
      return { failure: outcome.message ?? `the run "${part}" was ${outcome.status}.` };
  }
  const seconds = (performance.now() - started) / 1000;
  return { report: reportOf(outcomes, { seed, iterations, seconds, adapter: machine.engine.adapter }) };
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
