/**
 * The residual connection, with stochastic depth ("drop path"): during training a whole branch is left out for a
 * sample with probability `rate`, and scaled up otherwise, so that its mean stays the same.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { f32, run } from '../../engine/kernel';
import { STREAM } from '../../engine/random';
import randomWgsl from '../../engine/random.wgsl?raw';
import { record } from '../../engine/tape';
import { add } from '../add/add';
import { typed, walk, wide } from '../wide/wide';
import scaleWgsl from './scale-samples.wgsl?raw';

export interface DropPath {
  /** Probability of leaving the branch out, 0 <= rate < 1. */
  rate: number;
  /** int32 [seed, iteration, 0, 0]. */
  key: Tensor;
  /** A number of its own for every place of use. */
  site: number;
}

/**
 * `x + branch`, [B, ...]; with `dropPath`, sample b of the branch is multiplied by 0 or 1 / (1 - rate).
 * @throws on a rate outside [0, 1) and on different shapes.
 */
export function residual(x: Tensor, branch: Tensor, { dropPath }: { dropPath?: DropPath } = {}): Tensor {
  if (x.size !== branch.size) throw new Error(`residual: shapes [${x.shape}] and [${branch.shape}] differ.`);
  if (!dropPath || dropPath.rate === 0) return add(x, branch);
  if (!(dropPath.rate > 0 && dropPath.rate < 1)) throw new Error(`residual: drop path rate ${dropPath.rate}.`);
  const y = scaleSamples(x, branch, dropPath);
  record('residual', [x, branch], [], [y], [dropPath.key], ([dy], [, needsBranch]) => [
    dy!,
    needsBranch ? scaleSamples(null, dy!, dropPath) : null,
  ]);
  return y;
}

function scaleSamples(x: Tensor | null, branch: Tensor, { rate, key, site }: DropPath): Tensor {
  const samples = branch.shape[0]!;
  const perSample = branch.size / samples;
  const v = wide(perSample);
  const size = perSample / v.lanes;
  const { threads, groups } = walk(size);
  const base = x ? 'fn base(i: u32) -> V { return x[i]; }\n' : 'fn base(i: u32) -> V { return V(0.0); }\n';
  return run({
    name: x ? 'residual' : 'residual gradient',
    code: v.code + randomWgsl + base + scaleWgsl,
    inputs: { ...(x ? { x } : {}), branch, key } as Record<string, Tensor>,
    outputs: { y: branch.shape },
    types: { ...typed(v, ...(x ? ['x'] : []), 'branch', 'y'), key: 'u32' },
    uniforms: {
      size,
      threads,
      stream: STREAM.dropPath | (site << 8),
      rate: f32(rate),
      scale: f32(1 / (1 - rate)),
    },
    groups: [...groups, samples],
  }).y;
}
