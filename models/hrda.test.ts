import { describe, expect, it } from 'vitest';
import { RandomStream, STREAM } from './engine/random';
import { drawDetailBox, PAPER_SCALES } from './hrda';

const draw = (key: number, picture: [number, number], config = PAPER_SCALES, stride = 4) =>
  Array.from(drawDetailBox(new RandomStream(key, STREAM.detailCrop, 0), picture, config, stride));

describe('drawDetailBox', () => {
  it('draws every multiple of eight but the largest', () => {
    const boxes = Array.from({ length: 2000 }, (_, key) => draw(key, [1024, 1024]));
    for (const axis of [0, 1]) {
      const offsets = new Set(boxes.map((box) => box[axis]!));
      expect([...offsets].sort((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, i) => 8 * i));
    }
  });

  it('gives the place on the fused map and on the context, for both strides', () => {
    for (const stride of [4, 8]) {
      const [y = 0, x = 0, ...rest] = draw(3, [1024, 1024], PAPER_SCALES, stride);
      const coarse = 2 * stride;
      const places = [y / stride, x / stride, y / coarse, (y + 512) / coarse, x / coarse, (x + 512) / coarse];
      expect(rest).toEqual(places.map(Math.floor));
    }
  });

  it('takes rows and columns by their own margins, and the whole picture without a draw', () => {
    const wide = Array.from({ length: 50 }, (_, key) => draw(key, [512, 1024]));
    expect(new Set(wide.map(([y]) => y))).toEqual(new Set([0]));
    expect(new Set(wide.map(([, x]) => x)).size).toBeGreaterThan(10);
    const random = new RandomStream(1, STREAM.detailCrop, 0);
    expect(Array.from(drawDetailBox(random, [512, 512], PAPER_SCALES, 4)).slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(random.uniform()).toBe(new RandomStream(1, STREAM.detailCrop, 0).uniform());
  });

  it('refuses a crop that is larger than the picture', () => {
    expect(() => draw(1, [256, 1024])).toThrow(/larger/);
  });
});
