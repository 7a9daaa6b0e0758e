/** LayerNorm over the last axis, with the gradients of input, scale and shift. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { engineInfo } from '../../engine/device';
import { f32, grid, run } from '../../engine/kernel';
import type { Param } from '../../engine/params';
import { record } from '../../engine/tape';
import { addPartials, chunkRows } from '../partial-sums/partial-sums';
import { typed, type Wide, wide } from '../wide/wide';
import forwardWgsl from './forward.wgsl?raw';
import forwardGroupWgsl from './forward-group.wgsl?raw';
import inputGradientWgsl from './input-gradient.wgsl?raw';
import inputGradientGroupWgsl from './input-gradient-group.wgsl?raw';
import paramGradientWgsl from './param-gradient.wgsl?raw';

interface Rows {
  rows: number;
  channels: number;
  v: Wide;
}

/**
 * `(x - mean) / sqrt(variance + eps) * gamma + beta` over the last axis of `x` [..., C], with the biased variance.
 * `gamma` and `beta` are [C]. The networks use two values of eps: 1e-6 in blocks and stage norms, 1e-5 elsewhere.
 */
export function layerNorm(x: Tensor, gamma: Param, beta: Param, eps: number): Tensor {
  const channels = x.shape[x.rank - 1]!;
  if (gamma.value.size !== channels || beta.value.size !== channels)
    throw new Error(`layerNorm: ${gamma.name} has ${gamma.value.size} values for ${channels} channels.`);
  const size: Rows = { rows: x.size / channels, channels, v: wide(channels) };
  const { y, stats } = run({
    ...variant('layer norm', forwardWgsl, forwardGroupWgsl, size),
    inputs: { x, gamma: gamma.value, beta: beta.value },
    outputs: { y: x.shape, stats: [size.rows, 2] },
    types: { ...typed(size.v, 'x', 'gamma', 'beta', 'y'), stats: 'vec2f' },
    uniforms: { ...uniforms(size), eps: f32(eps) },
  });
  record('layer norm', [x], [gamma, beta], [y], [x, stats], ([dy], [needsX]) => {
    if (gamma.grad && beta.grad) addParamGradients(x, stats, dy!, gamma.grad, beta.grad, size);
    return [needsX ? inputGradient(x, gamma.value, stats, dy!, size) : null];
  });
  return y;
}

function inputGradient(x: Tensor, gamma: Tensor, stats: Tensor, dy: Tensor, size: Rows): Tensor {
  return run({
    ...variant('layer norm input gradient', inputGradientWgsl, inputGradientGroupWgsl, size),
    inputs: { x, gamma, stats, dy },
    outputs: { dx: x.shape },
    types: { ...typed(size.v, 'x', 'gamma', 'dy', 'dx'), stats: 'vec2f' },
    uniforms: uniforms(size),
  }).dx;
}

function addParamGradients(x: Tensor, stats: Tensor, dy: Tensor, gamma: Tensor, beta: Tensor, size: Rows): void {
  const { rows, channels, v } = size;
  const perChunk = chunkRows(rows);
  const chunks = Math.ceil(rows / perChunk);
  const width = channels / v.lanes;
  const { partials } = run({
    name: 'layer norm param gradient',
    code: v.code + paramGradientWgsl,
    inputs: { x, stats, dy },
    outputs: { partials: [chunks, 2, channels] },
    types: { ...typed(v, 'x', 'dy', 'partials'), stats: 'vec2f' },
    uniforms: { rows, width, chunks, chunk_rows: perChunk },
    groups: [Math.ceil((width * chunks) / 32)],
  });
  addPartials(partials, { first: gamma, second: beta });
  partials.dispose();
}

function uniforms({ rows, channels, v }: Rows) {
  return { rows, width: channels / v.lanes, channels: f32(channels) };
}

/** One row per thread without barriers, or a power of two of threads per row with them. */
function variant(name: string, perRow: string, grouped: string, { rows, channels, v }: Rows) {
  if (engineInfo().kernelSet === 'barrier-free') return { name, code: v.code + perRow, groups: grid(rows) };
  const lanes = Math.min(64, 2 ** Math.ceil(Math.log2(channels / v.lanes)));
  return {
    name: `${name} group`,
    code: v.code + grouped,
    constants: { LANES: lanes },
    groups: grid(rows, 64 / lanes),
  };
}
