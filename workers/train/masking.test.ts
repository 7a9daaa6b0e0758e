import { describe, expect, it } from 'vitest';
import { onGpu, values, withGpu } from '../../models/testing/gpu';
import { kept, normal } from '../../models/testing/gradients';
import { DEMO_BASELINE } from '../experiment/demo';
import type { MaskConfig } from '../experiment/schema';
import { drawMask, hasOwnTeacher, maskedBatch, maskedCount, maskGrid } from './masking';

withGpu();

const MASK: MaskConfig = {
  mode: 'separate',
  block: 32,
  ratio: 0.7,
  lambda: 1,
  emaAlpha: 'same',
  pseudoThreshold: 'same',
};

describe('maskedBatch', () => {
  const [H, W] = [2, 3];
  const picture = (key: number) => normal([2, H, W, 3], key);
  const plane = (value: number) => ({
    shape: [2, H, W],
    values: Float32Array.from({ length: 2 * H * W }, (_, i) => value + i),
  });
  const [s, t] = [picture(1), picture(2)];

  it.each(['separate', 'separatesrc', 'separatetrg'] as const)('takes what %s says, coloured or not', async (mode) => {
    const source = { image: kept(s), label: kept(plane(100), 'int32') };
    const target = { image: kept(t), label: kept(plane(200), 'int32'), weight: kept(plane(0.5)) };
    const ones = kept({ shape: [1, H, W], values: new Float32Array(H * W).fill(1) });
    const half = (list: ArrayLike<number>) => Array.from(list).slice(0, list.length / 2);
    const expected = {
      separate: {
        image: [...half(s.values), ...half(t.values)],
        label: [...half(plane(100).values), ...half(plane(200).values)],
        weight: [...new Array(H * W).fill(1), ...half(plane(0.5).values)],
      },
      separatesrc: { image: [...s.values], label: [...plane(100).values], weight: null },
      separatetrg: { image: [...t.values], label: [...plane(200).values], weight: [...plane(0.5).values] },
    }[mode];
    for (const spelling of [mode, `${mode}aug`] as MaskConfig['mode'][])
      await onGpu('barrier-free', async () => {
        const found = maskedBatch(spelling, { source, target, ones });
        expect(Array.from(await values(found.image))).toEqual(expected.image);
        expect(Array.from(await values(found.label))).toEqual(expected.label);
        expect(found.weight && Array.from(await values(found.weight))).toEqual(expected.weight);
        expect(found.image.shape[0]).toBe(maskedCount(spelling, 2));
      });
    if (mode !== 'separatesrc') expect(() => maskedBatch(mode, { source, target: null, ones })).toThrow(/separatesrc/);
  });
});

describe('maskGrid', () => {
  it('rounds a half to the even number', () => {
    expect(maskGrid([1024, 1024], 64)).toEqual([16, 16]);
    expect(maskGrid([160, 96], 64)).toEqual([2, 2]); // 1.5 and 2.5
    expect(maskGrid([224, 100], 64)).toEqual([2, 4]); // 1.56 and 3.5
  });
});

describe('drawMask', () => {
  it('is the same for the same iteration, removes the wanted share, and differs from picture to picture', () => {
    const config = structuredClone(DEMO_BASELINE);
    const draws = drawMask(config, MASK, 7);
    expect(drawMask(config, MASK, 7)).toEqual(draws);
    expect(drawMask(config, MASK, 8).blocks).not.toEqual(draws.blocks);
    expect(draws.blocks.length).toBe(2 * 4 * 4);
    expect(draws.blocks.slice(0, 16)).not.toEqual(draws.blocks.slice(16));
    const many = Array.from({ length: 200 }, (_, t) => [...drawMask(config, MASK, t).blocks]).flat();
    const masked = many.filter((draw) => draw <= MASK.ratio).length / many.length;
    expect(masked).toBeGreaterThan(0.68);
    expect(masked).toBeLessThan(0.72);
  });

  it('augments the batch with one order and one sigma, but own factors', () => {
    const { factors, sigmas } = drawMask(structuredClone(DEMO_BASELINE), MASK, 3);
    expect(sigmas[1]).toBe(sigmas[0]);
    expect(factors.slice(17, 21)).toEqual(factors.slice(5, 9));
    expect(factors.slice(13, 17)).not.toEqual(factors.slice(1, 5));
  });
});

it('has a teacher of its own where rate or threshold differ', () => {
  expect(hasOwnTeacher(MASK)).toBe(false);
  expect(hasOwnTeacher({ ...MASK, emaAlpha: 0.9 })).toBe(true);
  expect(hasOwnTeacher({ ...MASK, pseudoThreshold: 'none' })).toBe(true);
});
