import { describe, expect, it } from 'vitest';
import { KERNEL_SETS, onGpu, randomTensor, withGpu } from '../../testing/gpu';
import { checkOperation, normal } from '../../testing/gradients';
import { addRelu } from './add-relu';

withGpu();

describe.each(KERNEL_SETS)('addRelu, %s', (set) => {
  it.each([[[2, 3, 5, 4]], [[1, 7, 3, 3]]])('agrees with the definition for %s', async (shape) => {
    await checkOperation({
      set,
      inputs: [normal(shape, 1), normal(shape, 2)],
      forward: ([branch, shortcut]) => addRelu(branch!, shortcut!),
      reference: ([a, b]) => a!.map((v, i) => Math.max(0, v + b![i]!)),
    });
  });

  it('refuses maps of different sizes', async () => {
    await onGpu(set, () => {
      expect(() => addRelu(randomTensor([1, 2, 2, 3], 1), randomTensor([1, 2, 2, 4], 2))).toThrow(/differ/);
    });
  });
});
