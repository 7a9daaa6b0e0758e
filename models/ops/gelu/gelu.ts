/** The exact GELU, x times the normal distribution function of x (not the tanh approximation). */
import type { Tensor } from '@tensorflow/tfjs-core';
import { run } from '../../engine/kernel';
import { record } from '../../engine/tape';
import { typed, walk, wide } from '../wide/wide';
import backwardWgsl from './backward.wgsl?raw';
import erfWgsl from './erf.wgsl?raw';
import forwardWgsl from './forward.wgsl?raw';

/** Element-wise; any shape. */
export function gelu(x: Tensor): Tensor {
  const v = wide(x.size);
  const size = x.size / v.lanes;
  const { threads, groups } = walk(size);
  const { y } = run({
    name: 'gelu',
    code: v.code + erfWgsl + forwardWgsl,
    inputs: { x },
    outputs: { y: x.shape },
    types: typed(v, 'x', 'y'),
    uniforms: { size, threads },
    groups,
  });
  record('gelu', [x], [], [y], [x], ([dy]) => [
    run({
      name: 'gelu gradient',
      code: v.code + erfWgsl + backwardWgsl,
      inputs: { x, dy: dy! },
      outputs: { dx: x.shape },
      types: typed(v, 'x', 'dy', 'dx'),
      uniforms: { size, threads },
      groups,
    }).dx,
  ]);
  return y;
}
