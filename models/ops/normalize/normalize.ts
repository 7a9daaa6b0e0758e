/** From 8-bit pixels to what the networks read: each channel minus ImageNet's mean, over its deviation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { grid, run } from '../../engine/kernel';
import colorsWgsl from './colors.wgsl?raw';
import normalizeWgsl from './normalize.wgsl?raw';

/** ImageNet's channel means and standard deviations, RGB in 0..255; the same as in `colors.wgsl`. */
export const IMAGE_MEAN = [123.675, 116.28, 103.53] as const;
export const IMAGE_STD = [58.395, 57.12, 57.375] as const;

/** `pixels` int32 [B, H, W], one RGBA word per pixel with red in the lowest byte, to [B, H, W, 3]. */
export function normalizeImages(pixels: Tensor): Tensor {
  return run({
    name: 'normalize images',
    code: colorsWgsl + normalizeWgsl,
    inputs: { pixels },
    outputs: { y: [...pixels.shape, 3] },
    types: { pixels: 'u32' },
    uniforms: { pixels: pixels.size },
    groups: grid(pixels.size),
  }).y;
}
