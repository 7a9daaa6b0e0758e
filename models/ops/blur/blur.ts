/** Gaussian blur of images, one sigma per image, on normalised values. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { grid, run } from '../../engine/kernel';
import blurWgsl from './blur.wgsl?raw';

/** Taps further out than this are zero in float32 at the largest sigma that is drawn, 1.15. */
const MAX_RADIUS = 6;

/** Length of the blur kernel along an axis of `length` pixels: about a tenth of it, odd. */
export function blurKernelLength(length: number): number {
  const tenth = Math.ceil(0.1 * length);
  return Math.floor(tenth - 0.5 + (tenth % 2));
}

/** `images` [B, H, W, 3] blurred with `sigmas` [B] in pixels, reflecting at the borders; 0 leaves an image as it is. */
export function gaussianBlur(images: Tensor, sigmas: Tensor): Tensor {
  const [batch, height, width] = images.shape as [number, number, number, number];
  if (sigmas.size !== batch) throw new Error(`gaussianBlur: ${sigmas.size} sigmas for ${batch} images.`);
  const along = (x: Tensor, size: number, step: number) =>
    run({
      name: 'gaussian blur',
      code: blurWgsl,
      inputs: { x, sigmas },
      outputs: { y: x.shape },
      uniforms: {
        pixels: batch * height * width,
        per_image: height * width,
        size,
        step,
        radius: Math.min(MAX_RADIUS, (blurKernelLength(size) - 1) / 2),
      },
      groups: grid(batch * height * width),
    }).y;
  const rows = along(images, width, 1);
  const y = along(rows, height, width);
  rows.dispose();
  return y;
}
