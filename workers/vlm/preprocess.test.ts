import { describe, expect, it } from 'vitest';
import { expectClose } from '../../models/testing/close';
import { cutOut, fitToInput, preprocess, readPreprocessing } from './preprocess';
import { noisePicture } from './testing/noise';

/** Made with Pillow and numpy: picture's width and height, its 6x6 pixels, normalised values at FIRST. */
const CENTRE_CROPS: [number, number, number[], number[]][] = [
  [
    19,
    12,
    [
      136, 100, 91, 162, 148, 130, 95, 114, 184, 91, 117, 139, 165, 133, 154, 140, 175, 117, 172, 185, 111, 128, 161,
      82, 104, 158, 117, 114, 119, 140, 102, 124, 130, 137, 102, 153, 150, 148, 99, 112, 68, 61, 154, 119, 164, 153,
      171, 149, 76, 92, 150, 174, 118, 151, 134, 122, 135, 131, 78, 100, 124, 122, 164, 87, 148, 112, 130, 85, 137, 77,
      146, 104, 106, 122, 116, 78, 153, 147, 119, 143, 121, 110, 154, 88, 97, 133, 155, 85, 140, 81, 107, 102, 181, 83,
      169, 139, 117, 149, 129, 139, 162, 143, 109, 119, 144, 121, 155, 109,
    ],
    [0.19312354922294617, 0.5726826190948486, -0.25132015347480774, 0.0697675421833992],
  ],
  [
    7,
    23,
    [
      97, 159, 191, 137, 89, 143, 24, 68, 88, 130, 124, 166, 133, 112, 215, 154, 149, 227, 37, 176, 140, 139, 123, 155,
      102, 103, 129, 148, 121, 80, 146, 197, 90, 166, 121, 149, 123, 232, 86, 236, 100, 39, 142, 88, 75, 64, 77, 123,
      57, 33, 131, 163, 30, 205, 195, 90, 78, 140, 207, 83, 107, 178, 118, 130, 137, 68, 23, 156, 187, 64, 201, 87, 63,
      70, 147, 15, 98, 161, 76, 166, 201, 154, 108, 190, 52, 110, 182, 107, 109, 140, 53, 101, 190, 49, 132, 51, 54,
      174, 55, 152, 79, 112, 151, 49, 190, 208, 159, 117,
    ],
    [-0.37621504068374634, 0.20772196352481842, 0.6341381072998047, 0.18352806568145752],
  ],
];
const FIRST = [0, 1, 36, 107];

const MEAN = [0.48145466, 0.4578275, 0.40821073];
const STD = [0.26862954, 0.26130258, 0.27577711];
const config = (size: unknown, resample = 3, more = {}) => ({
  size,
  resample,
  image_mean: MEAN,
  image_std: STD,
  ...more,
});

describe('centre crop', () => {
  const settings = readPreprocessing(
    config({ shortest_edge: 6 }, 3, { crop_size: { width: 6, height: 6 } }),
    'centre crop',
  );

  it.each(CENTRE_CROPS)('of %ix%i pixels, margins rounded down', (width, height, pixels, values) => {
    const picture = noisePicture(width, height, width * 100 + height);
    expect([...fitToInput(picture, settings).rgb]).toEqual(pixels);
    const input = preprocess([picture], settings);
    expectClose(
      FIRST.map((i) => input[i]!),
      values,
      { relative: 1e-6 },
    );
  });
});

describe('stretching', () => {
  it('stretches to the square, whatever the shape', () => {
    const settings = readPreprocessing(config({ height: 4, width: 5 }), 'stretch');
    const { width, height } = fitToInput(noisePicture(9, 3, 1), settings);
    expect([width, height]).toEqual([5, 4]);
  });

  it('puts pictures one after the other, channels first', () => {
    const settings = readPreprocessing(config(2, 3, { image_mean: [0, 0, 0], image_std: [1, 1, 1] }), 'stretch');
    const rgb = Uint8Array.from({ length: 12 }, (_, i) => i * 20);
    const input = preprocess(
      [
        { width: 2, height: 2, rgb: new Uint8Array(12) },
        { width: 2, height: 2, rgb },
      ],
      settings,
    );
    expect(input.slice(0, 12).every((v) => v === 0)).toBe(true);
    expectClose(
      input.slice(12),
      [0, 60, 120, 180, 20, 80, 140, 200, 40, 100, 160, 220].map((v) => v / 255),
    );
  });
});

/** Made with scipy as OWLv2's own processor calls it: picture's width, height and seed, input side, sums, some values. */
const PADDED: [number, number, number, number, { sum: number; absolute: number }, [number, number][]][] = [
  [
    50,
    30,
    1,
    64,
    { sum: 2232.441608454217, absolute: 5456.487040382344 },
    [
      [0, -0.8129703998565674],
      [63, 0.39338865876197815],
      [2069, -0.07773501425981522],
      [4032, 0.0690368190407753],
      [8519, 0.9307792782783508],
      [12287, 0.33283865451812744],
    ],
  ],
  [
    90,
    70,
    2,
    32,
    { sum: 590.4365575401025, absolute: 879.2426329833834 },
    [
      [0, -0.662043035030365],
      [31, 0.16739718616008759],
      [522, -0.2545563876628876],
      [992, 0.0690368190407753],
      [2215, 0.1762014627456665],
      [3071, 0.33283865451812744],
    ],
  ],
  [
    41,
    128,
    3,
    48,
    { sum: 1286.018555877119, absolute: 1568.6507643430086 },
    [
      [0, -0.02527615614235401],
      [47, 0.0690368190407753],
      [1168, 0.06904103606939316],
      [2256, 0.12353534251451492],
      [4855, 0.11580362915992737],
      [6911, 0.33283865451812744],
    ],
  ],
  [
    40,
    40,
    4,
    40,
    { sum: 996.350011441391, absolute: 4553.318416159134 },
    [
      [0, -0.9163569211959839],
      [39, 1.4047927856445312],
      [813, -1.0769397020339966],
      [1560, 1.4047927856445312],
      [3407, -0.49903517961502075],
      [4799, -0.24307399988174438],
    ],
  ],
];

describe('padding to a square', () => {
  it.each(PADDED)('of %ix%i pixels is scaled as scipy does', (width, height, seed, side, sums, values) => {
    const settings = readPreprocessing(config({ height: side, width: side }, 2), 'pad');
    const input = preprocess([noisePicture(width, height, seed)], settings);
    expect(input).toHaveLength(3 * side * side);
    expectClose(
      values.map(([i]) => input[i]!),
      values.map(([, value]) => value),
      { absolute: 3e-7 },
    );
    expect(input.reduce((sum, value) => sum + value, 0)).toBeCloseTo(sums.sum, 4);
    expect(input.reduce((sum, value) => sum + Math.abs(value), 0)).toBeCloseTo(sums.absolute, 4);
  });

  it('keeps a flat picture flat, beside the grey of the padding', () => {
    const settings = readPreprocessing(
      config({ height: 4, width: 4 }, 2, { image_mean: [0, 0, 0], image_std: [1, 1, 1] }),
      'pad',
    );
    const white = { width: 2, height: 4, rgb: new Uint8Array(24).fill(255) };
    const rows = [...preprocess([white], settings).slice(0, 4)];
    expect(rows).toEqual([1, 1, 0.5, 0.5]);
  });
});

describe('settings', () => {
  it('accepts the forms of size that model folders use', () => {
    expect(readPreprocessing(config([768, 640]), 'stretch')).toMatchObject({
      height: 768,
      width: 640,
      filter: 'bicubic',
    });
    expect(readPreprocessing(config(224, 2), 'centre crop')).toMatchObject({ width: 224, filter: 'bilinear' });
  });

  it('names what is missing or unknown', () => {
    expect(() => readPreprocessing({ size: 3 }, 'stretch')).toThrow('image_mean');
    expect(() => readPreprocessing(config(3, 5), 'stretch')).toThrow('filter 5');
    expect(() => readPreprocessing(config({ height: 3, width: 4 }), 'centre crop')).toThrow('4x3');
  });
});

describe('cutting out', () => {
  it('copies the box and refuses one outside', () => {
    const picture = noisePicture(5, 4, 3);
    const { rgb, width, height } = cutOut(picture, { x0: 1, y0: 2, x1: 3, y1: 4 });
    expect([width, height]).toEqual([2, 2]);
    expect([...rgb.subarray(6)]).toEqual([...picture.rgb.subarray(48, 54)]);
    expect(() => cutOut(picture, { x0: 1, y0: 2, x1: 6, y1: 4 })).toThrow('not inside 5x4');
    expect(() => cutOut(picture, { x0: 1, y0: 2, x1: 1, y1: 4 })).toThrow('not inside');
  });
});
