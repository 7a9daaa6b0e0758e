import { describe, expect, it } from 'vitest';
import { KERNEL_SETS, onGpu, randomTensor, withGpu } from '../../testing/gpu';
import { checkOperation, normal } from '../../testing/gradients';
import { attention } from './attention';

withGpu();

function reference([q, kv]: Float64Array[], [b = 1, n = 1, c = 1]: number[], m: number, heads: number): Float64Array {
  const depth = c / heads;
  const out = new Float64Array(b * n * c);
  for (let p = 0; p < b; p++)
    for (let h = 0; h < heads; h++)
      for (let i = 0; i < n; i++) {
        const at = (p * n + i) * c + h * depth;
        const scores = Array.from({ length: m }, (_, j) => {
          let dot = 0;
          for (let d = 0; d < depth; d++) dot += q![at + d]! * kv![(p * m + j) * 2 * c + h * depth + d]!;
          return dot / Math.sqrt(depth);
        });
        const top = Math.max(...scores);
        const weights = scores.map((s) => Math.exp(s - top));
        const total = weights.reduce((x, y) => x + y, 0);
        for (let d = 0; d < depth; d++)
          for (let j = 0; j < m; j++)
            out[at + d]! += (weights[j]! / total) * kv![(p * m + j) * 2 * c + c + h * depth + d]!;
      }
  return out;
}

describe.each(KERNEL_SETS)('attention, %s', (set) => {
  it.each([
    { q: [1, 1, 8], keys: 1, heads: 1, scale: 1 },
    { q: [2, 9, 16], keys: 5, heads: 2, scale: 1 },
    { q: [1, 3, 20], keys: 35, heads: 2, scale: 1 },
    { q: [1, 2, 64], keys: 3, heads: 1, scale: 1 },
    { q: [1, 140, 4], keys: 3, heads: 1, scale: 1 },
    { q: [1, 5, 12], keys: 17, heads: 1, scale: 2.5 },
  ])('agrees with the definition for q $q, $keys keys, $heads heads', async ({ q, keys, heads, scale }) => {
    await checkOperation({
      set,
      inputs: [normal(q, 1, scale), normal([q[0]!, keys, 2 * q[2]!], 2, scale)],
      forward: ([x, kv]) => attention(x!, kv!, heads),
      reference: (arrays) => reference(arrays, q, keys, heads),
      gradientTolerance: { relative: 3e-5, absolute: 5e-6 },
    });
  });

  it('names shapes that do not fit', async () => {
    await onGpu(set, () => {
      const q = randomTensor([2, 3, 8], 1);
      expect(() => attention(q, randomTensor([2, 3, 8], 2), 2)).toThrow(/q \[2,3,8\] and kv \[2,3,8\]/);
      expect(() => attention(q, randomTensor([2, 5, 16], 2), 3)).toThrow(/cannot be shared by 3 heads/);
    });
  });
});
