/** A tensor times a constant. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { f32, grid, run } from '../../engine/kernel';
import { record } from '../../engine/tape';
import code from './scale.wgsl?raw';

/** Differentiable `x * factor`; `x` itself where the factor is 1. */
export function scale(x: Tensor, factor: number): Tensor {
  if (factor === 1) return x;
  const times = (t: Tensor) =>
    run({
      name: 'scale',
      code,
      inputs: { x: t },
      outputs: { y: t.shape },
      uniforms: { size: t.size, factor: f32(factor) },
      groups: grid(t.size),
    }).y;
  const y = times(x);
  record('scale', [x], [], [y], [], ([dy]) => [times(dy!)]);
  return y;
}
