import { describe, expect, it } from 'vitest';
import { KERNEL_SETS, onGpu, randomTensor, withGpu } from '../../testing/gpu';
import { checkOperation, normal, packed } from '../../testing/gradients';
import { linear } from './linear';

withGpu();

function reference([x, w, b]: Float64Array[], inChannels: number, outChannels: number): Float64Array {
  const rows = x!.length / inChannels;
  const y = new Float64Array(rows * outChannels);
  for (let r = 0; r < rows; r++)
    for (let o = 0; o < outChannels; o++) {
      let total = b?.[o] ?? 0;
      for (let i = 0; i < inChannels; i++) total += x![r * inChannels + i]! * w![i * outChannels + o]!;
      y[r * outChannels + o] = total;
    }
  return y;
}

describe.each(KERNEL_SETS)('linear, %s', (set) => {
  it.each([
    { shape: [1, 1], out: 1, bias: true },
    { shape: [2, 7, 5], out: 3, bias: true },
    { shape: [2, 3, 4, 8], out: 19, bias: false },
    { shape: [71, 18], out: 33, bias: true },
    { shape: [3, 40], out: 67, bias: true },
    { shape: [300, 6], out: 9, bias: true },
  ])('agrees with the definition for $shape to $out', async ({ shape, out, bias }) => {
    const channels = shape.at(-1)!;
    await checkOperation({
      set,
      inputs: [normal(shape, 1)],
      params: [normal([channels, out], 2), ...(bias ? [normal([out], 3)] : [])],
      forward: ([x], [w, b]) => linear(x!, w!, b),
      reference: (arrays) => reference(arrays, channels, out),
    });
  });

  it('names the layer whose shapes do not fit', async () => {
    const { store, list } = packed([normal([4, 6], 1), normal([5], 2)]);
    await onGpu(set, () => {
      expect(() => linear(randomTensor([2, 3], 1), list[0]!)).toThrow(/linear p0: input \[2,3\]/);
      expect(() => linear(randomTensor([2, 4], 1), list[0]!, list[1]!)).toThrow(/linear p0: bias \[5\]/);
    });
    store.dispose();
  });
});
