import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { readTensor } from '../../engine/backend';
import { fixture } from '../../testing/fixtures';
import { onGpu, withGpu } from '../../testing/gpu';
import { kept, type Values } from '../../testing/gradients';
import { classMix } from './class-mix';

withGpu();

describe('classMix', () => {
  it.each(['case0', 'case1'])('pastes what the reference code pastes: %s', async (name) => {
    const numbers = fixture('dacs_mix');
    const cases = numbers.entry.values!.cases as Record<string, { chosen_classes: number[][] }>;
    const choice = new Int32Array(2 * 256);
    cases[name]!.chosen_classes.forEach((classes, b) => {
      for (const value of classes) choice[b * 256 + value] = 1;
    });
    const plain = (key: string): Values => ({ shape: numbers.shape(key), values: numbers.floats(key) });
    const result = await onGpu('barrier-free', () =>
      classMix({
        sourceImage: kept(numbers.map('in/src_img')),
        targetImage: kept(numbers.map('in/trg_img')),
        sourceLabel: kept(plain('in/src_label'), 'int32'),
        targetLabel: kept(plain('in/pseudo_label'), 'int32'),
        targetWeight: kept(plain('in/pseudo_weight')),
        choice: tf.tensor(choice, [2, 256], 'int32'),
      }),
    );
    const expectEqual = async (tensor: tf.Tensor, expected: ArrayLike<number>) =>
      expect(Array.from(await readTensor(tensor))).toEqual(Array.from(expected));
    await expectEqual(result.mask, numbers.integers(`${name}/mask`));
    await expectEqual(result.label, numbers.integers(`${name}/mixed_label`));
    await expectEqual(result.weight, numbers.floats(`${name}/mixed_weight`));
    await expectEqual(result.image, numbers.map(`${name}/mixed_img`).values);
  });

  it('names the input that does not fit', () => {
    const map = (channels: number[], dtype: 'int32' | 'float32') => tf.keep(tf.zeros([1, 2, 2, ...channels], dtype));
    expect(() =>
      classMix({
        sourceImage: map([3], 'float32'),
        targetImage: map([3], 'float32'),
        sourceLabel: map([], 'int32'),
        targetLabel: map([], 'int32'),
        targetWeight: map([], 'float32'),
        choice: tf.zeros([1, 19], 'int32'),
      }),
    ).toThrow('choice [1,19]');
  });
});
