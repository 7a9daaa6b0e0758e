/** The exact GELU, x times the normal distribution function of x (not the tanh approximation). */
import type { Tensor } from '@tensorflow/tfjs-core';
import { grid, run } from '../../engine/kernel';
import { record } from '../../engine/tape';
import { typed, wide } from '../wide/wide';
import backwardWgsl from './backward.wgsl?raw';
import erfWgsl from './erf.wgsl?raw';
import forwardWgsl from './forward.wgsl?raw';

/** Element-wise; any shape. */
export function gelu(x: Tensor): Tensor {
  const v = wide(x.size);
  const size = x.size / v.lanes;
  const { y } = run({
    name: 'gelu',
    code: v.code + erfWgsl + forwardWgsl,
    inputs: { x },
    outputs: { y: x.shape },
    types: typed(v, 'x', 'y'),
    uniforms: { size },
    groups: grid(size),
  });
  record('gelu', [x], [], [y], [x], ([dy]) => [
    run({
      name: 'gelu gradient',
      code: v.code + erfWgsl + backwardWgsl,
      inputs: { x, dy: dy! },
      outputs: { dx: x.shape },
      types: typed(v, 'x', 'dy', 'dx'),
      uniforms: { size },
      groups: grid(size),
    }).dx,
  ]);
  return y;
}
