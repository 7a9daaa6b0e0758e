/**
 * The matrix products behind linear layers and convolutions. Not differentiable by itself: `linear` and `conv2d` put
 * the pieces together.
 *
 * A convolution is a matrix product whose left operand is never stored (implicit GEMM): row m is a pixel, the sum runs
 * over taps and channels, and a loader in WGSL says where the channels of (row, tap) lie:
 *
 *   plain    linear layers: one tap, row m at m * channels
 *   im2col   forward: the input pixel under the tap, zeros outside
 *   gather   gradient of the input: the output pixel that read this one (transposed convolution)
 *
 * The gradient of the weight is the other product: A^T dy, summed over pixels. It is cut into slices of rows for
 * parallelism; their sums are added in a fixed order, so that results are the same in every run.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { run } from '../../engine/kernel';
import type { Param } from '../../engine/params';
import gatherWgsl from './gather.wgsl?raw';
import im2colWgsl from './im2col.wgsl?raw';
import { subgroupLanes } from './lane-vector';
import { type LaneTile, laneGradient, laneProduct, tileSize } from './lanes';
import plainWgsl from './plain.wgsl?raw';
import { addSlices } from './sum-slices';
import tiledGradientWgsl from './tiled-gradient.wgsl?raw';
import tiledProductWgsl from './tiled-product.wgsl?raw';

/** A convolution's shape: pictures [batch, inHeight, inWidth, inChannels] to [batch, outHeight, outWidth, outChannels]. */
export interface ConvShape {
  batch: number;
  inHeight: number;
  inWidth: number;
  inChannels: number;
  outHeight: number;
  outWidth: number;
  outChannels: number;
  kernelHeight: number;
  kernelWidth: number;
  stride: number;
  pad: number;
  dilation: number;
}

/** A linear layer over `rows` rows as a 1 x 1 convolution of a picture of one line. */
export function linearShape(rows: number, inChannels: number, outChannels: number): ConvShape {
  const line = { inHeight: 1, inWidth: rows, outHeight: 1, outWidth: rows };
  return {
    batch: 1,
    ...line,
    inChannels,
    outChannels,
    kernelHeight: 1,
    kernelWidth: 1,
    stride: 1,
    pad: 0,
    dilation: 1,
  };
}

const isPlain = (s: ConvShape) => s.kernelHeight * s.kernelWidth * s.stride === 1 && s.pad === 0;

function geometry(s: ConvShape): Record<string, number> {
  return {
    in_height: s.inHeight,
    in_width: s.inWidth,
    out_height: s.outHeight,
    out_width: s.outWidth,
    kernel_height: s.kernelHeight,
    kernel_width: s.kernelWidth,
    stride: s.stride,
    pad: s.pad,
    dilation: s.dilation,
  };
}

/** The tile of the barrier-free kernels for so many rows and columns; null where the workgroup kernels must run. */
function laneTile(rows: number, cols: number): LaneTile | null {
  const lanes = subgroupLanes();
  const vectors = Math.ceil(cols / lanes);
  return lanes ? { lanes, rowVectors: rows <= lanes ? 1 : 2, colVectors: vectors <= 2 ? vectors : 4 } : null;
}

const tileName = (t: LaneTile) => `${t.lanes}-${t.rowVectors}x${t.colVectors}`;

interface Product {
  loader: 'plain' | 'im2col' | 'gather';
  a: Tensor;
  b: Tensor;
  bias?: Tensor;
  /** Rows of the output in one phase, phases, columns. */
  rows: number;
  phases: number;
  cols: number;
  /** The sum runs over taps x channels. */
  taps: number;
  channels: number;
  /** B is read at tap * tapStride + channel * channelStride + col * colStride. */
  strides: { tap: number; channel: number; col: number };
  extra: Record<string, number>;
  outShape: number[];
}

const LOADERS = { plain: plainWgsl, im2col: im2colWgsl, gather: gatherWgsl };

function product(p: Product): Tensor {
  const call = {
    inputs: { a: p.a, b: p.b, ...(p.bias && { bias: p.bias }) },
    outputs: { y: p.outShape },
    uniforms: {
      rows: p.rows,
      cols: p.cols,
      taps: p.taps,
      channels: p.channels,
      b_tap: p.strides.tap,
      b_channel: p.strides.channel,
      b_col: p.strides.col,
      ...p.extra,
    },
  };
  const variant = `${p.loader}${p.bias ? '-bias' : ''}`;
  const tile = laneTile(p.rows, p.cols);
  if (tile) {
    const { rows, cols } = tileSize(tile);
    return run({
      ...call,
      name: `product-${variant}-${tileName(tile)}`,
      code: laneProduct(tile, LOADERS[p.loader], p.bias !== undefined),
      groups: [Math.ceil(p.rows / rows), Math.ceil(p.cols / cols), p.phases],
    }).y;
  }
  const tileCols = p.cols <= 32 ? 32 : 64;
  return run({
    ...call,
    name: `product-${variant}`,
    code: `${LOADERS[p.loader]}${tiledProductWgsl}${p.bias ? BIAS : NO_BIAS}`,
    constants: { TILE_N: tileCols, TRANSPOSED: p.strides.col === 1 ? 0 : 1 },
    groups: [Math.ceil(p.rows / 64), Math.ceil(p.cols / tileCols), p.phases],
  }).y;
}

const BIAS = 'fn bias_at(n: u32) -> f32 { return bias[n]; }';
const NO_BIAS = 'fn bias_at(n: u32) -> f32 { return 0.0; }';

/** Forward: x with `inChannels` channels last, w [kh, kw, in, out] (or [in, out]), bias [out] or none. */
export function forwardProduct(
  x: Tensor,
  w: Tensor,
  bias: Tensor | undefined,
  s: ConvShape,
  outShape: number[],
): Tensor {
  return product({
    loader: isPlain(s) ? 'plain' : 'im2col',
    a: x,
    b: w,
    bias,
    rows: s.batch * s.outHeight * s.outWidth,
    phases: 1,
    cols: s.outChannels,
    taps: s.kernelHeight * s.kernelWidth,
    channels: s.inChannels,
    strides: { tap: s.inChannels * s.outChannels, channel: s.outChannels, col: 1 },
    extra: isPlain(s) ? {} : geometry(s),
    outShape,
  });
}

/** Gradient of the input. Pixels that no output read get zero. */
export function inputGradient(dy: Tensor, w: Tensor, s: ConvShape, inShape: number[]): Tensor {
  const strides = { tap: s.inChannels * s.outChannels, channel: 1, col: s.outChannels };
  const common = { a: dy, b: w, cols: s.inChannels, channels: s.outChannels, strides, outShape: inShape };
  if (isPlain(s))
    return product({ ...common, loader: 'plain', rows: dy.size / s.outChannels, phases: 1, taps: 1, extra: {} });
  const height = Math.ceil(s.inHeight / s.stride);
  const width = Math.ceil(s.inWidth / s.stride);
  const tapsX = Math.ceil(s.kernelWidth / s.stride);
  return product({
    ...common,
    loader: 'gather',
    rows: s.batch * height * width,
    phases: s.stride * s.stride,
    taps: tapsX * Math.ceil(s.kernelHeight / s.stride),
    extra: { ...geometry(s), phase_height: height, phase_width: width, phase_taps_x: tapsX },
  });
}

/** Slices are kept short enough for parallelism, and their sums under this many bytes. */
const MAX_SLICE_BYTES = 4 << 20;

/** Adds the gradients of a weight and of its bias to `w.grad` and `b.grad`, where these exist; one or two launches. */
export function addWeightGradient(x: Tensor, dy: Tensor, w: Param, b: Param | undefined, s: ConvShape): void {
  if (!w.grad && !b?.grad) return;
  const rows = s.batch * s.outHeight * s.outWidth;
  const taps = s.kernelHeight * s.kernelWidth;
  const size = taps * s.inChannels * s.outChannels;
  const tile = laneTile(s.inChannels, s.outChannels);
  const { rows: tileChannels, cols: tileCols } = tile ? tileSize(tile) : { rows: 32, cols: 32 };
  const groups: [number, number] = [Math.ceil(s.inChannels / tileChannels), Math.ceil(s.outChannels / tileCols)];
  const [wantedGroups, leastRows] = tile ? [8, 32] : [512, 128];
  const slices = Math.max(
    1,
    Math.min(
      Math.ceil(wantedGroups / (groups[0] * groups[1] * taps)),
      Math.ceil(rows / leastRows),
      Math.floor(MAX_SLICE_BYTES / 4 / size),
    ),
  );
  const sliceRows = Math.ceil(rows / slices);
  // One slice alone is added to the gradient at once.
  const direct = slices === 1 && w.grad !== undefined;
  const { dw, db } = run({
    inputs: { a: x, dy },
    outputs: direct
      ? { dw: w.grad, db: b?.grad ?? [s.outChannels] }
      : { dw: [slices, size], db: [slices, s.outChannels] },
    uniforms: {
      rows,
      cols: s.outChannels,
      taps,
      channels: s.inChannels,
      slice_rows: sliceRows,
      ...geometry(s),
    },
    ...(tile
      ? {
          name: `weight-gradient-${tileName(tile)}${direct ? '-add' : ''}`,
          code: laneGradient(tile, direct ? '+=' : '='),
        }
      : { name: 'weight-gradient', code: im2colWgsl + tiledGradientWgsl, constants: { ADD: direct ? 1 : 0 } }),
    groups: [...groups, taps * slices],
  });
  if (!direct) addSlices(dw, db, w, b);
}
