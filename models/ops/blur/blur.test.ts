import { describe, expect, it } from 'vitest';
import { readTensor } from '../../engine/backend';
import { expectClose } from '../../testing/close';
import { onGpu, withGpu } from '../../testing/gpu';
import { kept, normal } from '../../testing/gradients';
import { blurKernelLength, gaussianBlur } from './blur';

withGpu();

/** Separable blur with the whole kernel, in doubles. */
function reference(x: Float32Array, [b, h, w]: number[], sigmas: number[]): Float64Array {
  let now = Float64Array.from(x);
  for (const [size, step] of [
    [w!, 1],
    [h!, w!],
  ] as const) {
    const radius = (blurKernelLength(size) - 1) / 2;
    const next = now.slice();
    for (let i = 0; i < b! * h! * w!; i++) {
      const sigma = sigmas[Math.floor(i / (h! * w!))]!;
      if (sigma === 0) continue;
      const at = Math.floor(i / step) % size;
      for (let c = 0; c < 3; c++) {
        let [sum, weights] = [0, 0];
        for (let k = -radius; k <= radius; k++) {
          const weight = Math.exp(-(k * k) / (2 * sigma * sigma));
          const mirrored = at + k < 0 ? -(at + k) : at + k >= size ? 2 * (size - 1) - at - k : at + k;
          sum += weight * now[(i + (mirrored - at) * step) * 3 + c]!;
          weights += weight;
        }
        next[i * 3 + c] = sum / weights;
      }
    }
    now = next;
  }
  return now;
}

describe('gaussianBlur', () => {
  it.each([
    [
      [2, 9, 14, 3],
      [0.6, 1.15],
    ],
    [
      [3, 64, 96, 3],
      [1.15, 0, 0.15],
    ],
    [[1, 130, 21, 3], [1.1]],
    [[1, 1, 40, 3], [0.8]],
  ])('agrees with the definition for %j, sigmas %j', async (shape, sigmas) => {
    const images = normal(shape, 1);
    const sigma = kept({ shape: [sigmas.length], values: Float32Array.from(sigmas) });
    const y = await onGpu('barrier-free', () => readTensor(gaussianBlur(kept(images), sigma)));
    expectClose(y, reference(images.values, shape, sigmas), { relative: 2e-6 });
  });

  it('has the golden taps at sigma 0.5', async () => {
    const values = new Float32Array(1 * 1 * 101 * 3);
    values[50 * 3] = 1;
    const sigma = kept({ shape: [1], values: Float32Array.of(0.5) });
    const y = await readTensor(gaussianBlur(kept({ shape: [1, 1, 101, 3], values }), sigma));
    expectClose(
      [y[47 * 3]!, y[48 * 3]!, y[49 * 3]!, y[50 * 3]!, y[51 * 3]!],
      [0, 0.000264, 0.106451, 0.786571, 0.106451],
      {
        absolute: 1e-6,
      },
    );
  });

  it('has the golden kernel lengths', () => {
    expect([64, 128, 256, 512, 1024, 96, 75, 33, 41].map(blurKernelLength)).toEqual([7, 13, 25, 51, 103, 9, 7, 3, 5]);
  });

  it('refuses sigmas of another batch', () => {
    expect(() => gaussianBlur(kept(normal([2, 4, 4, 3], 1)), kept(normal([1], 1)))).toThrow('1 sigmas for 2 images');
  });
});
