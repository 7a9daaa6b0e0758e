/**
 * The second half of a weight gradient: a sum over many pixels is made in slices, for parallelism, and the slices are
 * added up here in a fixed order, because float atomics would make the result depend on timing.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { grid, run } from '../../engine/kernel';
import type { Param } from '../../engine/params';
import sumSlicesWgsl from './sum-slices.wgsl?raw';

/** Adds the slices of `dw` [slices, size] and `db` [slices, cols] to `w.grad` and `b.grad`, where these exist. */
export function addSlices(dw: Tensor, db: Tensor, w: Param, b: Param | undefined): void {
  const [slices = 1, size = 1] = dw.shape;
  const cols = db.shape[1]!;
  run({
    name: 'sum-slices',
    code: sumSlicesWgsl,
    inputs: { dw, db },
    outputs: { w_grad: w.grad ?? [size], b_grad: b?.grad ?? [cols] },
    uniforms: { size, cols, slices },
    groups: grid(size + cols),
  });
}
