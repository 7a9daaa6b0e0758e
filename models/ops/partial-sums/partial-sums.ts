/**
 * The second half of a sum over rows. A kernel writes one partial sum per chunk of rows, because one thread per column
 * would be too few and float atomics would make the result depend on timing; here the chunks are added up, always in
 * the same order. Two sums per column are made at once: an operation with a scale and a shift needs both.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { engineInfo } from '../../engine/device';
import { type Output, run } from '../../engine/kernel';
import chunksWgsl from './chunks.wgsl?raw';
import chunksGroupWgsl from './chunks-group.wgsl?raw';

/** Rows per chunk: few chunks where threads are expensive, many where a GPU must be filled. */
export function chunkRows(rows: number): number {
  return engineInfo().kernelSet === 'workgroup'
    ? Math.max(16, Math.ceil(rows / 512))
    : Math.max(64, Math.ceil(rows / 64));
}

/** Two tensors [columns] that get the first and the second sum added. */
export interface Sums {
  first: Tensor;
  second: Tensor;
}

const ADD = `
  if (column < u.columns) { first[column] += sum; } else { second[column - u.columns] += sum; }`;
const STORE = `
  sums[column] = sum;`;

/** Adds the chunk sums of `partials` [chunks, 2, columns] to `into`, in place. */
export function addPartials(partials: Tensor, into: Sums): void {
  finish('add partial sums', ADD, partials, { ...into });
}

/** The chunk sums of `partials` [chunks, 2, columns] as [2, columns]; also added to `into`, if given. */
export function sumPartials(partials: Tensor, into: Sums | null): Tensor {
  const sums = [2, partials.shape[2]!];
  const result = into
    ? finish('store and add partial sums', STORE + ADD, partials, { sums, ...into })
    : finish('store partial sums', STORE, partials, { sums });
  return result.sums!;
}

function finish(name: string, put: string, partials: Tensor, outputs: Record<string, Output>): Record<string, Tensor> {
  const [chunks, , columns] = partials.shape as [number, number, number];
  const grouped = engineInfo().kernelSet === 'workgroup';
  return run({
    name: grouped ? `${name} group` : name,
    code: `fn put(column: u32, sum: f32) {${put}\n}\n${grouped ? chunksGroupWgsl : chunksWgsl}`,
    inputs: { partials },
    outputs,
    uniforms: { chunks, columns },
    groups: [Math.ceil((2 * columns) / (grouped ? 16 : 32))],
  });
}
