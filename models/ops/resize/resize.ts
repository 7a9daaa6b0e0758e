/**
 * Bilinear resize with half-pixel centres (PyTorch's align_corners=False, no antialiasing) and its true gradient, and
 * concatenation of channels. TF.js' own gradient of this resize is silently wrong.
 *
 * A head resizes several maps to one size and concatenates them; each map is written straight into its channels of
 * the result, so that no resized map exists twice.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { emptyTensor } from '../../engine/backend';
import { engineInfo } from '../../engine/device';
import { f32, grid, run } from '../../engine/kernel';
import { record } from '../../engine/tape';
import { typed, type Wide, wide } from '../wide/wide';
import backwardWgsl from './backward.wgsl?raw';
import bilinearWgsl from './bilinear.wgsl?raw';
import copyWgsl from './copy.wgsl?raw';
import forwardWgsl from './forward.wgsl?raw';

interface Size {
  height: number;
  width: number;
}

/** Where a map lies among the channels of a concatenation, in floats. */
interface Place {
  offset: number;
  stride: number;
}

/** `x` [B, h, w, C] resized to [B, height, width, C]; `x` itself where the size is already right. */
export function resizeBilinear(x: Tensor, height: number, width: number): Tensor {
  return x.shape[1] === height && x.shape[2] === width ? x : resizeConcat([x], height, width);
}

/** Channel concatenation of maps [B, h, w, C] of equal size. */
export function concatChannels(xs: Tensor[]): Tensor {
  const [, height, width] = xs[0]!.shape as number[];
  for (const x of xs)
    if (x.shape[1] !== height || x.shape[2] !== width)
      throw new Error(`concatChannels: maps of [${xs[0]!.shape}] and [${x.shape}] differ in size.`);
  return resizeConcat(xs, height!, width!);
}

/** Channel concatenation of maps [B, h, w, C], each resized to (height, width): [B, height, width, sum of C]. */
export function resizeConcat(xs: Tensor[], height: number, width: number): Tensor {
  const batch = xs[0]!.shape[0]!;
  for (const x of xs)
    if (x.rank !== 4 || x.shape[0] !== batch)
      throw new Error(`resizeConcat: [${x.shape}] is not a map of a batch of ${batch}.`);
  const stride = xs.reduce((sum, x) => sum + x.shape[3]!, 0);
  const y = emptyTensor([batch, height, width, stride]);
  const to = { height, width };
  let offset = 0;
  const places = xs.map((x): Place => {
    const place = { offset, stride };
    offset += x.shape[3]!;
    return place;
  });
  xs.forEach((x, k) => {
    write(x, y, to, places[k]!);
  });
  const shapes = xs.map((x) => x.shape as [number, number, number, number]);
  record('resize and concat', xs, [], [y], [], ([dy], needs) =>
    shapes.map((shape, k) => (needs[k] ? gather(dy!, shape, to, places[k]!) : null)),
  );
  return y;
}

function write(x: Tensor, y: Tensor, to: Size, place: Place): void {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const v = widest(channels, place);
  if (height === to.height && width === to.width) {
    copy(x, y, v, channels, { offset: 0, stride: channels }, place);
    return;
  }
  const blocks = blocksOf(channels / v.lanes);
  const size = batch * to.height * to.width * blocks;
  run({
    name: 'resize',
    code: v.code + bilinearWgsl + forwardWgsl,
    inputs: { x },
    outputs: { y },
    types: typed(v, 'x', 'y'),
    uniforms: { ...uniforms(v, channels, { height, width }, to, place), size, blocks },
    groups: grid(size),
  });
}

function gather(dy: Tensor, shape: [number, number, number, number], to: Size, place: Place): Tensor {
  const [batch, height, width, channels] = shape;
  const v = widest(channels, place);
  if (height === to.height && width === to.width) {
    const dx = emptyTensor(shape);
    copy(dy, dx, v, channels, place, { offset: 0, stride: channels });
    return dx;
  }
  const blocks = blocksOf(channels / v.lanes);
  const size = batch * height * width * blocks;
  return run({
    name: 'resize gradient',
    code: v.code + bilinearWgsl + backwardWgsl,
    constants: { SPAN: Math.ceil(channels / v.lanes / blocks) },
    inputs: { dy },
    outputs: { dx: shape },
    types: typed(v, 'dy', 'dx'),
    uniforms: {
      ...uniforms(v, channels, { height, width }, to, place),
      size,
      blocks,
      inverse_y: f32(to.height / height),
      inverse_x: f32(to.width / width),
    },
    groups: grid(size),
  }).dx;
}

function copy(x: Tensor, y: Tensor, v: Wide, channels: number, from: Place, to: Place): void {
  const blocks = blocksOf(channels / v.lanes);
  const size = (x.size / from.stride) * blocks;
  run({
    name: 'copy channels',
    code: v.code + copyWgsl,
    inputs: { x },
    outputs: { y },
    types: typed(v, 'x', 'y'),
    uniforms: {
      size,
      blocks,
      channels: channels / v.lanes,
      from_offset: from.offset / v.lanes,
      from_stride: from.stride / v.lanes,
      to_offset: to.offset / v.lanes,
      to_stride: to.stride / v.lanes,
    },
    groups: grid(size),
  });
}

/** Threads per pixel: one per channel on a GPU, one per eight where threads are expensive. */
function blocksOf(channels: number): number {
  return engineInfo().kernelSet === 'barrier-free' ? Math.ceil(channels / 8) : channels;
}

function widest(channels: number, { offset, stride }: Place): Wide {
  return wide(channels % 4 || offset % 4 || stride % 4);
}

function uniforms(v: Wide, channels: number, from: Size, to: Size, place: Place) {
  return {
    channels: channels / v.lanes,
    in_height: from.height,
    in_width: from.width,
    out_height: to.height,
    out_width: to.width,
    offset: place.offset / v.lanes,
    stride: place.stride / v.lanes,
    ratio_y: f32(from.height / to.height),
    ratio_x: f32(from.width / to.width),
  };
}
