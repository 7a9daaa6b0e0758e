import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { KERNEL_SETS, onGpu, values, withGpu } from '../../testing/gpu';
import { ALL_VALUES, joinMeans, sampleShares } from './sample-share';

withGpu();

const LABELS = Int32Array.from({ length: 3 * 7 * 11 }, (_, i) => (i < 77 ? 255 : (i * 5) % 23));

describe.each(KERNEL_SETS)('sampleShares with %s kernels', (set) => {
  it('gives every sample its part of the counted values', async () => {
    const counted = [0, 1, 2].map((b) => LABELS.subarray(77 * b, 77 * (b + 1)).filter((v) => v >= 2 && v < 19).length);
    const total = counted.reduce((a, b) => a + b);
    expect(counted[0]).toBe(0);
    expect(counted[1]).not.toBe(counted[2]);
    for (let times = 0; times < 2; times++) {
      const shares = await onGpu(set, () =>
        sampleShares(tf.tensor(LABELS, [3, 7, 11], 'int32'), { low: 2, high: 19 }, tf.tensor1d([0.5])),
      );
      for (const [b, share] of shares.entries())
        expect((await values(share))[0]).toBeCloseTo((0.5 * counted[b]!) / total, 6);
    }
  });

  it('gives equal shares where everything counts, and none where nothing does', async () => {
    const labels = tf.keep(tf.tensor(LABELS, [3, 7, 11], 'int32'));
    const one = tf.keep(tf.tensor1d([1]));
    for (const share of await onGpu(set, () => sampleShares(labels, ALL_VALUES, one)))
      expect((await values(share))[0]).toBeCloseTo(1 / 3, 6);
    for (const share of await onGpu(set, () => sampleShares(labels, { low: 30, high: 31 }, one)))
      expect((await values(share))[0]).toBe(0);
    tf.dispose([labels, one]);
  });

  it('joins means by their shares', async () => {
    const means = [2, 5, 7].map((x) => tf.tensor1d([x]));
    const shares = [0.5, 0.25, 0.25].map((x) => tf.tensor1d([x]));
    expect([...(await values(await onGpu(set, () => joinMeans(means, shares))))]).toEqual([4]);
  });
});
