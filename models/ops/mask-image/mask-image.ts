/** Blocks of an image set to the mean colour (Hoyer et al., MIC, CVPR 2023, section 3.2). */
import type { Tensor } from '@tensorflow/tfjs-core';
import { f32, grid, run } from '../../engine/kernel';
import code from './mask-image.wgsl?raw';

/**
 * Keeps the blocks whose uniform draw is above `ratio`; the others become 0, the mean of a normalised image.
 * @param image float32 [B, H, W, C]
 * @param draws float32 [B, gridHeight, gridWidth] in [0, 1), nearest-upsampled to the image
 */
export function maskImage(image: Tensor, draws: Tensor, ratio: number): Tensor {
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const [drawn, gridHeight, gridWidth] = draws.shape as [number, number, number];
  if (drawn !== batch) throw new Error(`maskImage: draws for ${drawn} images, but ${batch} images.`);
  return run({
    name: 'mask_image',
    code,
    inputs: { image, draws },
    outputs: { y: image.shape },
    uniforms: { batch, height, width, channels, gridHeight, gridWidth, ratio: f32(ratio) },
    groups: grid(image.size),
  }).y;
}
