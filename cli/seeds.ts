/** The seeds of a command, and the experiment of several runs that differ in nothing else. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseConfig } from '../workers/experiment/read-config';
import { type ExperimentConfig, ExperimentConfigSchema } from '../workers/experiment/schema';
import { type Arguments, UsageError } from './command';
import { readJsonFile } from './folders';

/** `--seeds 1,2,3` or `--seed 1`; undefined where neither is given. */
export function readSeeds(args: Arguments): number[] | undefined {
  const list = args.text('seeds');
  const seed = args.integer('seed', 0);
  if (list === undefined) return seed === undefined ? undefined : [seed];
  if (seed !== undefined) throw new UsageError('Give either --seed or --seeds.');
  if (!/^\d+(,\d+)*$/.test(list)) throw new UsageError(`--seeds ${list} is no list of whole numbers such as 1,2,3.`);
  return [...new Set(list.split(',').map(Number))];
}

const FILE = 'experiment.json';

const ExperimentSchema = z.object({
  version: z.literal(1),
  /** Of all runs; each has its own seed in its folder. */
  config: ExperimentConfigSchema,
  seeds: z.array(z.number().int().nonnegative()).min(1),
  /** Reports of the finished runs, by seed. */
  finished: z.record(z.string(), z.looseObject({ seed: z.number() })),
});

/** What stays of a finished run. */
export type SeedReport = { seed: number } & Record<string, unknown>;

/** A folder with one run for each seed, and experiment.json, which says which of them are finished. */
export class Experiment {
  private constructor(
    readonly folder: string,
    readonly config: ExperimentConfig,
    readonly seeds: number[],
    private readonly finished: Record<string, SeedReport>,
  ) {}

  static exists(folder: string): boolean {
    return existsSync(join(folder, FILE));
  }

  /** An experiment that is written by `save`. */
  static planned(folder: string, config: ExperimentConfig, seeds: number[]): Experiment {
    return new Experiment(folder, config, seeds, {});
  }

  /** @throws one sentence where experiment.json is damaged. */
  static open(folder: string): Experiment {
    const path = join(folder, FILE);
    const result = ExperimentSchema.safeParse(readJsonFile(path));
    if (!result.success)
      throw new Error(
        `${path} is damaged: ${result.error.issues[0]!.path.join('.')}: ${result.error.issues[0]!.message}.`,
      );
    const { config, seeds, finished } = result.data;
    return new Experiment(folder, parseConfig(config, path), seeds, finished);
  }

  folderOf(seed: number): string {
    return join(this.folder, `seed-${seed}`);
  }

  /** Whether the run of a seed was begun before. */
  begun(seed: number): boolean {
    return existsSync(join(this.folderOf(seed), 'config.json'));
  }

  /** The report of a seed whose run is finished. */
  reportOf(seed: number): SeedReport | undefined {
    return this.finished[`${seed}`];
  }

  finish(report: SeedReport): void {
    this.finished[`${report.seed}`] = report;
    this.save();
  }

  /** Forgets an experiment none of whose runs could begin, so that it can be tried again in the same folder. */
  giveUp(): void {
    if (!this.seeds.some((seed) => this.begun(seed))) rmSync(join(this.folder, FILE), { force: true });
  }

  /** In place of the file before in one step, so that it is whole at any moment. */
  save(): void {
    const { config, seeds, finished } = this;
    mkdirSync(this.folder, { recursive: true });
    const path = join(this.folder, FILE);
    writeFileSync(`${path}.new`, `${JSON.stringify({ version: 1, config, seeds, finished }, null, 2)}\n`);
    renameSync(`${path}.new`, path);
  }
}
