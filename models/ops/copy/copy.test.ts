import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { emptyTensor } from '../../engine/backend';
import { onGpu, values, withGpu } from '../../testing/gpu';
import { copy } from './copy';

withGpu();

it('copies every bit of floats and integers', async () => {
  for (const dtype of ['float32', 'int32'] as const) {
    const x = tf.tensor([1, -2, 255, 7, 0], [5], dtype);
    const y = await onGpu('barrier-free', () => {
      const into = emptyTensor([5, 1], dtype);
      copy(x, into);
      return into;
    });
    expect(Array.from(await values(y))).toEqual([1, -2, 255, 7, 0]);
  }
});
