import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../models/engine/random';
import { cutOut, drawCrop, type Sample } from './crop';

function sampleOf(width: number, height: number, labelAt: (x: number, y: number) => number): Sample {
  const rgb = new Uint8Array(width * height * 3);
  const label = new Uint8Array(width * height);
  for (let i = 0; i < label.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    label[i] = labelAt(x, y);
    rgb.set([x, y, label[i]], i * 3);
  }
  return { width, height, rgb, label };
}

const checker = (x: number, y: number) => (x + y) % 2;

describe('drawCrop', () => {
  it('stays inside and reaches every place, both edges included', () => {
    const sample = sampleOf(7, 5, checker);
    const random = new RandomStream(1, 2, 0);
    const places = new Set<string>();
    for (let i = 0; i < 500; i++) {
      const { x, y, width, height } = drawCrop(sample, { crop: { width: 4, height: 3 }, categoryMaxRatio: 1 }, random);
      expect([width, height]).toEqual([4, 3]);
      places.add(`${x},${y}`);
    }
    expect([...places].sort()).toEqual([
      '0,0',
      '0,1',
      '0,2',
      '1,0',
      '1,1',
      '1,2',
      '2,0',
      '2,1',
      '2,2',
      '3,0',
      '3,1',
      '3,2',
    ]);
  });

  it('gives all of a smaller picture', () => {
    const sample = sampleOf(3, 9, checker);
    const box = drawCrop(sample, { crop: { width: 8, height: 4 }, categoryMaxRatio: 1 }, new RandomStream(1, 2, 0));
    expect(box).toMatchObject({ x: 0, width: 3, height: 4 });
  });

  it('draws y before x', () => {
    const [first, second] = [new RandomStream(4, 2, 9), new RandomStream(4, 2, 9)];
    const box = drawCrop(sampleOf(100, 50, checker), { crop: { width: 10, height: 10 }, categoryMaxRatio: 1 }, first);
    expect(box.y).toBe(second.integer(41));
    expect(box.x).toBe(second.integer(91));
  });

  it('avoids crops of one class where it can', () => {
    // Only 12 of the 93 columns show both halves in a mix below the ratio.
    const sample = sampleOf(100, 8, (x) => (x < 50 ? 3 : 4));
    const crop = { width: 8, height: 8 };
    const mixed = (categoryMaxRatio: number) => {
      let count = 0;
      for (let t = 0; t < 400; t++) {
        const { x } = drawCrop(sample, { crop, categoryMaxRatio }, new RandomStream(1, 2, t));
        const share = Math.min(Math.max((50 - x) / 8, 0), 1);
        if (Math.max(share, 1 - share) < 0.75) count++;
      }
      return count / 400;
    };
    // Three good columns of 93: 3 % by chance, 1 - (90/93)^11 = 30 % with ten more draws.
    expect(mixed(1)).toBeLessThan(0.08);
    expect(mixed(0.75)).toBeGreaterThan(0.2);
  });

  it('counts neither ignored pixels nor a ratio that is met exactly', () => {
    const boxes = (labelAt: (x: number, y: number) => number) => {
      const random = new RandomStream(2, 2, 0);
      drawCrop(sampleOf(4, 1, labelAt), { crop: { width: 4, height: 1 }, categoryMaxRatio: 0.75 }, random);
      // Every draw takes two numbers, so the next number tells how many draws there were.
      const next = random.uniform();
      for (let draws = 1; draws <= 12; draws++) {
        const fresh = new RandomStream(2, 2, 0);
        for (let i = 0; i < draws * 2; i++) fresh.uniform();
        if (fresh.uniform() === next) return draws;
      }
      return null;
    };
    expect(boxes((x) => [0, 0, 1, 1][x])).toBe(1);
    expect(boxes((x) => [0, 255, 255, 1][x])).toBe(1);
    expect(boxes((x) => [0, 0, 0, 1][x])).toBe(11);
    expect(boxes((x) => [0, 0, 255, 255][x])).toBe(11);
    expect(boxes(() => 255)).toBe(11);
  });
});

describe('cutOut', () => {
  it('keeps picture and label together, mirrored or not', () => {
    const sample = sampleOf(9, 6, (x, y) => x * 6 + y);
    const box = { x: 2, y: 1, width: 4, height: 3 };
    for (const flipped of [false, true]) {
      const { rgb, label } = cutOut(sample, box, flipped);
      for (let y = 0, i = 0; y < 3; y++)
        for (let x = 0; x < 4; x++, i++) {
          const [fromX, fromY] = [2 + (flipped ? 3 - x : x), 1 + y];
          expect([...rgb.subarray(i * 3, i * 3 + 3)]).toEqual([fromX, fromY, fromX * 6 + fromY]);
          expect(label?.[i]).toBe(fromX * 6 + fromY);
        }
    }
  });

  it('copies, so that its arrays can be given away', () => {
    const sample = sampleOf(2, 2, checker);
    const { rgb } = cutOut(sample, { x: 0, y: 0, width: 2, height: 2 }, false);
    expect(rgb.buffer).not.toBe(sample.rgb.buffer);
    expect(rgb.buffer.byteLength).toBe(12);
  });
});
