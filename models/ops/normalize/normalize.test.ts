import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { readTensor } from '../../engine/backend';
import { expectClose } from '../../testing/close';
import { onGpu, withGpu } from '../../testing/gpu';
import { IMAGE_MEAN, IMAGE_STD, normalizeImages } from './normalize';

withGpu();

it('normalises every channel, whatever the fourth byte holds', async () => {
  const bytes = Uint8Array.from({ length: 2 * 3 * 5 * 4 }, (_, i) => (i * 37) % 256);
  bytes.fill(255, 0, 4);
  const pixels = tf.tensor(new Int32Array(bytes.buffer), [2, 3, 5], 'int32');
  const y = await onGpu('barrier-free', () => normalizeImages(pixels));
  expect(y.shape).toEqual([2, 3, 5, 3]);
  const expected = Array.from({ length: 90 }, (_, i) => {
    const c = i % 3;
    return (bytes[Math.floor(i / 3) * 4 + c]! - IMAGE_MEAN[c]!) / IMAGE_STD[c]!;
  });
  expectClose(await readTensor(y), expected, { relative: 1e-6 });
});
