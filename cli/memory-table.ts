/** What a run will take of the GPU's memory, for terminals. */
import type { MemoryPlan } from '../workers/protocol';
import { table } from './table';

/** "3.6 GB", "48 MB". */
export function amount(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

const PARTS = ['weights', 'optimizer', 'activations', 'buffers', 'validation', 'models'] as const;

/** One line: the sum and its parts. */
export function memorySentence(plan: MemoryPlan): string {
  const { weights, optimizer, activations, buffers, validation, models, total } = plan;
  const parts = [
    `weights ${amount(weights)}`,
    `gradients and moments ${amount(optimizer)}`,
    `activations ${amount(activations)}`,
    `buffers ${amount(buffers)}`,
  ];
  const where = plan.modelsOnGpu ? '' : ' of main memory';
  const ofModels = models ? `; vision-language models ${amount(models)}${where}` : '';
  return `This run takes ${amount(total)} of GPU memory: ${parts.join(', ')}; while it is evaluated ${amount(validation)}${ofModels}.`;
}

/** One row per plan. */
export function memoryTable(plans: ReadonlyMap<string, MemoryPlan>): string {
  const rows = [...plans].map(([id, plan]) => [
    id,
    amount(plan.total),
    ...PARTS.map((part) => amount(plan[part])),
    plan.refusals.length ? 'over the limits' : '',
  ]);
  return table([['preset', 'total', ...PARTS, ''], ...rows]);
}
