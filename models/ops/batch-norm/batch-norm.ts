/**
 * Batch normalisation of maps, with the ReLU that follows it, and the gradient through the batch statistics.
 *
 * In training mode the batch's own mean and biased variance normalise, and the running statistics move towards the
 * mean and the unbiased variance by a tenth, in place. In evaluation mode the running statistics normalise.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { engineInfo } from '../../engine/device';
import { f32, grid, run, type Uniform } from '../../engine/kernel';
import type { Param } from '../../engine/params';
import { record } from '../../engine/tape';
import { chunkRows, sumPartials } from '../partial-sums/partial-sums';
import { typed, type Wide, walk, wide } from '../wide/wide';
import forwardWgsl from './forward.wgsl?raw';
import inputGradientWgsl from './input-gradient.wgsl?raw';
import mergeWgsl from './merge.wgsl?raw';
import momentsWgsl from './moments.wgsl?raw';
import paramGradientWgsl from './param-gradient.wgsl?raw';
import runningWgsl from './running.wgsl?raw';
import scaleOfWgsl from './scale-of.wgsl?raw';
import statisticsWgsl from './statistics.wgsl?raw';
import statisticsGroupWgsl from './statistics-group.wgsl?raw';
import throughReluWgsl from './through-relu.wgsl?raw';

const EPS = 1e-5;
const MOMENTUM = 0.1;

export interface BatchNormParams {
  weight: Param;
  bias: Param;
  runningMean: Param;
  runningVar: Param;
}

export interface BatchNormOptions {
  /** Whether the batch's own statistics normalise (and the running ones are updated). */
  training: boolean;
  /** Whether a ReLU follows. */
  relu: boolean;
  /** Whether the running statistics stay as they are although the batch's own normalise. */
  keepRunning?: boolean;
}

/**
 * `x` [..., C] normalised per channel, times weight, plus bias, then ReLU if asked for.
 * @throws in training mode on a single value per channel, which has no variance.
 */
export function batchNorm(x: Tensor, bn: BatchNormParams, options: BatchNormOptions): Tensor {
  const channels = x.shape[x.rank - 1]!;
  if (bn.weight.value.size !== channels)
    throw new Error(`batchNorm: ${bn.weight.name} has ${bn.weight.value.size} values for ${channels} channels.`);
  if (options.training && x.size < 2 * channels)
    throw new Error(`batchNorm: ${bn.weight.name} has one value per channel to normalise; use larger crops.`);
  const stats = options.training ? batchStatistics(x, bn, options.keepRunning ? 0 : MOMENTUM) : runningStatistics(bn);
  const v = wide(channels);
  const { y } = run({
    name: 'batch norm',
    code: v.code + scaleOfWgsl + forwardWgsl,
    constants: { RELU: options.relu ? 1 : 0 },
    inputs: { x, stats, weight: bn.weight.value, bias: bn.bias.value },
    outputs: { y: x.shape },
    types: typed(v, 'x', 'stats', 'weight', 'bias', 'y'),
    ...columnWalk(x, channels, v, {}),
  });
  record('batch norm', [x], [bn.weight, bn.bias], [y], [x, stats], ([dy], [needsX]) => {
    const sums = gradientSums(x, dy!, stats, bn, options);
    return [needsX ? inputGradient(x, dy!, stats, sums, bn, options) : null];
  });
  return y;
}

/** [2, C]: mean and 1 / standard deviation of the batch; moves the running statistics by `momentum`. */
function batchStatistics(x: Tensor, bn: BatchNormParams, momentum: number): Tensor {
  const { channels, rows, chunks, perChunk, v } = chunksOf(x);
  const { partials } = run({
    name: 'batch norm moments',
    code: v.code + momentsWgsl,
    inputs: { x },
    outputs: { partials: [chunks, 2, channels] },
    types: typed(v, 'x', 'partials'),
    uniforms: { rows, width: channels / v.lanes, chunks, chunk_rows: perChunk },
    groups: [Math.ceil(((channels / v.lanes) * chunks) / 32)],
  });
  const grouped = engineInfo().kernelSet === 'workgroup';
  const { stats } = run({
    name: grouped ? 'batch norm statistics group' : 'batch norm statistics',
    code: mergeWgsl + (grouped ? statisticsGroupWgsl : statisticsWgsl),
    inputs: { partials },
    outputs: { stats: [2, channels], running_mean: bn.runningMean.value, running_var: bn.runningVar.value },
    uniforms: { rows, channels, chunks, chunk_rows: perChunk, eps: f32(EPS), momentum: f32(momentum) },
    groups: [Math.ceil(channels / (grouped ? 16 : 32))],
  });
  partials.dispose();
  return stats;
}

/** [2, C]: running mean and 1 / running standard deviation. */
function runningStatistics({ runningMean, runningVar }: BatchNormParams): Tensor {
  const channels = runningMean.value.size;
  return run({
    name: 'batch norm running statistics',
    code: runningWgsl,
    inputs: { running_mean: runningMean.value, running_var: runningVar.value },
    outputs: { stats: [2, channels] },
    uniforms: { channels, eps: f32(EPS) },
    groups: [Math.ceil(channels / 64)],
  }).stats;
}

/** [2, C]: sums of gradient * normalised input, and of the gradient; added to the parameters' gradients. */
function gradientSums(x: Tensor, dy: Tensor, stats: Tensor, bn: BatchNormParams, options: BatchNormOptions): Tensor {
  const { channels, rows, chunks, perChunk, v } = chunksOf(x);
  const width = channels / v.lanes;
  const { partials } = run({
    name: 'batch norm param gradient',
    code: v.code + scaleOfWgsl + throughReluWgsl + paramGradientWgsl,
    constants: { RELU: options.relu ? 1 : 0 },
    inputs: { x, dy, stats, weight: bn.weight.value, bias: bn.bias.value },
    outputs: { partials: [chunks, 2, channels] },
    types: typed(v, 'x', 'dy', 'stats', 'weight', 'bias', 'partials'),
    uniforms: { rows, width, chunks, chunk_rows: perChunk },
    groups: [Math.ceil((width * chunks) / 32)],
  });
  const { weight, bias } = bn;
  const sums = sumPartials(partials, weight.grad && bias.grad ? { first: weight.grad, second: bias.grad } : null);
  partials.dispose();
  return sums;
}

function inputGradient(
  x: Tensor,
  dy: Tensor,
  stats: Tensor,
  sums: Tensor,
  bn: BatchNormParams,
  { training, relu }: BatchNormOptions,
): Tensor {
  const channels = stats.shape[1]!;
  const v = wide(channels);
  return run({
    name: 'batch norm input gradient',
    code: v.code + scaleOfWgsl + throughReluWgsl + inputGradientWgsl,
    constants: { RELU: relu ? 1 : 0 },
    inputs: { x, dy, stats, sums, weight: bn.weight.value, bias: bn.bias.value },
    outputs: { dx: x.shape },
    types: typed(v, 'x', 'dy', 'stats', 'sums', 'weight', 'bias', 'dx'),
    // Running statistics are constants: nothing flows back through them.
    ...columnWalk(x, channels, v, { share: f32(training ? channels / x.size : 0) }),
  }).dx;
}

function chunksOf(x: Tensor) {
  const channels = x.shape[x.rank - 1]!;
  const rows = x.size / channels;
  const perChunk = chunkRows(rows);
  return { channels, rows, perChunk, chunks: Math.ceil(rows / perChunk), v: wide(channels) };
}

/** Launch of threads that keep to one column each, with the uniforms that say which rows they take. */
function columnWalk(x: Tensor, channels: number, v: Wide, uniforms: Record<string, Uniform>) {
  const width = channels / v.lanes;
  const { threads, groups } = walk(Math.max(x.size / v.lanes, 64));
  const all = threads >= width ? { threads, groups } : { threads: width, groups: grid(width) };
  return {
    uniforms: { rows: x.size / channels, width, row_step: Math.floor(all.threads / width), ...uniforms },
    groups: all.groups,
  };
}
