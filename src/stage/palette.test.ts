import { describe, expect, it } from 'vitest';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import { cssColor, paintLabels, paintRgb, paletteOf } from './palette';

describe('painting', () => {
  const palette = paletteOf(CITYSCAPES);

  it('gives each train id the colour of its class and leaves ignored pixels transparent', () => {
    const rgba = paintLabels(Uint8Array.of(0, 13, 255, 19), palette);
    expect([...rgba]).toEqual([128, 64, 128, 255, 0, 0, 142, 255, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('keeps the bytes of a photograph in order', () => {
    expect([...paintRgb(Uint8Array.of(1, 2, 3, 250, 251, 252))]).toEqual([1, 2, 3, 255, 250, 251, 252, 255]);
  });

  it('names a colour for style sheets', () => {
    expect(cssColor(CITYSCAPES, 16)).toBe('rgb(0 80 100)');
    expect(cssColor(CITYSCAPES, 255)).toBe('transparent');
    expect(cssColor(CITYSCAPES, null)).toBe('transparent');
  });
});
