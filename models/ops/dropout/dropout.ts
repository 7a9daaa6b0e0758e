/** Channel dropout: whole channels of a sample are set to zero during training, the others scaled up. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { f32, grid, run } from '../../engine/kernel';
import { STREAM } from '../../engine/random';
import randomWgsl from '../../engine/random.wgsl?raw';
import { record } from '../../engine/tape';
import { typed, wide } from '../wide/wide';
import scaleWgsl from './scale-channels.wgsl?raw';

export interface Dropout {
  /** Probability of a channel being set to zero, 0 <= rate < 1. */
  rate: number;
  /** int32 [seed, iteration, 0, 0]. */
  key: Tensor;
  /** A number of its own for every place of use. */
  site: number;
}

const STRIP_PIXELS = 64;

/** `x` [B, H, W, C] with every (sample, channel) multiplied by 0 or 1 / (1 - rate). @throws on a rate outside [0, 1). */
export function dropout2d(x: Tensor, options: Dropout): Tensor {
  if (!(options.rate >= 0 && options.rate < 1)) throw new Error(`dropout2d: rate ${options.rate} is outside [0, 1).`);
  if (options.rate === 0) return x;
  const y = scaleChannels(x, options);
  record('dropout2d', [x], [], [y], [options.key], ([dy]) => [scaleChannels(dy!, options)]);
  return y;
}

function scaleChannels(x: Tensor, { rate, key, site }: Dropout): Tensor {
  const [batch, height, width, depth] = x.shape as [number, number, number, number];
  const v = wide(depth);
  const channels = depth / v.lanes;
  const pixels = height * width;
  const strips = Math.ceil(pixels / STRIP_PIXELS);
  const size = batch * strips * channels;
  const mask =
    v.lanes === 4
      ? 'fn mask(i: u32) -> V { return V(draw(i), draw(i + 1u), draw(i + 2u), draw(i + 3u)); }\n'
      : 'fn mask(i: u32) -> V { return draw(i); }\n';
  return run({
    name: 'dropout2d',
    code: v.code + randomWgsl + mask + scaleWgsl,
    constants: { LANES: v.lanes },
    inputs: { x, key },
    outputs: { y: x.shape },
    types: { ...typed(v, 'x', 'y'), key: 'u32' },
    uniforms: {
      size,
      channels,
      pixels,
      strips,
      strip_pixels: STRIP_PIXELS,
      stream: STREAM.dropout | (site << 8),
      rate: f32(rate),
      scale: f32(1 / (1 - rate)),
    },
    groups: grid(size),
  }).y;
}
