import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onGpu, values, withGpu } from '../../testing/gpu';
import { maskImage } from './mask-image';

withGpu();

it('keeps whole blocks whose draw is above the ratio, each image by its own draws', async () => {
  const image = tf.ones([2, 4, 6, 3]);
  const draws = tf.tensor([0.9, 0.1, 0.71, 0.2, 0.7, 0.8], [2, 1, 3]);
  for (let time = 0; time < 2; time++) {
    const y = await onGpu('barrier-free', () => maskImage(image, draws, 0.7));
    const kept = await values(y);
    for (let i = 0; i < kept.length; i++) {
      const block = Math.floor((Math.floor(i / 3) % 6) / 2);
      const expected = i < 72 ? [1, 0, 1][block] : [0, 0, 1][block];
      expect(kept[i], `element ${i}`).toBe(expected);
    }
  }
});
