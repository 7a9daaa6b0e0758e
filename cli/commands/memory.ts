/** Says how much GPU memory a run will take, before anything is started: of one configuration, or of every preset. */
import { engineInfo, startEngine } from '../../models/engine/device';
import { fits, largestThatFits, memoryKey } from '../../workers/experiment/fits';
import { PRESETS, preset } from '../../workers/experiment/presets';
import { parseConfig } from '../../workers/experiment/read-config';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import type { MemoryPlan } from '../../workers/protocol';
import { planMemory } from '../../workers/train/memory-plan';
import { type Arguments, type Outcome, UsageError } from '../command';
import { readJsonFile } from '../folders';
import { amount, memorySentence, memoryTable } from '../memory-table';
import { TerminalProgress } from '../progress';

const GIGABYTE = 1e9;

export async function run(args: Arguments): Promise<Outcome> {
  const budget = readGigabytes(args);
  const chosen = chosenConfigs(args);
  await startEngine(navigator.gpu);
  const { adapter, limits } = engineInfo();
  const plans = await planAll(chosen, new TerminalProgress());
  const bytes = budget ?? Number.POSITIVE_INFINITY;
  const largest = largestThatFits(plans, bytes);
  const report = { adapter, limits, budget, largest, plans: Object.fromEntries(plans) };
  if (chosen.size > 1) {
    console.log(memoryTable(plans));
    const where = budget === null ? 'within the limits of this adapter' : `that fits ${amount(budget)}`;
    console.log(largest ? `The largest preset ${where} is ${largest}.` : `No preset ${where}.`);
    return { report };
  }
  const plan = [...plans.values()][0]!;
  console.log(memorySentence(plan));
  if (fits(plan, bytes)) return { report };
  return { report, failure: plan.refusals[0] ?? `it takes ${amount(plan.total)}, but there are ${amount(bytes)}.` };
}

function readGigabytes(args: Arguments): number | null {
  const text = args.text('gigabytes');
  if (text === undefined) return null;
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new UsageError(`--gigabytes needs a number, not "${text}".`);
  return value * GIGABYTE;
}

function chosenConfigs(args: Arguments): Map<string, ExperimentConfig> {
  const [id, file] = [args.text('preset'), args.text('config')];
  if (id !== undefined && file !== undefined) throw new UsageError('Give --preset ID or --config FILE, not both.');
  if (id !== undefined) return new Map([[id, preset(id)]]);
  if (file !== undefined) return new Map([[file, parseConfig(readJsonFile(file), file)]]);
  return new Map(Object.entries(PRESETS));
}

async function planAll(
  configs: Map<string, ExperimentConfig>,
  progress: TerminalProgress,
): Promise<Map<string, MemoryPlan>> {
  const known = new Map<string, MemoryPlan>();
  const plans = new Map<string, MemoryPlan>();
  for (const [id, config] of configs) {
    progress.count('Counting', plans.size, configs.size, null);
    const key = memoryKey(config);
    const plan = known.get(key) ?? (await planMemory(config));
    known.set(key, plan);
    plans.set(id, plan);
  }
  progress.clear();
  return plans;
}
