/** One whole run from folders on disk, or the same for several seeds one after the other. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_OPTIONS } from '../../workers/data/demo';
import type { Scan } from '../../workers/data/scan';
import { readingFor } from '../../workers/data/service';
import { scaleSchedule, withoutPretrained } from '../../workers/experiment/config';
import { preset } from '../../workers/experiment/presets';
import { parseConfig } from '../../workers/experiment/read-config';
import type { ExperimentConfig, PipelineConfig } from '../../workers/experiment/schema';
import { type SeedScores, spreadOfScores } from '../../workers/experiment/spread';
import { openDirectory } from '../../workers/host-node';
import { readRunConfig } from '../../workers/train/run-folder';
import { type Arguments, type Outcome, UsageError } from '../command';
import { readIdMap, readJsonFile } from '../folders';
import { relabelSwitches } from '../relabel-options';
import { Machine, type RunRequest } from '../run-here';
import { scoreTable } from '../score-table';
import { seedTable } from '../seed-table';
import { Experiment, readSeeds, type SeedReport } from '../seeds';
import { RANDOM_WEIGHTS } from '../weights-choice';

/** Stands for the built-in city in place of a folder. */
const BUILT_IN = 'builtin';

export async function run(args: Arguments): Promise<Outcome> {
  const plan = args.flag('resume') ? await resumedPlan(args) : newPlan(args);
  const { config } = plan;
  const paths = dataPaths(args, config);
  const machine = await Machine.open();
  const surroundings = {
    machine,
    data: await scanAll(machine, paths, config),
    models: args.text('vlm') ?? 'builtin',
    sam: args.text('sam'),
    init: args.text('init') ?? null,
  };
  return plan instanceof Experiment ? runSeeds(plan, surroundings) : runOne(plan, surroundings);
}

interface Surroundings {
  machine: Machine;
  data: Pick<RunRequest, 'source' | 'target' | 'validation'>;
  models: string;
  sam: string | undefined;
  init: string | null;
}

/** A single run. */
interface Plan {
  config: ExperimentConfig;
  folder: string;
  resume: boolean;
}

async function runOne(plan: Plan, surroundings: Surroundings): Promise<Outcome> {
  const { report, failure } = await train(plan, surroundings);
  const { evaluation, status, iteration } = report;
  if (evaluation) console.log(scoreTable(evaluation, report.decisions));
  console.log(`${status} after ${iteration} iterations; everything is in ${plan.folder}`);
  return failure ? { report, failure } : { report };
}

/** Runs the seeds that are not finished; stops at the first one that does not reach its end. */
async function runSeeds(experiment: Experiment, surroundings: Surroundings): Promise<Outcome> {
  const { config, seeds, folder } = experiment;
  experiment.save();
  const perSeed: SeedReport[] = [];
  let failure: string | undefined;
  for (const seed of seeds) {
    let report = experiment.reportOf(seed);
    if (!report) {
      const place = { folder: experiment.folderOf(seed), resume: experiment.begun(seed) };
      const trained = await train({ config: { ...config, seed }, ...place }, surroundings).catch((error: unknown) => {
        experiment.giveUp();
        throw error;
      });
      report = { seed, ...trained.report };
      failure = trained.failure;
      if (trained.report.status === 'finished') experiment.finish(report);
    }
    perSeed.push(report);
    if (report.status !== 'finished') break;
  }
  const evaluated = perSeed.filter(({ evaluation }) => evaluation);
  const scores = evaluated.map(({ evaluation }) => evaluation as SeedScores);
  if (scores.length > 0)
    console.log(
      seedTable(
        evaluated.map(({ seed }) => seed),
        scores,
        evaluated.map(({ decisions }) => decisions as number | undefined),
      ),
    );
  const finished = perSeed.filter(({ status }) => status === 'finished').length;
  console.log(`${finished} of ${seeds.length} seeds are finished; everything is in ${folder}`);
  const report = { ...perSeed.at(-1), run: folder, seeds, perSeed, ...(scores.length && spreadOfScores(scores)) };
  return failure ? { report, failure } : { report };
}

async function train({ config, folder, resume }: Plan, { machine, data, models, sam, init }: Surroundings) {
  const outcome = await machine.run({ name: config.name, config, ...data, models, sam, init, folder, resume });
  const { status, iteration, losses, scores, map, secondsPerIteration, message, decisions } = outcome;
  const report = {
    run: folder,
    status,
    iteration,
    iterations: config.schedule.iterations,
    secondsPerIteration,
    metrics: losses,
    evaluation: scores,
    ...(decisions && { decisions }),
    map,
    adapter: machine.engine.adapter,
  };
  return { report, failure: status === 'failed' ? (message ?? 'the run failed.') : undefined };
}

/** What is to be run: several seeds of --seeds or of the preset, or else one. */
function newPlan(args: Arguments): Plan | Experiment {
  const { seeds: own, ...config } = newConfig(args);
  const seeds = readSeeds(args) ?? own ?? [config.seed];
  const [seed] = seeds as [number];
  const several = seeds.length > 1;
  const folder = args.text('out') ?? join('runs', several ? config.name : `${config.name}_s${seed}`);
  if (existsSync(join(folder, 'config.json')) || Experiment.exists(folder))
    throw new UsageError(`${folder} already holds a run: add --resume, or choose another --out.`);
  return several ? Experiment.planned(folder, config, seeds) : { config: { ...config, seed }, folder, resume: false };
}

function newConfig(args: Arguments): ExperimentConfig {
  const [id, file] = [args.text('preset'), args.text('config')];
  if ((id === undefined) === (file === undefined)) throw new UsageError('Give either --preset ID or --config FILE.');
  const whole = id === undefined ? parseConfig(readJsonFile(file!), file!) : preset(id);
  const config = scaleSchedule(whole, args.integer('iterations', 1) ?? whole.schedule.iterations);
  const { source, target } = config.data;
  const [sourceIds, targetIds] = [readIdMap(args, 'source-map'), readIdMap(args, 'target-map')];
  const data = {
    ...config.data,
    source: sourceIds ? { ...source, ids: sourceIds } : source,
    target: targetIds ? { ...target, ids: targetIds } : target,
  };
  const switches = relabelSwitches(args, { masksSaidElsewhere: config.relabeling.masks === true });
  const read = { ...config, data, relabeling: { ...config.relabeling, ...switches } };
  return args.text('init') === RANDOM_WEIGHTS ? withoutPretrained(read) : read;
}

/** A resumed run goes on as it was started: its length, seeds and maps are those of its folder. */
async function resumedPlan(args: Arguments): Promise<Plan | Experiment> {
  for (const name of ['preset', 'config', 'iterations', 'seed', 'seeds', 'source-map', 'target-map'])
    if (args.text(name) !== undefined)
      throw new UsageError(`--${name} cannot be changed by --resume; the run's folder says it.`);
  if (Object.keys(relabelSwitches(args, { masksSaidElsewhere: true })).length > 0)
    throw new UsageError("How a run relabels cannot be changed by --resume; the run's folder says it.");
  const folder = args.required('out');
  if (Experiment.exists(folder)) return Experiment.open(folder);
  return { config: await readRunConfig(await openDirectory(folder)), folder, resume: true };
}

interface Paths {
  source: string | null;
  target: string;
  validation: string | undefined;
}

function dataPaths(args: Arguments, { method }: ExperimentConfig): Paths {
  const [target, validation] = [args.required('target'), args.text('val')];
  if (method.kind !== 'target-only') return { source: args.required('source'), target, validation };
  if (args.text('source') !== undefined)
    throw new UsageError("target-only training learns from the target's own labels: leave --source out.");
  return { source: null, target, validation };
}

async function scanAll(machine: Machine, { source, target, validation }: Paths, { data }: ExperimentConfig) {
  const scan = (path: string, part: 'source' | 'target', pipeline: Pick<PipelineConfig, 'ids'>): Promise<Scan> =>
    path === BUILT_IN ? machine.scanDemo(part, DEMO_OPTIONS) : machine.scan(path, readingFor(pipeline));
  return {
    source: source === null ? null : await scan(source, 'source', data.source),
    target: await scan(target, 'target', data.target),
    validation: validation === undefined ? null : await scan(validation, 'target', data.validation ?? data.target),
  };
}
