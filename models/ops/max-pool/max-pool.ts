/** Max pooling, with the gradient to the value that won. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { grid, run } from '../../engine/kernel';
import { record } from '../../engine/tape';
import backwardWgsl from './backward.wgsl?raw';
import forwardWgsl from './forward.wgsl?raw';

export interface MaxPoolOptions {
  kernel: number;
  stride: number;
  /** What lies outside never wins, unlike zeros; at most half the kernel. */
  pad: number;
}

/**
 * `x` [B, H, W, C] to [B, H', W', C] with PyTorch's H' = floor((H + 2 pad - kernel) / stride) + 1. Of equal values the
 * first, row by row, wins and gets the gradient.
 * @throws where the padding is wider than half the kernel, or a picture smaller than the kernel.
 */
export function maxPool(x: Tensor, { kernel, stride, pad }: MaxPoolOptions): Tensor {
  const [batch, inHeight, inWidth, channels] = x.shape as [number, number, number, number];
  if (pad > kernel / 2) throw new Error(`maxPool: padding ${pad} is more than half of the kernel ${kernel}.`);
  const height = Math.floor((inHeight + 2 * pad - kernel) / stride) + 1;
  const width = Math.floor((inWidth + 2 * pad - kernel) / stride) + 1;
  if (height < 1 || width < 1)
    throw new Error(`maxPool: a picture of ${inHeight} x ${inWidth} is smaller than the kernel ${kernel}.`);
  const shape = [batch, height, width, channels];
  const uniforms = { channels, in_height: inHeight, in_width: inWidth, height, width, kernel, stride, pad };
  const size = batch * height * width * channels;
  const { y, winners } = run({
    name: 'max pool',
    code: forwardWgsl,
    inputs: { x },
    outputs: { y: shape, winners: { shape, dtype: 'int32' } },
    uniforms: { size, ...uniforms },
    groups: grid(size),
  });
  const inShape = x.shape;
  record('max pool', [x], [], [y], [winners], ([dy], [needsX]) => [
    needsX
      ? run({
          name: 'max pool gradient',
          code: backwardWgsl,
          inputs: { dy: dy!, winners },
          outputs: { dx: inShape },
          uniforms: { size: inShape.reduce((a, b) => a * b, 1), ...uniforms },
          groups: grid(inShape.reduce((a, b) => a * b, 1)),
        }).dx
      : null,
  ]);
  return y;
}
