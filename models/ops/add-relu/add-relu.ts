/** The end of a residual block of a ResNet: the sum of branch and shortcut, cut at zero. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { run } from '../../engine/kernel';
import { record } from '../../engine/tape';
import { typed, walk, wide } from '../wide/wide';
import backwardWgsl from './backward.wgsl?raw';
import forwardWgsl from './forward.wgsl?raw';

/** max(0, branch + shortcut); equal sizes. `branch` is read by nothing else, `shortcut` may be. */
export function addRelu(branch: Tensor, shortcut: Tensor): Tensor {
  if (branch.size !== shortcut.size)
    throw new Error(`addRelu: shapes [${branch.shape}] and [${shortcut.shape}] differ.`);
  const v = wide(branch.size);
  const size = branch.size / v.lanes;
  const { threads, groups } = walk(size);
  const launch = { uniforms: { size, threads }, groups };
  const { y } = run({
    name: 'add relu',
    code: v.code + forwardWgsl,
    inputs: { branch, shortcut },
    outputs: { y: branch.shape },
    types: typed(v, 'branch', 'shortcut', 'y'),
    ...launch,
  });
  record('add relu', [branch, shortcut], [], [y], [y], ([dy]) => {
    const { dx } = run({
      name: 'add relu gradient',
      code: v.code + backwardWgsl,
      inputs: { dy: dy!, y },
      outputs: { dx: y.shape },
      types: typed(v, 'dy', 'y', 'dx'),
      ...launch,
    });
    return [dx, dx];
  });
  return y;
}
