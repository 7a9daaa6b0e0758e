import { describe, expect, it } from 'vitest';
import { intensities, normalised, shortCount, worstConfusions } from './confusion';
import { contrast, heat } from './heat';
import { pictureRows } from './picture-rows';

const counts = [
  [90, 10, 0],
  [30, 20, 0],
  [0, 0, 0],
];

describe('a confusion matrix', () => {
  it('by rows says where the pixels of a class went', () => {
    expect(normalised(counts, 'row')).toEqual([
      [0.9, 0.1, 0],
      [0.6, 0.4, 0],
      [null, null, null],
    ]);
  });

  it('by columns says what is behind a prediction', () => {
    expect(normalised(counts, 'column')).toEqual([
      [0.75, 1 / 3, null],
      [0.25, 2 / 3, null],
      [0, 0, null],
    ]);
  });

  it('has counts that are coloured by their logarithm', () => {
    expect(normalised(counts, 'count')).toEqual(counts);
    const [[top, small], , [none]] = intensities(counts, 'count') as [number[], number[], number[]];
    expect(top).toBe(1);
    expect(small).toBeCloseTo(Math.log(11) / Math.log(91), 12);
    expect(none).toBe(0);
  });

  it('names the errors that cost most, and no class that is right', () => {
    expect(worstConfusions(counts, 5)).toEqual([
      { truth: 1, predicted: 0, pixels: 30, share: 0.6 },
      { truth: 0, predicted: 1, pixels: 10, share: 0.1 },
    ]);
  });
});

it('counts in few letters', () => {
  expect([0, 999, 1234, 9950, 45_678, 3_400_000, 2e9].map(shortCount)).toEqual([
    '0',
    '999',
    '1.2k',
    '10k',
    '46k',
    '3.4M',
    '2.0G',
  ]);
});

it('numbers can be read on every shade, in light and dark', () => {
  const rgb = (css: string) =>
    css === '#000' ? [0, 0, 0] : css === '#fff' ? [255, 255, 255] : css.match(/\d+/g)!.map(Number);
  for (const dark of [false, true])
    for (let i = 0; i <= 100; i++) {
      const { background, color } = heat(i / 100, dark);
      const [a, b] = [rgb(background), rgb(color)] as unknown as [[number, number, number], [number, number, number]];
      expect(contrast(a, b)).toBeGreaterThan(4.5);
    }
});

describe('pictures of an evaluation', () => {
  const pictures = [
    { file: 'a', miou: 0.5, iou: [0.9, null], errors: [] },
    { file: 'b', miou: 0.2, iou: [0.1, 0.3], errors: [[1, 0, 40]] as [number, number, number][] },
    { file: 'c', miou: null, iou: [null, 0.2], errors: [[1, 0, 400]] as [number, number, number][] },
  ];
  const files = (...question: Parameters<typeof pictureRows>[1][]) =>
    question.map((asked) => pictureRows(pictures, asked).map((row) => row.file));

  it('come worst first, without those that a question is not about', () => {
    expect(files({ kind: 'mean' }, { kind: 'class', id: 1 }, { kind: 'error', truth: 1, predicted: 0 })).toEqual([
      ['b', 'a'],
      ['c', 'b'],
      ['c', 'b'],
    ]);
  });

  it('say how many pixels an error has, and how well its class is found', () => {
    expect(pictureRows(pictures, { kind: 'error', truth: 1, predicted: 0 })[0]).toEqual({
      file: 'c',
      iou: 0.2,
      pixels: 400,
    });
  });
});
