/** Class mix (Olsson et al. 2021): the pixels of some source classes are pasted onto the target picture. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { grid, run } from '../../engine/kernel';
import mixWgsl from './mix.wgsl?raw';

export interface ClassMixInputs {
  /** [B, H, W, 3], normalised. */
  sourceImage: Tensor;
  targetImage: Tensor;
  /** int32 [B, H, W], 0..255. */
  sourceLabel: Tensor;
  targetLabel: Tensor;
  /** [B, H, W]; pasted pixels have weight 1. */
  targetWeight: Tensor;
  /** int32 [B, 256]: 1 where source pixels of that label value are pasted. 255 is a value like any other (Q5). */
  choice: Tensor;
}

export interface ClassMixResult {
  image: Tensor;
  label: Tensor;
  weight: Tensor;
  /** int32 [B, H, W]: 1 where the source was pasted. */
  mask: Tensor;
}

export function classMix(inputs: ClassMixInputs): ClassMixResult {
  const { sourceImage, targetImage, sourceLabel, targetLabel, targetWeight, choice } = inputs;
  const [batch, height, width] = sourceLabel.shape as [number, number, number];
  for (const [name, tensor] of Object.entries(inputs) as [string, Tensor][]) {
    const size = name === 'choice' ? batch * 256 : sourceLabel.size * (name.endsWith('Image') ? 3 : 1);
    if (tensor.size !== size)
      throw new Error(`classMix: ${name} [${tensor.shape}] for a batch [${sourceLabel.shape}].`);
  }
  const shape = [batch, height, width];
  return run({
    name: 'class mix',
    code: mixWgsl,
    inputs: {
      source_image: sourceImage,
      target_image: targetImage,
      source_label: sourceLabel,
      target_label: targetLabel,
      target_weight: targetWeight,
      choice,
    },
    outputs: {
      image: [...shape, 3],
      label: { shape, dtype: 'int32' },
      weight: shape,
      mask: { shape, dtype: 'int32' },
    },
    uniforms: { pixels: sourceLabel.size, per_image: height * width },
    groups: grid(sourceLabel.size),
  });
}
