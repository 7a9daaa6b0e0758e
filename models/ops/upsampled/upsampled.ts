/**
 * Class scores at a size they are never stored in: kernels that need logits at the labels' size interpolate them while
 * they read. At 512 x 512 and 19 classes the stored map would take 40 MB for a batch of two.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { f32 } from '../../engine/kernel';
import bilinearWgsl from '../resize/bilinear.wgsl?raw';
import upsampledWgsl from './upsampled.wgsl?raw';

export { bilinearWgsl };
export const readUpsampledWgsl = `${bilinearWgsl}\n${upsampledWgsl}\n`;

/** Uniforms of `upsampled.wgsl` for logits [B, h, w, C] at (height, width). */
export function upsampledUniforms(logits: Tensor, height: number, width: number) {
  const [, h, w] = logits.shape as [number, number, number, number];
  return {
    in_height: h,
    in_width: w,
    height,
    width,
    ratio_y: f32(h / height),
    ratio_x: f32(w / width),
  };
}
