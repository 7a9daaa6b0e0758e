/** The random numbers of colour jitter and blur. */
import type { RandomStream } from '../../engine/random';

export interface AugmentationOptions {
  /** Largest change of brightness, contrast and saturation (as a factor around 1) and of hue (as a share of the circle). */
  strength: number;
  /** Jitter happens when a uniform number is above this, so with probability 1 - threshold. */
  threshold: number;
  /** Whether images are blurred at all. */
  blur: boolean;
  /** One order of the operations and one sigma for all images, as where a whole batch is augmented in one call. */
  together?: boolean;
}

/** apply, brightness, contrast, saturation, hue, four operations (0..3 of those four, in order), three unused. */
export const FACTORS_PER_IMAGE = 12;

const BLUR_THRESHOLD = 0.5;
const SIGMA_MIN = 0.15;
const SIGMA_MAX = 1.15;

/**
 * Draws for a batch: whether to jitter and whether to blur once for all images; then for each image brightness,
 * contrast, hue, saturation, the order of the operations, and the blur's sigma in pixels. Everything is drawn always,
 * so that a decision does not shift the numbers after it. `factors` [batch, 12]; `sigmas` [batch], 0 = no blur.
 */
export function drawAugmentation(
  random: RandomStream,
  batch: number,
  { strength, threshold, blur, together }: AugmentationOptions = { strength: 0.2, threshold: 0.2, blur: true },
): { factors: Float32Array; sigmas: Float32Array } {
  const jitters = random.uniform() > threshold;
  const blurs = random.uniform() > BLUR_THRESHOLD && blur;
  const factors = new Float32Array(batch * FACTORS_PER_IMAGE);
  const sigmas = new Float32Array(batch);
  let shared: { order: number[]; sigma: number } | null = null;
  for (let b = 0; b < batch; b++) {
    const brightness = random.range(1 - strength, 1 + strength);
    const contrast = random.range(1 - strength, 1 + strength);
    const hue = random.range(-strength, strength);
    const saturation = random.range(1 - strength, 1 + strength);
    const own = { order: random.permutation(4), sigma: random.range(SIGMA_MIN, SIGMA_MAX) };
    shared ??= own;
    const { order, sigma } = together ? shared : own;
    factors.set([jitters ? 1 : 0, brightness, contrast, saturation, hue, ...order], b * FACTORS_PER_IMAGE);
    sigmas[b] = blurs ? sigma : 0;
  }
  return { factors, sigmas };
}
