/**
 * Masked image consistency (MIC, Hoyer et al., CVPR 2023): the student is trained on pictures of which most blocks are
 * missing, and so has to conclude from what is around them.
 *
 *   mode            pictures                        labels                    weights
 *   separate        first source, first target      ground truth, pseudo      1, those of the pseudo-labels
 *   separatesrc     all of the source               ground truth              1
 *   separatetrg     all of the target               pseudo                    those of the pseudo-labels
 *
 * A mode that ends in `aug` changes colours first. The upstream default is `separatetrgaug`, the paper's `separate` (Q12).
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { RandomStream, STREAM } from '../../models/engine/random';
import { drawAugmentation } from '../../models/ops/color-jitter/draw-augmentation';
import { stack } from '../../models/ops/windows/windows';
import type { ExperimentConfig, MaskConfig } from '../experiment/schema';

/** Pictures before masking. `weight` null: every pixel has weight 1. */
export interface MaskedBatch {
  image: Tensor;
  label: Tensor;
  weight: Tensor | null;
}

export interface MaskSources {
  source: { image: Tensor; label: Tensor };
  /** Null where nothing is known about the target: training on the source alone. */
  target: { image: Tensor; label: Tensor; weight: Tensor } | null;
  /** [1, H, W] of ones. */
  ones: Tensor;
}

/** Which pictures are masked. @throws where the mode needs pseudo-labels and there are none. */
export function maskedBatch(mode: MaskConfig['mode'], { source, target, ones }: MaskSources): MaskedBatch {
  if (mode.startsWith('separatesrc')) return { ...source, weight: null };
  if (!target) throw new Error(`The mask mode ${mode} needs pseudo-labels; use separatesrc.`);
  if (mode.startsWith('separatetrg')) return target;
  const pair = (a: Tensor, b: Tensor) =>
    stack([
      { tensor: a, sample: 0 },
      { tensor: b, sample: 0 },
    ]);
  return {
    image: pair(source.image, target.image),
    label: pair(source.label, target.label),
    weight: pair(ones, target.weight),
  };
}

/** How many pictures a mode masks. */
export function maskedCount(mode: MaskConfig['mode'], batch: number): number {
  return mode === 'separate' || mode === 'separateaug' ? 2 : batch;
}

export function changesColors(mode: MaskConfig['mode']): boolean {
  return mode.endsWith('aug');
}

/** Whether the masked pictures' labels come from a teacher of their own. */
export function hasOwnTeacher({ emaAlpha, pseudoThreshold }: MaskConfig): boolean {
  return emaAlpha !== 'same' || pseudoThreshold !== 'same';
}

/** Rows and columns of blocks: a side over the block's, a half rounded to the even number. */
export function maskGrid([width, height]: [number, number], block: number): [number, number] {
  const round = (x: number) => {
    const low = Math.floor(x);
    return x - low === 0.5 ? low + (low % 2) : Math.round(x);
  };
  return [round(height / block), round(width / block)];
}

export interface MaskDraws {
  /** [pictures, rows, columns] in [0, 1): a block stays where its number is above the ratio. */
  blocks: Float32Array;
  factors: Float32Array;
  sigmas: Float32Array;
}

/** All draws of an iteration's masked pictures; colours have a stream of their own. */
export function drawMask(config: ExperimentConfig, mask: MaskConfig, iteration: number): MaskDraws {
  const { seed, method, data, schedule } = config;
  const count = maskedCount(mask.mode, schedule.batch);
  const [rows, columns] = maskGrid(data.source.crop, mask.block);
  const random = new RandomStream(seed, STREAM.mask, iteration);
  const blocks = Float32Array.from({ length: count * rows * columns }, () => random.uniform());
  const colors = drawAugmentation(new RandomStream(seed, STREAM.maskAugment, iteration), count, {
    strength: method.jitterStrength,
    threshold: method.jitterProbability,
    blur: method.blur,
    together: true,
  });
  return { blocks, ...colors };
}
