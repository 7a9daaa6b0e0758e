import { describe, expect, it } from 'vitest';
import { crc32 } from './png/container';
import { keepRatio, resizeBilinear, resizeNearest } from './resize';

const photo = (width: number, height: number) => {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++) for (let c = 0; c < 3; c++, i++) rgb[i] = x * 7 + y * 13 + c * 29 + x * y * 3;
  return { width, height, rgb };
};

const labels = (width: number, height: number) =>
  Uint8Array.from({ length: width * height }, (_, i) => ((i % width) * 3 + Math.floor(i / width) * 5) % 19);

describe('keepRatio', () => {
  it.each([
    [
      [1914, 1052],
      [1280, 720],
      [1280, 704],
    ],
    [
      [1914, 1052],
      [2560, 1440],
      [2560, 1407],
    ],
    [
      [2048, 1024],
      [1024, 512],
      [1024, 512],
    ],
    [
      [1280, 760],
      [760, 1280],
      [1280, 760],
    ],
    [
      [1052, 1914],
      [1280, 720],
      [704, 1280],
    ],
    [
      [1000, 1],
      [10, 10],
      [10, 1],
    ],
  ])('%j in %j gives %j', ([width, height], box, expected) => {
    expect(keepRatio({ width, height }, [box[0], box[1]])).toEqual({ width: expected[0], height: expected[1] });
  });
});

describe('resizeBilinear', () => {
  // Checksums of what OpenCV 5.0's INTER_LINEAR makes of the same picture.
  it.each([
    [37, 21, 50, 28, 548405837],
    [64, 48, 32, 24, 1059071279],
    [1914, 52, 1280, 35, 2720513136],
    [64, 48, 31, 24, 1282211010],
    [100, 60, 25, 15, 3451189955],
    [7, 5, 64, 40, 1702217500],
    [216, 128, 256, 152, 1753723306],
  ])('%i x %i to %i x %i is what OpenCV gives, bit by bit', (w, h, width, height, checksum) => {
    const { rgb } = resizeBilinear(photo(w, h), { width, height });
    expect(rgb.length).toBe(width * height * 3);
    expect(crc32(rgb, 0, rgb.length)).toBe(checksum);
  });

  it('keeps a picture of the right size', () => {
    const picture = photo(9, 4);
    expect(resizeBilinear(picture, { width: 9, height: 4 })).toBe(picture);
  });
});

describe('resizeNearest', () => {
  it.each([
    [37, 21, 50, 28, 832167235],
    [64, 48, 31, 24, 4142370715],
    [1914, 52, 1280, 35, 4075951226],
  ])('%i x %i to %i x %i is what OpenCV gives', (w, h, width, height, checksum) => {
    const out = resizeNearest(labels(w, h), { width: w, height: h }, { width, height });
    expect(crc32(out, 0, out.length)).toBe(checksum);
  });
});
