/**
 * Colour jitter of normalised images: brightness, contrast, saturation and hue in an order of their own for each
 * image, in 0..1 space. Hue turns by a share of the circle; what the others do changed between versions of Kornia (Q22):
 *
 *                 brightness    contrast                        saturation
 *   torchvision   multiplies    mixes with the mean gray        mixes with the pixel's own gray
 *   kornia-0.5    adds          multiplies                      multiplies that of HSV
 *
 * each clamped to 0..1 afterwards.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { grid, run } from '../../engine/kernel';
import colorsWgsl from '../normalize/colors.wgsl?raw';
import applyWgsl from './apply.wgsl?raw';
import { FACTORS_PER_IMAGE } from './draw-augmentation';
import grayWgsl from './gray.wgsl?raw';
import jitterWgsl from './jitter.wgsl?raw';
import korniaWgsl from './kornia-0.5.wgsl?raw';
import meanWgsl from './mean.wgsl?raw';
import torchvisionWgsl from './torchvision.wgsl?raw';

const PIXELS_PER_THREAD = 256;

const OPERATIONS = { torchvision: torchvisionWgsl, 'kornia-0.5': korniaWgsl };
export type JitterOperations = keyof typeof OPERATIONS;

/** `images` [B, H, W, 3] and `factors` [B, 12] (see `drawAugmentation`) to [B, H, W, 3]; not differentiable. */
export function colorJitter(images: Tensor, factors: Tensor, operations: JitterOperations = 'torchvision'): Tensor {
  const [batch, height, width] = images.shape as [number, number, number, number];
  if (factors.size !== batch * FACTORS_PER_IMAGE)
    throw new Error(`colorJitter: factors [${factors.shape}] for ${batch} images of ${FACTORS_PER_IMAGE} each.`);
  const pixels = height * width;
  const threads = Math.ceil(pixels / PIXELS_PER_THREAD);
  const constants = { FACTORS: FACTORS_PER_IMAGE };
  const jitter = colorsWgsl + jitterWgsl + OPERATIONS[operations];
  const { partials } = run({
    name: `color jitter gray ${operations}`,
    code: jitter + grayWgsl,
    constants,
    inputs: { x: images, factors },
    outputs: { partials: [batch, threads] },
    uniforms: { size: batch * threads, pixels, threads },
    groups: grid(batch * threads),
  });
  const { mean } = run({
    name: 'color jitter mean',
    code: meanWgsl,
    inputs: { partials },
    outputs: { mean: [batch] },
    uniforms: { pixels, threads },
    groups: [batch],
  });
  const { y } = run({
    name: `color jitter ${operations}`,
    code: jitter + applyWgsl,
    constants,
    inputs: { x: images, factors, mean },
    outputs: { y: images.shape },
    uniforms: { size: batch * pixels, pixels },
    groups: grid(batch * pixels),
  });
  partials.dispose();
  mean.dispose();
  return y;
}
