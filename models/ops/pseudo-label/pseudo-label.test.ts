import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { readTensor } from '../../engine/backend';
import { expectClose } from '../../testing/close';
import { fixture } from '../../testing/fixtures';
import { KERNEL_SETS, onGpu, withGpu } from '../../testing/gpu';
import { kept, normal } from '../../testing/gradients';
import { referenceResize } from '../resize/reference';
import { pseudoLabel, pseudoWeight } from './pseudo-label';

withGpu();

describe.each(KERNEL_SETS)('pseudoLabel, %s', (set) => {
  it('agrees with PyTorch', async () => {
    const numbers = fixture('dacs_mix');
    const logits = kept(numbers.map('pseudo_sharp/logits'));
    await onGpu(set, async () => {
      const { labels, confident } = pseudoLabel(logits, 24, 32, 0.968);
      expect(Array.from(await readTensor(labels))).toEqual(Array.from(numbers.integers('pseudo_sharp/label')));
      const size = { batch: 2, height: 24, width: 32 };
      const whole = pseudoWeight(confident, { ...size, ignoreTop: 0, ignoreBottom: 0 });
      numbers.expectTensor('pseudo_sharp/weight', await readTensor(whole));
      const cropped = pseudoWeight(confident, { ...size, ignoreTop: 3, ignoreBottom: 5 });
      numbers.expectTensor('pseudo_sharp/weight_cropped', await readTensor(cropped));
    });
  });

  it('labels the resized logits and counts confident pixels', async () => {
    const shape = [2, 5, 3, 7];
    const logits = normal(shape, 1, 6);
    const full = referenceResize(Float64Array.from(logits.values), shape, 11, 14);
    const expected = { labels: [] as number[], confident: 0 };
    for (let i = 0; i < full.length; i += 7) {
      const scores = full.subarray(i, i + 7);
      const top = scores.reduce((a, b) => Math.max(a, b));
      expected.labels.push(scores.indexOf(top));
      if (1 / scores.reduce((s, v) => s + Math.exp(v - top), 0) >= 0.9) expected.confident++;
    }
    await onGpu(set, async () => {
      const { labels, confident } = pseudoLabel(kept(logits), 11, 14, 0.9);
      expect(Array.from(await readTensor(labels))).toEqual(expected.labels);
      expect(Array.from(await readTensor(confident))).toEqual([expected.confident]);
    });
    expect(expected.confident).toBeGreaterThan(20);
  });

  it('takes the first class on ties, and compares with >=', async () => {
    const logits = kept({ shape: [1, 1, 2, 4], values: new Float32Array([0, 2, 2, 1, 3, 3, 3, 3]) });
    const { labels, confident } = pseudoLabel(logits, 1, 2, 0.25);
    expect(Array.from(await readTensor(labels))).toEqual([1, 0]);
    expect(Array.from(await readTensor(confident))).toEqual([2]);
  });
});

describe('pseudoWeight', () => {
  it('lets a mask take the place of ignored rows', async () => {
    const confident = tf.tensor1d([3], 'int32');
    const mask = kept({ shape: [1, 2, 3], values: new Float32Array([1, 0, 1, 1, 1, 0]) });
    const size = { batch: 1, height: 2, width: 3 };
    const weight = pseudoWeight(confident, { ...size, ignoreTop: 1, ignoreBottom: 0, validMask: mask });
    expectClose(await readTensor(weight), [0.5, 0, 0.5, 0.5, 0.5, 0]);
    const none = pseudoWeight(confident, { ...size, ignoreTop: 0, ignoreBottom: 9 });
    expectClose(await readTensor(none), Array(6).fill(0));
  });
});
