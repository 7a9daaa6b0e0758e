import { describe, expect, it } from 'vitest';
import { KERNEL_SETS, onGpu, randomTensor, withGpu } from '../../testing/gpu';
import { checkOperation, kept, normal } from '../../testing/gradients';
import { resizeBilinear } from '../resize/resize';
import { fuse, gate } from './scale-fusion';

withGpu();

const [B, H, W, C] = [2, 3, 4, 3];
/** On the fused map, twice as large, the detail covers rows 2 to 5 and columns 4 to 7. */
const DETAIL = [B, 4, 4, C];
const BOX = [8, 16, 2, 4, 1, 3, 2, 4];

const inside = (row: number, column: number) => row >= 1 && row < 3 && column >= 2 && column < 4;

/** Attention on the context's map, in doubles. */
function attentionOf(scores: Float64Array | number, levels: number, boxed: boolean): Float64Array {
  return Float64Array.from({ length: B * H * W * levels }, (_, i) => {
    const place = Math.floor(i / levels);
    if (boxed && !inside(Math.floor(place / W) % H, place % W)) return 0;
    return typeof scores === 'number' ? scores : 1 / (1 + Math.exp(-scores[i]!));
  });
}

describe.each(KERNEL_SETS)('scale fusion, %s', (set) => {
  it.each([
    { levels: C, boxed: true },
    { levels: 1, boxed: true },
    { levels: C, boxed: false },
  ])('gates the context as the definition says: $levels level(s), box $boxed', async ({ levels, boxed }) => {
    const ones = kept({ shape: [B, H, W, C], values: new Float32Array(B * H * W * C).fill(1) });
    const box = boxed ? kept({ shape: [8], values: Float32Array.from(BOX) }, 'int32') : null;
    await checkOperation({
      set,
      inputs: [normal([B, H, W, C], 1), normal([B, H, W, levels], 2)],
      forward: ([context, scores]) => {
        const gated = gate(context!, scores!, box);
        // Both results in one: attention spread over the classes through a fusion with a detail of ones.
        return fuse(gated.context, gated.attention, ones, null);
      },
      reference: ([context, scores]) => {
        const attention = attentionOf(scores!, levels, boxed);
        return context!.map((v, i) => {
          const a = attention[Math.floor(i / C) * levels + Math.min(i % C, levels - 1)]!;
          return (1 - a) * v + a;
        });
      },
    });
  });

  it('gates with a constant', async () => {
    const detail = kept(normal([B, H, W, C], 9));
    const box = kept({ shape: [8], values: Float32Array.from(BOX) }, 'int32');
    await checkOperation({
      set,
      inputs: [normal([B, H, W, C], 1)],
      forward: ([context]) => {
        const { context: rest, attention } = gate(context!, 0.5, box);
        return fuse(rest, attention, detail, null);
      },
      reference: ([context]) => {
        const attention = attentionOf(0.5, 1, true);
        const seen = normal([B, H, W, C], 9).values;
        return context!.map((v, i) => {
          const a = attention[Math.floor(i / C)]!;
          return (1 - a) * v + a * seen[i]!;
        });
      },
    });
  });

  it.each([C, 1])('puts the detail at its place, attention with %s level(s)', async (levels) => {
    const [height, width] = [2 * H, 2 * W];
    const box = kept({ shape: [8], values: Float32Array.from(BOX) }, 'int32');
    await checkOperation({
      set,
      inputs: [normal([B, height, width, C], 1), normal([B, height, width, levels], 2), normal(DETAIL, 3)],
      forward: ([context, attention, detail]) => fuse(context!, attention!, detail!, box),
      reference: ([context, attention, detail]) =>
        context!.map((v, i) => {
          const c = i % C;
          const place = Math.floor(i / C);
          const row = (Math.floor(place / width) % height) - 2;
          const column = (place % width) - 4;
          if (row < 0 || row >= 4 || column < 0 || column >= 4) return v;
          const image = Math.floor(place / (width * height));
          const seen = detail![((image * 4 + row) * 4 + column) * C + c]!;
          return v + attention![place * levels + Math.min(c, levels - 1)]! * seen;
        }),
    });
  });

  it('refuses maps that do not fit', async () => {
    const box = kept({ shape: [8], values: Float32Array.from(BOX) }, 'int32');
    await onGpu(set, () => {
      const context = randomTensor([1, 2, 2, 3], 1);
      expect(() => gate(context, randomTensor([1, 2, 2, 2], 2), box)).toThrow(/scores/);
      const large = resizeBilinear(context, 4, 4);
      const detail = randomTensor([1, 2, 2, 3], 3);
      expect(() => fuse(large, randomTensor([1, 4, 4, 1], 4), detail, null)).toThrow(/fuse/);
    });
  });
});
