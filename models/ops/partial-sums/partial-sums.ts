/**
 * The second half of a sum over rows. A kernel writes one partial sum per chunk of rows, because one thread per column
 * would be too few and float atomics would make the result depend on timing; here the chunks are added up, always in
 * the same order.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { engineInfo } from '../../engine/device';
import { run } from '../../engine/kernel';
import chunksWgsl from './chunks.wgsl?raw';
import chunksGroupWgsl from './chunks-group.wgsl?raw';

/** Rows per chunk: few chunks where threads are expensive, many where a GPU must be filled. */
export function chunkRows(rows: number): number {
  return engineInfo().kernelSet === 'workgroup'
    ? Math.max(16, Math.ceil(rows / 512))
    : Math.max(64, Math.ceil(rows / 64));
}

/** Adds the chunk sums of `partials` [chunks, 2, columns] to `first` and `second` [columns], in place. */
export function addPartials(partials: Tensor, first: Tensor, second: Tensor): void {
  const [chunks, , columns] = partials.shape as [number, number, number];
  const grouped = engineInfo().kernelSet === 'workgroup';
  run({
    name: grouped ? 'partial sums group' : 'partial sums',
    code: grouped ? chunksGroupWgsl : chunksWgsl,
    inputs: { partials },
    outputs: { first, second },
    uniforms: { chunks, columns },
    groups: [Math.ceil((2 * columns) / (grouped ? 16 : 32))],
  });
}
