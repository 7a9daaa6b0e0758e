/** Element-wise sums: the residual connection, and the tape's own bookkeeping of gradients. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { grid, run } from '../../engine/kernel';
import { record } from '../../engine/tape';
import accumulateWgsl from './accumulate.wgsl?raw';
import sumWgsl from './sum.wgsl?raw';

/** `into += x`, in place; equal sizes. Not differentiable. */
export function accumulate(into: Tensor, x: Tensor): void {
  requireEqualSize('accumulate', into, x);
  run({
    name: 'accumulate',
    code: accumulateWgsl,
    inputs: { x },
    outputs: { y: into },
    uniforms: { size: x.size },
    groups: grid(x.size),
  });
}

/** `a + b` as a new tensor. Not differentiable; see `add`. */
export function sum(a: Tensor, b: Tensor): Tensor {
  requireEqualSize('sum', a, b);
  return run({
    name: 'sum',
    code: sumWgsl,
    inputs: { a, b },
    outputs: { y: a.shape },
    uniforms: { size: a.size },
    groups: grid(a.size),
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
