/**
 * The distance of the student's features from those of the pretrained encoder, at positions that show things
 * (DAFormer, Hoyer et al. 2022): it keeps self-training from forgetting what ImageNet taught.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { engineInfo } from '../../engine/device';
import { grid, run } from '../../engine/kernel';
import { record } from '../../engine/tape';
import backwardWgsl from './backward.wgsl?raw';
import distancesWgsl from './distances.wgsl?raw';
import meanWgsl from './mean.wgsl?raw';
import meanGroupWgsl from './mean-group.wgsl?raw';
import selectedWgsl from './selected.wgsl?raw';

export interface FeatureDistanceOptions {
  /** Classes whose positions count; null for all positions, whatever their label. */
  classes: number[] | null;
  /** Share of a position's label pixels that its class must reach. */
  minRatio: number;
  /** Number of classes, at most 31; other label values are ignored pixels. */
  classCount: number;
}

/**
 * Mean L2 distance over channels of `student` and `reference` [B, h, w, C] at the masked positions of the whole batch;
 * 0 where there are none (Q25). A position belongs to the most frequent label (the first on ties) of its block of
 * `labels`, int32 [B, H, W]. `loss` is [1] and differentiable with respect to `student`; `mask` int32 [B, h, w].
 */
export function featureDistance(
  student: Tensor,
  reference: Tensor,
  labels: Tensor,
  options: FeatureDistanceOptions,
): { loss: Tensor; mask: Tensor } {
  const [batch, height, width, channels] = student.shape as [number, number, number, number];
  if (reference.size !== student.size)
    throw new Error(`featureDistance: features [${student.shape}] and [${reference.shape}] differ.`);
  const positions = batch * height * width;
  const { code, inputs, uniforms, tag } = selection(student, labels, options);
  const { mask, distances } = run({
    name: `feature distance${tag}`,
    code: code + distancesWgsl,
    constants: { CLASSES: options.classCount },
    inputs: { student, reference, ...inputs },
    outputs: { mask: { shape: [batch, height, width], dtype: 'int32' }, distances: [positions] },
    uniforms: { positions, channels, ...uniforms },
    groups: grid(positions, 32),
  });
  const grouped = engineInfo().kernelSet === 'workgroup';
  const { loss, share } = run({
    name: grouped ? 'feature distance mean group' : 'feature distance mean',
    code: grouped ? meanGroupWgsl : meanWgsl,
    inputs: { distances, mask },
    outputs: { loss: [1], share: [1] },
    uniforms: { positions },
    groups: [1],
  });
  record('feature distance', [student], [], [loss], [student, reference, distances, share], ([dy]) => [
    run({
      name: 'feature distance gradient',
      code: backwardWgsl,
      inputs: { student, reference, distances, share, dy: dy! },
      outputs: { dx: student.shape },
      uniforms: { size: student.size, channels },
      groups: grid(student.size),
    }).dx,
  ]);
  return { loss, mask };
}

/** Which positions count: the part of the kernel that says so, and what it reads. */
interface Selection {
  code: string;
  inputs: Record<string, Tensor>;
  uniforms: Record<string, number>;
  tag: string;
}

function selection(
  student: Tensor,
  labels: Tensor,
  { classes, minRatio, classCount }: FeatureDistanceOptions,
): Selection {
  if (!classes)
    return { code: 'fn selected(i: u32) -> bool { return true; }\n', inputs: {}, uniforms: {}, tag: ' all' };
  const [, height, width] = student.shape as [number, number, number];
  const [, labelHeight, labelWidth] = labels.shape as [number, number, number];
  const block = Math.floor(labelWidth / width);
  if (block < 1 || Math.floor(labelHeight / block) !== height || Math.floor(labelWidth / block) !== width)
    throw new Error(`featureDistance: labels [${labels.shape}] do not divide into features [${student.shape}].`);
  if (classCount > 31) throw new Error(`featureDistance: ${classCount} classes; at most 31 are possible.`);
  // The ratio is compared in float32, so the smallest count that passes is found in float32.
  const area = block * block;
  let minCount = 0;
  while (minCount <= area && Math.fround(minCount / area) < Math.fround(minRatio)) minCount++;
  return {
    code: selectedWgsl,
    inputs: { labels },
    uniforms: {
      height,
      width,
      block,
      label_height: labelHeight,
      label_width: labelWidth,
      min_count: minCount,
      classes: classes.reduce((bits, c) => bits | (1 << c), 0),
    },
    tag: '',
  };
}
