/** One whole run from folders on disk. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readingFor } from '../../workers/data/service';
import { parseConfig, scaleSchedule, withoutPretrained } from '../../workers/experiment/config';
import { preset } from '../../workers/experiment/presets';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import { openDirectory } from '../../workers/host-node';
import { readRunConfig } from '../../workers/train/run-folder';
import { type Arguments, type Outcome, UsageError } from '../command';
import { readIdMap, readJsonFile } from '../folders';
import { Machine } from '../run-here';
import { scoreTable } from '../score-table';
import { RANDOM_WEIGHTS } from '../weights-choice';

export async function run(args: Arguments): Promise<Outcome> {
  const resume = args.flag('resume');
  const config = resume ? await resumedConfig(args) : newConfig(args);
  const folder = args.text('out') ?? join('runs', `${config.name}_s${config.seed}`);
  if (!resume && existsSync(join(folder, 'config.json')))
    throw new UsageError(`${folder} already holds a run: add --resume, or choose another --out.`);
  const paths = { source: args.required('source'), target: args.required('target'), validation: args.text('val') };
  const machine = await Machine.open();
  const outcome = await machine.run({
    name: config.name,
    config,
    source: await machine.scan(paths.source, readingFor(config.data.source)),
    target: await machine.scan(paths.target, readingFor(config.data.target)),
    validation: paths.validation ? await machine.scan(paths.validation, readingFor(config.data.target)) : null,
    models: args.text('vlm') ?? 'builtin',
    init: args.text('init') ?? null,
    folder,
    resume,
  });
  const { status, iteration, losses, scores, map, secondsPerIteration, message } = outcome;
  const report = {
    run: folder,
    status,
    iteration,
    iterations: config.schedule.iterations,
    secondsPerIteration,
    metrics: losses,
    evaluation: scores,
    map,
    adapter: machine.engine.adapter,
  };
  if (scores) console.log(scoreTable(scores));
  console.log(`${status} after ${iteration} iterations; everything is in ${folder}`);
  if (status === 'failed') return { report, failure: message ?? 'the run failed.' };
  return { report };
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
  const seeded = { ...config, data, seed: args.integer('seed', 0) ?? config.seed };
  return args.text('init') === RANDOM_WEIGHTS ? withoutPretrained(seeded) : seeded;
}

/** A resumed run goes on as it was started: its length, seed and maps are those of its folder. */
async function resumedConfig(args: Arguments): Promise<ExperimentConfig> {
  for (const name of ['preset', 'config', 'iterations', 'seed', 'source-map', 'target-map'])
    if (args.text(name) !== undefined)
      throw new UsageError(`--${name} cannot be changed by --resume; the run's folder says it.`);
  return readRunConfig(await openDirectory(args.required('out')));
}
