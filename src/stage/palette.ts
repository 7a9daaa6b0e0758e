/**
 * From train ids and RGB to the RGBA that a small canvas wants.
 *
 * A palette is 256 packed colours, so that painting a label map is one table look-up per pixel.
 */
import type { Taxonomy } from '../../workers/experiment/taxonomy';

/** 256 colours, packed as a canvas stores them (R in the lowest byte); ids without a class are transparent. */
export type Palette = Uint32Array;

const OPAQUE = 0xff000000;

const pack = (r: number, g: number, b: number): number => (OPAQUE | (b << 16) | (g << 8) | r) >>> 0;

/** The colours of a taxonomy by train id. */
export function paletteOf(taxonomy: Taxonomy): Palette {
  const palette = new Uint32Array(256);
  taxonomy.classes.forEach((info, id) => {
    palette[id] = pack(...info.color);
  });
  return palette;
}

/** `labels` (one train id per pixel) as RGBA; 255 and unknown ids stay transparent. */
export function paintLabels(labels: Uint8Array, palette: Palette): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint32Array(labels.length);
  for (let i = 0; i < labels.length; i++) pixels[i] = palette[labels[i]!]!;
  return new Uint8ClampedArray(pixels.buffer);
}

/** `rgb` (three bytes per pixel) as opaque RGBA. */
export function paintRgb(rgb: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint32Array(rgb.length / 3);
  for (let i = 0, p = 0; p < pixels.length; p++, i += 3) pixels[p] = pack(rgb[i]!, rgb[i + 1]!, rgb[i + 2]!);
  return new Uint8ClampedArray(pixels.buffer);
}

/** CSS colour of a class. */
export function cssColor(taxonomy: Taxonomy, id: number | null): string {
  const info = id === null ? undefined : taxonomy.classes[id];
  return info ? `rgb(${info.color.join(' ')})` : 'transparent';
}
