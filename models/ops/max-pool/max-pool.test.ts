import { describe, expect, it } from 'vitest';
import { KERNEL_SETS, onGpu, randomTensor, values, withGpu } from '../../testing/gpu';
import { checkOperation, kept, normal } from '../../testing/gradients';
import { type MaxPoolOptions, maxPool } from './max-pool';

withGpu();

function reference(
  [x]: Float64Array[],
  [batch = 1, height = 1, width = 1, channels = 1]: number[],
  { kernel, stride, pad }: MaxPoolOptions,
): Float64Array {
  const outHeight = Math.floor((height + 2 * pad - kernel) / stride) + 1;
  const outWidth = Math.floor((width + 2 * pad - kernel) / stride) + 1;
  const y = new Float64Array(batch * outHeight * outWidth * channels).fill(Number.NEGATIVE_INFINITY);
  for (let n = 0; n < batch; n++)
    for (let oy = 0; oy < outHeight; oy++)
      for (let ox = 0; ox < outWidth; ox++)
        for (let iy = oy * stride - pad; iy < oy * stride - pad + kernel; iy++)
          for (let ix = ox * stride - pad; ix < ox * stride - pad + kernel; ix++) {
            if (iy < 0 || iy >= height || ix < 0 || ix >= width) continue;
            for (let c = 0; c < channels; c++) {
              const at = ((n * outHeight + oy) * outWidth + ox) * channels + c;
              y[at] = Math.max(y[at]!, x![((n * height + iy) * width + ix) * channels + c]!);
            }
          }
  return y;
}

describe.each(KERNEL_SETS)('maxPool, %s', (set) => {
  it.each([
    { x: [2, 7, 6, 3], options: { kernel: 3, stride: 2, pad: 1 } },
    { x: [1, 9, 12, 4], options: { kernel: 3, stride: 2, pad: 1 } },
    { x: [1, 1, 1, 2], options: { kernel: 3, stride: 2, pad: 1 } },
    { x: [1, 7, 5, 1], options: { kernel: 2, stride: 3, pad: 0 } }, // some inputs are in no window
    { x: [1, 6, 5, 2], options: { kernel: 4, stride: 1, pad: 2 } },
  ])('agrees with the definition for $x, $options', async ({ x, options }) => {
    await checkOperation({
      set,
      inputs: [normal(x, 1, 1, -3)], // mostly negative, so that a zero outside would win
      forward: ([input]) => maxPool(input!, options),
      reference: (arrays) => reference(arrays, x, options),
    });
  });

  it('gives the first of equal values, and refuses what PyTorch refuses', async () => {
    const x = kept({ shape: [1, 3, 3, 1], values: new Float32Array(9) });
    await onGpu(set, async () => {
      expect(Array.from(await values(maxPool(x, { kernel: 3, stride: 2, pad: 1 })))).toEqual([0, 0, 0, 0]);
      expect(() => maxPool(x, { kernel: 3, stride: 2, pad: 2 })).toThrow(/half of the kernel/);
      expect(() => maxPool(randomTensor([1, 2, 5, 1], 1), { kernel: 3, stride: 2, pad: 0 })).toThrow(/smaller/);
    });
  });
});
