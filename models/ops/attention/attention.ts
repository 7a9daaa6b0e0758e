/**
 * Multi-head attention, flash style (Dao et al., "FlashAttention", 2022): the N x M scores are never stored. Forward
 * keeps the logarithm of each row's sum of exponentials; backward makes the scores again from it.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { engineInfo } from '../../engine/device';
import { f32, grid, run } from '../../engine/kernel';
import { record } from '../../engine/tape';
import { subgroupLanes } from '../matmul/lane-vector';
import forwardWgsl from './forward.wgsl?raw';
import keyGradientWgsl from './key-gradient.wgsl?raw';
import { blockRows, laneForward, laneKeyGradient, laneQueryGradient } from './lanes';
import queryGradientWgsl from './query-gradient.wgsl?raw';
import totalWgsl from './total.wgsl?raw';

interface Shape {
  pictures: number;
  queries: number;
  keys: number;
  heads: number;
  depth: number;
}

/**
 * softmax(q k^T / sqrt(C / heads)) v per head; heads are contiguous chunks of the channels.
 * `q` [B, ..., C] and `kv` [B, ..., 2C], first C channels k, last C channels v; what is between batch and channels
 * counts as queries or keys, so maps need no reshape. Returns q's shape.
 * @throws where the shapes do not fit or a head is wider than 128 channels.
 */
export function attention(q: Tensor, kv: Tensor, heads: number): Tensor {
  const pictures = q.shape[0] ?? 0;
  const channels = q.shape.at(-1) ?? 0;
  const queries = q.size / (pictures * channels);
  const keys = kv.size / (pictures * 2 * channels);
  const depth = channels / heads;
  if (q.rank < 3 || kv.rank < 3 || kv.shape[0] !== pictures || kv.shape.at(-1) !== 2 * channels)
    throw new Error(`attention: q [${q.shape}] and kv [${kv.shape}] are not [B, ..., C] and [B, ..., 2C].`);
  if (!Number.isInteger(depth) || depth > 128)
    throw new Error(`attention: ${channels} channels cannot be shared by ${heads} heads (at most 128 channels each).`);
  const shape = { pictures, queries, keys, heads, depth };
  const { out, lse } = launch('forward', shape, Math.ceil(queries / rowsPerGroup(shape.depth).queries), {
    inputs: { q, kv },
    outputs: { out: q.shape, lse: [pictures, heads, queries] },
  });
  record('attention', [q, kv], [], [out], [q, kv, out, lse], ([dy]) => backward(q, kv, out, lse, dy!, shape));
  return out;
}

const KERNELS = {
  forward: { lanes: laneForward, workgroup: forwardWgsl },
  'query-gradient': { lanes: laneQueryGradient, workgroup: queryGradientWgsl },
  'key-gradient': { lanes: laneKeyGradient, workgroup: keyGradientWgsl },
};

/** Queries, or keys in the gradient of the keys, of one workgroup. */
function rowsPerGroup(depth: number): { queries: number; keys: number } {
  const lanes = subgroupLanes();
  const rows = blockRows({ lanes, depth });
  return lanes ? { queries: rows, keys: rows } : { queries: 64, keys: 32 };
}

function launch<K extends string>(
  kernel: keyof typeof KERNELS,
  shape: Shape,
  groups: number,
  call: { inputs: Record<string, Tensor>; outputs: Record<K, number[]>; sliceQueries?: number },
): Record<K, Tensor> {
  const { depth, pictures, queries, keys, heads } = shape;
  const lanes = subgroupLanes();
  const { workgroup, lanes: laneKernel } = KERNELS[kernel];
  return run({
    name: `attention-${kernel}${lanes ? `-lanes-${lanes}` : ''}`,
    code: lanes ? laneKernel({ lanes, depth }) : workgroup,
    constants: { DEPTH: depth },
    inputs: call.inputs,
    outputs: call.outputs,
    uniforms: {
      pictures,
      queries,
      keys,
      heads,
      depth,
      scale: f32(depth ** -0.5),
      slice_queries: call.sliceQueries ?? queries,
    },
    groups: [groups, heads, pictures],
  });
}

function backward(q: Tensor, kv: Tensor, out: Tensor, lse: Tensor, dy: Tensor, shape: Shape): Tensor[] {
  const { pictures, queries, keys, heads } = shape;
  const { dq, delta } = launch('query-gradient', shape, Math.ceil(queries / rowsPerGroup(shape.depth).queries), {
    inputs: { q, kv, out, lse, dy },
    outputs: { dq: q.shape, delta: lse.shape },
  });
  const workgroup = engineInfo().kernelSet === 'workgroup';
  const keyTiles = Math.ceil(keys / rowsPerGroup(shape.depth).keys);
  // Few keys would leave most of the machine idle, so the queries are cut into slices.
  const [wantedGroups, leastQueries] = workgroup ? [256, 64] : [4, 64];
  const slices = Math.max(
    1,
    Math.min(Math.ceil(wantedGroups / (keyTiles * heads * pictures)), Math.floor(queries / leastQueries)),
  );
  const { dkv } = launch('key-gradient', shape, keyTiles * slices, {
    inputs: { q, kv, lse, delta, dy },
    outputs: { dkv: slices === 1 ? kv.shape : [slices, ...kv.shape] },
    sliceQueries: Math.ceil(queries / slices),
  });
  if (slices === 1) return [dq, dkv];
  const { total } = run({
    name: 'attention-total',
    code: totalWgsl,
    inputs: { parts: dkv },
    outputs: { total: kv.shape },
    uniforms: { size: kv.size, slices },
    groups: grid(kv.size),
  });
  return [dq, total];
}
