/**
 * The main job on the built-in city, twice: without relabeling and with it; for one seed or for several, with the
 * method of DAFormer, HRDA or MIC, or with several of them beside each other.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_OPTIONS } from '../../workers/data/demo';
import { preset } from '../../workers/experiment/presets';
import { beside, lab } from '../beside';
import { type Arguments, type Outcome, UsageError } from '../command';
import { finishedPair, hasBegun, type Pair, runPair } from '../demo-pair';
import { type DemoReport, METHODS, type Method, meanReport, methodTable } from '../demo-report';
import { duration, TerminalProgress } from '../progress';
import { Machine } from '../run-here';
import { comparison } from '../score-table';
import { readSeeds } from '../seeds';

/** Pictures of the full city per picture of the small one, which is the page's. */
const FULL = 5;

/** As often as a demo of full length is evaluated. */
const EVALUATIONS = 6;

export async function run(args: Arguments): Promise<Outcome> {
  const out = args.text('out');
  if (args.flag('resume') && out === undefined) throw new UsageError('--resume needs the folder: give --out.');
  const folder = out ?? mkdtempSync(join(tmpdir(), 'lab-demo-'));
  try {
    const pairs = pairsOf(args, folder);
    const begun = args.flag('resume') ? undefined : pairs.find(hasBegun);
    if (begun) throw new UsageError(`${begun.folder} already holds a run: add --resume, or choose another --out.`);
    const jobs = args.integer('jobs', 1) ?? 1;
    const run = jobs > 1 && pairs.length > 1 ? runBeside : runInTurn;
    return conclude(await run(pairs, args, jobs));
  } finally {
    if (out === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

interface Finished extends Pair {
  report: DemoReport;
}

function pairsOf(args: Arguments, folder: string): Pair[] {
  const [methods, seeds] = [readMethods(args), readSeeds(args) ?? [0]];
  const iterations = args.integer('iterations', 1) ?? preset('demo-csi').schedule.iterations;
  const evaluations = args.integer('evaluations', 1) ?? EVALUATIONS;
  return seeds.flatMap((seed) =>
    methods.map((method) => {
      const below = join(folder, methods.length > 1 ? method : '', seeds.length > 1 ? `seed-${seed}` : '');
      return { method, seed, iterations, evaluations, folder: below };
    }),
  );
}

/** One after the other, in this process. */
async function runInTurn(pairs: Pair[], args: Arguments): Promise<Finished[]> {
  const options = cityOf(args.choice('size', ['small', 'full'] as const) ?? 'small');
  const machine = await Machine.open();
  const data = {
    source: await machine.scanDemo('source', options),
    target: await machine.scanDemo('target', options),
  };
  const finished: Finished[] = [];
  for (const pair of pairs) {
    const before = finishedPair(pair);
    const done = before ? { report: before } : await runPair(machine, data, pair);
    if ('failure' in done) throw new Error(done.failure);
    if (pairs.length > 1) console.log(nameOf(pair));
    print(done.report);
    finished.push({ ...pair, ...done });
  }
  return finished;
}

/** `jobs` at a time, each in a process of its own. */
async function runBeside(pairs: Pair[], args: Arguments, jobs: number): Promise<Finished[]> {
  const progress = new TerminalProgress();
  const wait = () => progress.note('Waiting for the runs to write their checkpoints.');
  process.once('SIGINT', wait); // which the runs are sent as well
  const size = args.text('size');
  const run = (pair: Pair) => async (): Promise<Finished> => {
    const { method: methods, seed, iterations, evaluations, folder: out } = pair;
    const options = { methods, seed, iterations, evaluations, ...(size && { size }), out };
    const line = Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`]);
    if (!finishedPair(pair))
      await lab(['demo', ...line, '--resume'], (said) => progress.show(`${nameOf(pair)}: ${said}`));
    const report = finishedPair(pair)!;
    progress.note(nameOf(pair));
    print(report);
    return { ...pair, report };
  };
  try {
    return await beside(pairs.map(run), jobs);
  } finally {
    process.removeListener('SIGINT', wait);
  }
}

const nameOf = ({ method, seed }: Pair) => `${method}, seed ${seed}`;

/** Prints means and the table of several methods. */
function conclude(pairs: Finished[]): Outcome {
  const reports: Partial<Record<Method, DemoReport[]>> = {};
  for (const { method, report } of pairs) reports[method] = [...(reports[method] ?? []), report];
  const means = Object.entries(reports).map(
    ([method, ofSeeds]) => [method, ofSeeds.length > 1 ? meanReport(ofSeeds) : ofSeeds[0]!] as const,
  );
  if (means.length > 1) {
    console.log(methodTable(reports));
    return { report: { methods: Object.fromEntries(means) } };
  }
  const report = means[0]![1];
  if (pairs.length > 1) {
    console.log(`mean of the seeds ${pairs.map(({ seed }) => seed).join(', ')}`);
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

function print({ runs, iterations, secondsPerIteration, seconds, adapter }: DemoReport): void {
  console.log(comparison(runs.baseline, runs.csi));
  const each = secondsPerIteration === null ? '' : ` of ${secondsPerIteration.toFixed(2)} s each`;
  const took = seconds === undefined ? '' : `, both runs in ${duration(seconds)}`;
  console.log(`${iterations} iterations${each}${took}, on ${adapter}`);
}
