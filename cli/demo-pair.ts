/** Both runs of the demo for one method and seed, in a folder that keeps what they came to. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scan } from '../workers/data/scan';
import { scaleSchedule } from '../workers/experiment/config';
import { preset } from '../workers/experiment/presets';
import type { ExperimentConfig } from '../workers/experiment/schema';
import { openDirectory } from '../workers/host-node';
import { readRunConfig } from '../workers/train/run-folder';
import { type DemoReport, METHODS, type Method, PARTS, type Part } from './demo-report';
import { readJsonFile } from './folders';
import type { Machine, RunOutcome } from './run-here';

export interface Pair {
  method: Method;
  seed: number;
  iterations: number;
  /** Evaluations of each run. */
  evaluations: number;
  folder: string;
}

/** The report of a finished pair. */
const FILE = 'demo.json';

const begun = (folder: string) => existsSync(join(folder, 'config.json'));

/** Whether anything of the pair is in its folder. */
export const hasBegun = ({ folder }: Pair) => PARTS.some((part) => begun(join(folder, part)));

/**
 * The report of a pair that was finished before, or null.
 * @throws a sentence where the folder holds a pair of another length or seed.
 */
export function finishedPair({ folder, seed, iterations }: Pair): DemoReport | null {
  const path = join(folder, FILE);
  if (!existsSync(path)) return null;
  const report = readJsonFile(path) as DemoReport;
  if (report.seed !== seed || report.iterations !== iterations)
    throw new Error(
      `${path} is of seed ${report.seed} and ${report.iterations} iterations: give the same, or another --out.`,
    );
  return report;
}

/** Runs what is not finished; a run that was begun goes on from its last checkpoint. */
export async function runPair(
  machine: Machine,
  data: { source: Scan; target: Scan },
  pair: Pair,
): Promise<{ report: DemoReport } | { failure: string }> {
  const { folder, seed, iterations } = pair;
  const whole = !hasBegun(pair);
  const outcomes = {} as Record<Part, RunOutcome>;
  const started = performance.now();
  for (const part of PARTS) {
    const place = join(folder, part);
    const resume = begun(place);
    const config = resume ? await begunConfig(place, pair) : configOf(pair, part);
    const sources = { ...data, validation: null, models: 'builtin', init: null };
    const outcome = await machine.run({ ...sources, name: part, config, folder: place, resume });
    outcomes[part] = outcome;
    if (outcome.status !== 'finished' || !outcome.scores)
      return { failure: outcome.message ?? `the run "${part}" was ${outcome.status}.` };
  }
  const seconds = whole ? (performance.now() - started) / 1000 : undefined;
  const report = reportOf(outcomes, { seed, iterations, seconds, adapter: machine.engine.adapter });
  writeFileSync(join(folder, FILE), `${JSON.stringify(report, null, 2)}\n`);
  return { report };
}

function configOf({ method, seed, iterations, evaluations }: Pair, part: Part): ExperimentConfig {
  const config = scaleSchedule(preset(METHODS[method][part]), iterations);
  return { ...config, schedule: { ...config.schedule, evaluateEvery: Math.ceil(iterations / evaluations) }, seed };
}

async function begunConfig(place: string, { seed, iterations }: Pair): Promise<ExperimentConfig> {
  const config = await readRunConfig(await openDirectory(place));
  if (config.seed === seed && config.schedule.iterations === iterations) return config;
  throw new Error(
    `${place} holds a run of seed ${config.seed} and ${config.schedule.iterations} iterations: give the same, or another --out.`,
  );
}

function reportOf(
  { baseline, csi }: Record<Part, RunOutcome>,
  settings: Pick<DemoReport, 'seed' | 'iterations' | 'seconds' | 'adapter'>,
): DemoReport {
  const { classes } = preset('demo-csi').taxonomy;
  const scoresOf = ({ scores }: RunOutcome) => ({ miou: scores!.miou, iouPerClass: scores!.iouPerClass });
  // A run that was finished before was not timed now.
  const timed = [baseline, csi].map((outcome) => outcome.secondsPerIteration).filter((seconds) => seconds > 0);
  return {
    ...settings,
    secondsPerIteration: timed.length ? timed.reduce((a, b) => a + b, 0) / timed.length : null,
    runs: { baseline: scoresOf(baseline), csi: scoresOf(csi) },
    relabeled: Object.fromEntries(csi.map.map((entry) => [classes[entry.target]!.name, entry.relabeledPatches])),
  };
}
