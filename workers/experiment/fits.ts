/** Which presets fit a machine: what their memory depends on, and the largest that fits. */
import type { MemoryPlan } from '../protocol';
import type { ExperimentConfig } from './schema';

/** Configurations of equal text take equal memory, so that many presets are counted once. */
export function memoryKey({ network, data, method, relabeling, schedule, memory, taxonomy }: ExperimentConfig): string {
  const { source, target, evaluation, evaluationWindows, margins } = data;
  const crops = [source.crop, target.crop, evaluation, evaluationWindows ?? null, margins !== undefined];
  const { kind, featureDistance, mask } = method;
  const passes = [kind, featureDistance, mask ?? null, relabeling.relabel !== null];
  return JSON.stringify([network, crops, passes, schedule.batch, memory, taxonomy.classes.length]);
}

/** Whether a run fits into so many bytes and past the adapter's limits. */
export function fits({ total, refusals }: MemoryPlan, bytes: number): boolean {
  return refusals.length === 0 && total <= bytes;
}

/** The plan that takes the most of what fits; null where none does. The first of equals wins. */
export function largestThatFits(plans: ReadonlyMap<string, MemoryPlan>, bytes: number): string | null {
  let best: { id: string; total: number } | null = null;
  for (const [id, plan] of plans)
    if (fits(plan, bytes) && plan.total > (best?.total ?? 0)) best = { id, total: plan.total };
  return best?.id ?? null;
}
