/** Element-wise sums: the residual connection, and the tape's own bookkeeping of gradients. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { run } from '../../engine/kernel';
import { record } from '../../engine/tape';
import { typed, walk, wide } from '../wide/wide';
import accumulateWgsl from './accumulate.wgsl?raw';
import sumWgsl from './sum.wgsl?raw';

/** `into += x`, in place; equal sizes. Not differentiable. */
export function accumulate(into: Tensor, x: Tensor): void {
  requireEqualSize('accumulate', into, x);
  const v = wide(x.size);
  const size = x.size / v.lanes;
  const { threads, groups } = walk(size);
  run({
    name: 'accumulate',
    code: accumulateWgsl,
    inputs: { x },
    outputs: { y: into },
    types: typed(v, 'x', 'y'),
    uniforms: { size, threads },
    groups,
  });
}

/** `a + b` as a new tensor. Not differentiable; see `add`. */
export function sum(a: Tensor, b: Tensor): Tensor {
  requireEqualSize('sum', a, b);
  const v = wide(a.size);
  const size = a.size / v.lanes;
  const { threads, groups } = walk(size);
  return run({
    name: 'sum',
    code: sumWgsl,
    inputs: { a, b },
    outputs: { y: a.shape },
    types: typed(v, 'a', 'b', 'y'),
    uniforms: { size, threads },
    groups,
  }).y;
}

/** Differentiable `a + b`; equal shapes. */
export function add(a: Tensor, b: Tensor): Tensor {
  const y = sum(a, b);
  record('add', [a, b], [], [y], [], ([dy]) => [dy!, dy!]);
  return y;
}

function requireEqualSize(op: string, a: Tensor, b: Tensor): void {
  if (a.size !== b.size) throw new Error(`${op}: shapes [${a.shape}] and [${b.shape}] differ.`);
}
