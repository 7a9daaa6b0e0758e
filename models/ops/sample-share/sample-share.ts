/**
 * A mean over a batch from means over its samples, where a mean leaves some positions out: every sample's mean counts
 * by the share of the positions that it has. A gradient of the mean over the batch is that of the sample's mean times
 * its share, so samples may pass through a network one after the other.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { emptyTensor } from '../../engine/backend';
import { grid, run } from '../../engine/kernel';
import addPartWgsl from './add-part.wgsl?raw';
import countWgsl from './count.wgsl?raw';
import shareWgsl from './share.wgsl?raw';

const THREADS_PER_SAMPLE = 128;

/** Values that count: `low` to `high - 1`. */
export interface Counted {
  low: number;
  high: number;
}

/** Every value counts, so that all samples have the same share. */
export const ALL_VALUES: Counted = { low: 0, high: 0xffffffff };

/**
 * For every sample of `values`, int32 [B, ...] without negative ones: float32 [1], the share of the batch's counted
 * values that lie in it, times `factor` [1]; 0 where none is counted. Not differentiable.
 */
export function sampleShares(values: Tensor, { low, high }: Counted, factor: Tensor): Tensor[] {
  const samples = values.shape[0]!;
  const size = values.size / samples;
  const threads = Math.min(size, THREADS_PER_SAMPLE);
  const { counts } = run({
    name: 'sample count',
    code: countWgsl,
    inputs: { values },
    outputs: { counts: [samples, threads] },
    uniforms: { samples, size, threads, low, high },
    groups: grid(samples * threads),
  });
  const shares = Array.from(
    { length: samples },
    (_, sample) =>
      run({
        name: 'sample share',
        code: shareWgsl,
        inputs: { counts, factor },
        outputs: { share: [1] },
        uniforms: { samples, threads, sample },
        groups: [1],
      }).share,
  );
  counts.dispose();
  return shares;
}

/** Sum of the products of `means` and `shares`, [1] each: the mean over the batch. Not differentiable. */
export function joinMeans(means: Tensor[], shares: Tensor[]): Tensor {
  const total = emptyTensor([1]);
  means.forEach((x, i) => {
    run({
      name: 'add part of a mean',
      code: addPartWgsl,
      inputs: { x, share: shares[i]! },
      outputs: { total },
      uniforms: { first: i === 0 ? 1 : 0 },
      groups: [1],
    });
  });
  return total;
}
