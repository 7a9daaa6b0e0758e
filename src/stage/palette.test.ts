import { describe, expect, it } from 'vitest';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import { cssColor, paintChanges, paintLabels, paintRgb, paintScalar, paletteOf } from './palette';

describe('painting', () => {
  const palette = paletteOf(CITYSCAPES);

  it('gives each train id the colour of its class and leaves ignored pixels transparent', () => {
    const rgba = paintLabels(Uint8Array.of(0, 13, 255, 19), palette);
    expect([...rgba]).toEqual([128, 64, 128, 255, 0, 0, 142, 255, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('keeps the bytes of a photograph in order', () => {
    expect([...paintRgb(Uint8Array.of(1, 2, 3, 250, 251, 252))]).toEqual([1, 2, 3, 255, 250, 251, 252, 255]);
  });

  it('paints a value as grey', () => {
    expect([...paintScalar(Uint8Array.of(0, 128, 255))]).toEqual([
      0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255,
    ]);
  });

  it('names a colour for style sheets', () => {
    expect(cssColor(CITYSCAPES, 16)).toBe('rgb(0 80 100)');
    expect(cssColor(CITYSCAPES, 255)).toBe('transparent');
    expect(cssColor(CITYSCAPES, null)).toBe('transparent');
  });
});

describe('outlines of changed segments', () => {
  const alpha = (rgba: Uint8ClampedArray) => Array.from({ length: rgba.length / 4 }, (_, i) => rgba[4 * i + 3]);
  const red = (rgba: Uint8ClampedArray) => Array.from({ length: rgba.length / 4 }, (_, i) => rgba[4 * i]);

  it('draws nothing where nothing changed', () => {
    const same = Uint8Array.of(1, 2, 3, 4);
    const { rgba, changed } = paintChanges(same, same, 2);
    expect(changed).toBe(0);
    expect(rgba.every((v) => v === 0)).toBe(true);
  });

  it('is white inside, black outside, and open in the middle of a large region', () => {
    const width = 7;
    const before = new Uint8Array(49).fill(13);
    const after = before.slice();
    for (let y = 1; y < 6; y++) for (let x = 1; x < 6; x++) after[y * width + x] = 14;
    const { rgba, changed } = paintChanges(before, after, width);
    expect(changed).toBe(25);
    const row = (y: number) => [alpha(rgba).slice(y * 7, y * 7 + 7), red(rgba).slice(y * 7, y * 7 + 7)];
    expect(row(3)).toEqual([
      [255, 255, 0, 0, 0, 255, 255],
      [0, 255, 0, 0, 0, 255, 0],
    ]);
    expect(row(1)[1]).toEqual([0, 255, 255, 255, 255, 255, 0]);
    expect(alpha(rgba)[0]).toBe(0);
  });

  it('closes the outline at the border of the picture', () => {
    const { rgba, changed } = paintChanges(Uint8Array.of(1, 1, 1, 1), Uint8Array.of(2, 2, 2, 2), 2);
    expect(changed).toBe(4);
    expect(red(rgba)).toEqual([255, 255, 255, 255]);
  });
});
