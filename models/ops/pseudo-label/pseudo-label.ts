/**
 * What the teacher tells the student about the target: the most probable class of every pixel, and one weight for the
 * whole batch, the share of its pixels whose probability reaches the threshold.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { engineInfo } from '../../engine/device';
import { f32, grid, run } from '../../engine/kernel';
import { readUpsampledWgsl, upsampledUniforms } from '../upsampled/upsampled';
import countWgsl from './count.wgsl?raw';
import countGroupWgsl from './count-group.wgsl?raw';
import labelsWgsl from './labels.wgsl?raw';
import weightWgsl from './weight.wgsl?raw';

const PIXELS_PER_THREAD = 16;

/**
 * `logits` [B, h, w, C], resized to (height, width) on the fly. `labels` int32 [B, height, width] holds the first of
 * the most probable classes; `confident` int32 [1] counts the pixels with a probability >= threshold.
 */
export function pseudoLabel(
  logits: Tensor,
  height: number,
  width: number,
  threshold: number,
): { labels: Tensor; confident: Tensor } {
  const [batch, , , classes] = logits.shape as [number, number, number, number];
  const pixels = batch * height * width;
  const threads = Math.ceil(pixels / PIXELS_PER_THREAD);
  const { labels, counts } = run({
    name: 'pseudo label',
    code: readUpsampledWgsl + labelsWgsl,
    constants: { CLASSES: classes },
    inputs: { logits },
    outputs: {
      labels: { shape: [batch, height, width], dtype: 'int32' },
      counts: { shape: [threads], dtype: 'int32' },
    },
    uniforms: { ...upsampledUniforms(logits, height, width), pixels, threads, threshold: f32(threshold) },
    groups: grid(threads),
  });
  const grouped = engineInfo().kernelSet === 'workgroup';
  const { confident } = run({
    name: grouped ? 'pseudo label count group' : 'pseudo label count',
    code: grouped ? countGroupWgsl : countWgsl,
    inputs: { counts },
    outputs: { confident: { shape: [1], dtype: 'int32' } },
    uniforms: { threads },
    groups: [1],
  });
  counts.dispose();
  return { labels, confident };
}

export interface PseudoWeightOptions {
  batch: number;
  height: number;
  width: number;
  /** Rows at the top and the bottom that get weight 0 (the own car, the lens rim); unused with a mask. */
  ignoreTop: number;
  ignoreBottom: number;
  /** [B, H, W] factors, 0 or 1. */
  validMask?: Tensor;
}

/** Pixel weights [B, H, W]: the confident share of the whole batch, 0 in ignored regions. */
export function pseudoWeight(confident: Tensor, options: PseudoWeightOptions): Tensor {
  const { batch, height, width, ignoreTop, ignoreBottom, validMask } = options;
  const size = batch * height * width;
  const shape = [batch, height, width];
  if (validMask) {
    if (validMask.size !== size) throw new Error(`pseudoWeight: mask [${validMask.shape}] for a batch [${shape}].`);
    return run({
      name: 'pseudo weight masked',
      code: `fn kept(i: u32) -> f32 { return mask[i]; }\n${weightWgsl}`,
      inputs: { confident, mask: validMask },
      outputs: { weight: shape },
      uniforms: { size },
      groups: grid(size),
    }).weight;
  }
  return run({
    name: 'pseudo weight',
    code: `fn kept(i: u32) -> f32 {
  let row = i / u.width % u.height;
  return select(0.0, 1.0, row >= u.top && row < u.bottom);
}
${weightWgsl}`,
    inputs: { confident },
    outputs: { weight: shape },
    uniforms: { size, height, width, top: ignoreTop, bottom: Math.max(0, height - ignoreBottom) },
    groups: grid(size),
  }).weight;
}
