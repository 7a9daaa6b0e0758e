import { describe, expect, it } from 'vitest';
import { readTensor } from '../../engine/backend';
import { takeDispatchCount } from '../../engine/kernel';
import { onGpu, withGpu } from '../../testing/gpu';
import { kept, normal } from '../../testing/gradients';
import { referenceResize } from '../resize/reference';
import { predict } from './predict';

withGpu();

function reference(logits: Float32Array, shape: number[], input: [number, number], size: [number, number]) {
  const [batch = 1, , , classes = 1] = shape;
  const scores = referenceResize(Float64Array.from(logits), shape, ...input);
  for (let i = 0; i < scores.length; i += classes) {
    const pixel = scores.subarray(i, i + classes);
    const sum = pixel.reduce((s, v) => s + Math.exp(v), 0);
    for (let c = 0; c < classes; c++) pixel[c] = Math.exp(pixel[c]!) / sum;
  }
  const probabilities = referenceResize(scores, [batch, ...input, classes], ...size);
  return Array.from({ length: batch * size[0] * size[1] }, (_, i) => {
    const pixel = probabilities.subarray(i * classes, (i + 1) * classes);
    return pixel.indexOf(pixel.reduce((a, b) => Math.max(a, b)));
  });
}

describe('predict', () => {
  it.each([
    { shape: [2, 4, 6, 5], input: [16, 24], size: [32, 48] },
    { shape: [1, 5, 7, 19], input: [18, 25], size: [27, 40] },
    { shape: [1, 4, 4, 3], input: [16, 16], size: [16, 16] },
    { shape: [1, 8, 8, 4], input: [32, 32], size: [11, 9] },
  ])('agrees with the definition: $shape over $input to $size', async ({ shape, input, size }) => {
    const logits = normal(shape, 1, 2);
    const [inputHeight, inputWidth] = input as [number, number];
    const [height, width] = size as [number, number];
    const expected = reference(logits.values, shape, [inputHeight, inputWidth], [height, width]);
    const tensor = kept(logits);
    // Whole, and in tiles of a few rows.
    for (const maxTileBytes of [64e6, inputWidth * shape[3]! * 4 * 7]) {
      const labels = await onGpu('barrier-free', () => {
        takeDispatchCount();
        return readTensor(predict(tensor, { inputHeight, inputWidth, height, width, maxTileBytes }));
      });
      const wrong = expected.filter((label, i) => label !== labels[i]).length;
      expect(wrong).toBe(0);
      const whole = 2 * shape[0]!;
      expect(takeDispatchCount()).toBeGreaterThanOrEqual(maxTileBytes === 64e6 ? whole : whole + 2);
    }
  });
});
