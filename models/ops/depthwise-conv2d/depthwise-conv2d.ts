/**
 * Depthwise 3 x 3 convolution of stride 1 and any dilation: the mixing step of MiT's feed-forward blocks and the
 * dilated branches of the DAFormer head. TF.js has no gradient for dilated ones.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { engineInfo } from '../../engine/device';
import { grid, run } from '../../engine/kernel';
import type { Param } from '../../engine/params';
import { record } from '../../engine/tape';
import { addSlices } from '../matmul/sum-slices';
import depthwiseWgsl from './depthwise-conv2d.wgsl?raw';
import weightGradientWgsl from './weight-gradient.wgsl?raw';
import windowWgsl from './window.wgsl?raw';

/**
 * `x` [B, H, W, C], `w` [3, 3, C], `b` [C] or none; returns [B, H + 2 pad - 2 dilation, W + 2 pad - 2 dilation, C].
 * @throws where the shapes do not fit or the kernel is not 3 x 3.
 */
export function depthwiseConv2d(
  x: Tensor,
  w: Param,
  b: Param | undefined,
  { pad = 0, dilation = 1 }: { pad?: number; dilation?: number },
): Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  const what = `depthwiseConv2d ${w.name}: input [${x.shape}], weight [${w.value.shape}]`;
  if (x.rank !== 4 || w.value.rank !== 3 || w.value.shape[2] !== channels)
    throw new Error(`${what}: expected [B, H, W, C] and [3, 3, C].`);
  if (w.value.shape[0] !== 3 || w.value.shape[1] !== 3) throw new Error(`${what}: only 3 x 3 kernels are supported.`);
  if (b && b.value.size !== channels) throw new Error(`${what}: bias [${b.value.shape}] does not fit.`);
  const grown = 2 * pad - 2 * dilation;
  if (pad > 2 * dilation || height + grown < 1 || width + grown < 1)
    throw new Error(`${what}: pad ${pad} does not fit dilation ${dilation}.`);
  const outShape = [batch, height + grown, width + grown, channels];
  const y = convolve(x, w.value, b?.value, outShape, pad, dilation, false);
  record('depthwiseConv2d', [x], [w, b], [y], [x], ([dy], needs) => {
    addWeightGradient(x, dy!, w, b, pad, dilation);
    return [needs[0] ? convolve(dy!, w.value, undefined, x.shape, 2 * dilation - pad, dilation, true) : null];
  });
  return y;
}

function geometry(x: Tensor, outShape: number[], pad: number, dilation: number) {
  const [, inHeight = 0, inWidth = 0, channels = 0] = x.shape;
  const [, outHeight = 0, outWidth = 0] = outShape;
  return {
    in_height: inHeight,
    in_width: inWidth,
    out_height: outHeight,
    out_width: outWidth,
    channels,
    pad,
    dilation,
    /** Walks per line that together visit every pixel. */
    phases: Math.min(dilation, outWidth),
  };
}

function convolve(
  x: Tensor,
  w: Tensor,
  bias: Tensor | undefined,
  outShape: number[],
  pad: number,
  dilation: number,
  flip: boolean,
): Tensor {
  const shape = geometry(x, outShape, pad, dilation);
  const steps = Math.ceil(shape.out_width / dilation);
  // Long walks load least, short ones keep a GPU's threads busy.
  const segmentSteps = engineInfo().kernelSet === 'workgroup' ? Math.min(steps, 8) : steps;
  const segments = Math.ceil(steps / segmentSteps);
  const threads = outShape[0]! * shape.out_height * segments * shape.phases * shape.channels;
  const start = bias ? 'return bias[channel];' : 'return 0.0;';
  return run({
    name: `depthwise-conv2d${bias ? '-bias' : ''}`,
    code: `${windowWgsl}fn start_value(channel: u32) -> f32 { ${start} }\n${depthwiseWgsl}`,
    constants: { FLIP: flip ? 1 : 0 },
    inputs: { x, w, ...(bias && { bias }) },
    outputs: { result: outShape },
    uniforms: { threads, segments, segment_steps: segmentSteps, ...shape },
    groups: grid(threads),
  }).result;
}

function addWeightGradient(x: Tensor, dy: Tensor, w: Param, b: Param | undefined, pad: number, dilation: number): void {
  if (!w.grad && !b?.grad) return;
  const shape = geometry(x, dy.shape, pad, dilation);
  const walks = dy.shape[0]! * shape.out_height * shape.phases;
  const workgroup = engineInfo().kernelSet === 'workgroup';
  const width = workgroup ? 32 : 8;
  const columns = Math.ceil(shape.channels / width);
  const wanted = workgroup ? Math.min(walks, 256) : Math.ceil(16 / columns);
  const sliceWalks = Math.ceil(walks / Math.min(walks, wanted));
  const slices = Math.ceil(walks / sliceWalks);
  const { dw, db } = run({
    name: 'depthwise-weight-gradient',
    code: windowWgsl + weightGradientWgsl,
    constants: { WIDTH: width },
    inputs: { x, dy },
    outputs: { dw: [slices, 9 * shape.channels], db: [slices, shape.channels] },
    uniforms: { walks, slice_walks: sliceWalks, ...shape },
    groups: [columns, slices],
  });
  addSlices(dw, db, w, b);
}
