import { describe, expect, it } from 'vitest';
import { readTensor } from '../../engine/backend';
import { RandomStream } from '../../engine/random';
import { expectClose } from '../../testing/close';
import { onGpu, withGpu } from '../../testing/gpu';
import { kept, normal } from '../../testing/gradients';
import { IMAGE_MEAN, IMAGE_STD } from '../normalize/normalize';
import { colorJitter } from './color-jitter';
import { drawAugmentation } from './draw-augmentation';

withGpu();

const PIXELS = [0.2, 0.5, 0.7, 0.9, 0.1, 0.4];
const none = { brightness: 1, contrast: 1, saturation: 1, hue: 0, order: [0, 1, 2, 3] };

const normalized = (colors: number[]) =>
  Float32Array.from(colors, (v, i) => (v * 255 - IMAGE_MEAN[i % 3]!) / IMAGE_STD[i % 3]!);
const colors = (values: ArrayLike<number>) =>
  Array.from(values, (v, i) => (v * IMAGE_STD[i % 3]! + IMAGE_MEAN[i % 3]!) / 255);

function factorsOf({ brightness, contrast, saturation, hue, order }: typeof none, apply = 1) {
  return kept({
    shape: [1, 12],
    values: Float32Array.from([apply, brightness, contrast, saturation, hue, ...order, 0, 0, 0]),
  });
}

describe('colorJitter', () => {
  it.each([
    ['brightness', { brightness: 1.15 }, [0.23, 0.575, 0.805, 1, 0.115, 0.46]],
    ['contrast', { contrast: 0.85 }, [0.230487, 0.485487, 0.655488, 0.825487, 0.145487, 0.400487]],
    ['saturation', { saturation: 1.2 }, [0.15338, 0.51338, 0.75338, 1, 0.04532, 0.40532]],
    ['hue forward', { hue: 0.1 }, [0.2, 0.2, 0.7, 0.9, 0.28, 0.1]],
    ['hue backward', { hue: -0.15 }, [0.2, 0.7, 0.45, 0.68, 0.1, 0.9]],
    [
      'all four, in an order of their own',
      { saturation: 1.2, brightness: 1.15, hue: 0.1, contrast: 0.85, order: [2, 0, 3, 1] },
      [0.201034, 0.201034, 0.787535, 0.901106, 0.226925, 0.095406],
    ],
  ])('has the golden values of %s', async (_, factors, expected) => {
    const x = kept({ shape: [1, 1, 2, 3], values: normalized(PIXELS) });
    const y = await onGpu('barrier-free', () => readTensor(colorJitter(x, factorsOf({ ...none, ...factors }))));
    expectClose(colors(y), expected, { absolute: 2e-6 });
  });

  it.each([
    ['brightness adds', { brightness: 1.15 }, [0.35, 0.65, 0.85, 1, 0.25, 0.55]],
    ['contrast multiplies', { contrast: 0.85 }, [0.17, 0.425, 0.595, 0.765, 0.085, 0.34]],
    // Value stays, the others move away from it: v - s * 1.2 * (v - x) / s
    ['saturation is that of HSV', { saturation: 1.2 }, [0.1, 0.46, 0.7, 0.9, 0, 0.3375]],
    ['hue turns', { hue: 0.1 }, [0.2, 0.2, 0.7, 0.9, 0.28, 0.1]],
  ])('of Kornia 0.5: %s', async (_, factors, expected) => {
    const x = kept({ shape: [1, 1, 2, 3], values: normalized(PIXELS) });
    const y = await onGpu('barrier-free', () =>
      readTensor(colorJitter(x, factorsOf({ ...none, ...factors }), 'kornia-0.5')),
    );
    expectClose(colors(y), expected, { absolute: 2e-6 });
  });

  it('leaves images with flag 0 alone to the last bit, and gray pixels gray', async () => {
    const x = kept(normal([1, 9, 31, 3], 1));
    const off = await onGpu('barrier-free', () => readTensor(colorJitter(x, factorsOf({ ...none, hue: 0.2 }, 0))));
    expect(off).toEqual(await readTensor(x));
    const gray = kept({ shape: [1, 1, 2, 3], values: normalized([0.3, 0.3, 0.3, 0, 0, 0]) });
    const turned = await readTensor(colorJitter(gray, factorsOf({ ...none, hue: 0.2, saturation: 1.2 })));
    expectClose(colors(turned), [0.3, 0.3, 0.3, 0, 0, 0], { absolute: 1e-6 });
  });

  it('uses each image its own factors and mean', async () => {
    const { factors } = drawAugmentation(new RandomStream(3, 7, 0), 2, { strength: 0.2, threshold: 0, blur: true });
    const images = normal([2, 40, 30, 3], 2);
    const both = await readTensor(colorJitter(kept(images), kept({ shape: [2, 12], values: factors })));
    const half = images.values.length / 2;
    for (const b of [0, 1]) {
      const one = kept({ shape: [1, 40, 30, 3], values: images.values.slice(b * half, (b + 1) * half) });
      const alone = colorJitter(one, kept({ shape: [1, 12], values: factors.slice(b * 12, b * 12 + 12) }));
      expect(await readTensor(alone)).toEqual(both.slice(b * half, (b + 1) * half));
    }
  });

  it('refuses factors of another batch', () => {
    expect(() => colorJitter(kept(normal([2, 2, 2, 3], 1)), factorsOf(none))).toThrow('factors [1,12] for 2 images');
  });
});

describe('drawAugmentation', () => {
  it('jitters in four of five batches and blurs in half, within the ranges', () => {
    let [jittered, blurred] = [0, 0];
    for (let t = 0; t < 1000; t++) {
      const { factors, sigmas } = drawAugmentation(new RandomStream(1, 7, t), 2);
      expect(factors[0]).toBe(factors[12]);
      expect(sigmas[0]! > 0).toBe(sigmas[1]! > 0);
      jittered += factors[0]!;
      blurred += sigmas[0]! > 0 ? 1 : 0;
      for (const i of [1, 2, 3, 13, 14, 15]) expect(Math.abs(factors[i]! - 1)).toBeLessThanOrEqual(0.2001);
      expect(Math.abs(factors[4]!)).toBeLessThanOrEqual(0.2001);
      expect([...factors.slice(5, 9)].sort()).toEqual([0, 1, 2, 3]);
      for (const sigma of sigmas) if (sigma > 0) expect(sigma > 0.1499 && sigma < 1.1501).toBe(true);
    }
    expect(Math.abs(jittered / 1000 - 0.8)).toBeLessThan(0.04);
    expect(Math.abs(blurred / 1000 - 0.5)).toBeLessThan(0.04);
  });

  it('draws the same again, whether or not blur is on', () => {
    const draw = (blur: boolean) =>
      drawAugmentation(new RandomStream(5, 7, 9), 3, { strength: 0.2, threshold: 0.2, blur });
    expect(draw(true)).toEqual(draw(true));
    expect(draw(false).factors).toEqual(draw(true).factors);
    expect(draw(false).sigmas).toEqual(new Float32Array(3));
  });
});
