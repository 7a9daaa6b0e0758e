import { describe, expect, it } from 'vitest';
import { type Filter, resizeLikePillow } from './pillow';
import { hashOf, noisePicture } from './testing/noise';

/** Pillow 9.4's own results: from width and height, to width and height, filter, pixels. */
const PIXELS: [number, number, number, number, Filter, number[]][] = [
  [
    13,
    9,
    5,
    4,
    'bicubic',
    [
      113, 112, 127, 144, 159, 149, 118, 131, 143, 126, 147, 123, 141, 107, 105, 167, 95, 104, 145, 93, 140, 117, 116,
      150, 104, 164, 159, 127, 157, 130, 125, 138, 149, 126, 143, 147, 107, 186, 168, 152, 145, 172, 119, 145, 122, 108,
      127, 118, 108, 125, 88, 186, 124, 138, 133, 138, 121, 130, 147, 132,
    ],
  ],
  [
    13,
    9,
    5,
    4,
    'bilinear',
    [
      114, 115, 129, 143, 150, 146, 118, 136, 143, 128, 147, 126, 138, 110, 109, 162, 97, 107, 142, 100, 141, 120, 119,
      150, 109, 159, 157, 127, 155, 129, 127, 137, 145, 126, 142, 144, 115, 175, 165, 144, 145, 165, 119, 146, 126, 110,
      128, 115, 112, 126, 96, 174, 128, 135, 135, 139, 125, 131, 147, 130,
    ],
  ],
  [
    7,
    3,
    3,
    8,
    'bicubic',
    [
      146, 139, 43, 156, 152, 72, 52, 42, 178, 143, 146, 50, 157, 144, 75, 67, 40, 172, 132, 170, 70, 160, 123, 77, 112,
      30, 156, 121, 194, 94, 163, 98, 85, 163, 25, 137, 131, 173, 100, 160, 92, 107, 160, 55, 128, 163, 106, 89, 150,
      106, 146, 105, 123, 130, 188, 51, 77, 142, 120, 176, 56, 177, 133, 198, 31, 73, 139, 124, 188, 40, 197, 133,
    ],
  ],
  [40, 2, 3, 2, 'bilinear', [145, 127, 110, 128, 156, 124, 134, 144, 155, 107, 117, 98, 113, 123, 130, 117, 150, 102]],
];

/** The same for larger pictures, as FNV-1a of the pixels. */
const HASHES: [number, number, number, number, Filter, number][] = [
  [190, 107, 128, 128, 'bicubic', 416065131],
  [97, 211, 224, 224, 'bicubic', 488228047],
  [64, 64, 200, 160, 'bilinear', 3413914931],
  [300, 40, 64, 64, 'bilinear', 1828892420],
  [5, 4, 11, 7, 'bicubic', 1261460606],
  [5, 4, 11, 7, 'bilinear', 1548328001],
];

const input = (width: number, height: number) => noisePicture(width, height, width * 100 + height);

describe('Pillow, bit for bit', () => {
  it.each(PIXELS)('%ix%i to %ix%i, %s', (width, height, toWidth, toHeight, filter, pixels) => {
    expect([...resizeLikePillow(input(width, height), toWidth, toHeight, filter).rgb]).toEqual(pixels);
  });

  it.each(HASHES)('%ix%i to %ix%i, %s, by hash', (width, height, toWidth, toHeight, filter, hash) => {
    expect(hashOf(resizeLikePillow(input(width, height), toWidth, toHeight, filter).rgb)).toBe(hash);
  });

  it.each<Filter>(['bicubic', 'bilinear'])('leaves a picture of the right size as it is, %s', (filter) => {
    const picture = input(6, 5);
    expect(resizeLikePillow(picture, 6, 5, filter).rgb).toEqual(picture.rgb);
  });

  it('computes a window exactly as the whole', () => {
    const picture = input(31, 17);
    const whole = resizeLikePillow(picture, 20, 12, 'bicubic');
    const window = resizeLikePillow(picture, 20, 12, 'bicubic', { x: 3, y: 5, width: 9, height: 4 });
    for (let y = 0; y < 4; y++)
      expect(window.rgb.subarray(y * 27, y * 27 + 27)).toEqual(
        whole.rgb.subarray(((y + 5) * 20 + 3) * 3, ((y + 5) * 20 + 12) * 3),
      );
  });

  it('refuses empty pictures and wrong sizes', () => {
    expect(() => resizeLikePillow({ width: 0, height: 3, rgb: new Uint8Array() }, 2, 2, 'bicubic')).toThrow('0x3');
    expect(() => resizeLikePillow({ width: 2, height: 3, rgb: new Uint8Array(5) }, 2, 2, 'bicubic')).toThrow('5 bytes');
  });
});
