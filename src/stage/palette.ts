/**
 * From train ids, grey values and RGB to the RGBA that a canvas wants.
 *
 * A palette is 256 packed colours, so that painting a label map is one table look-up per pixel.
 */
import type { Taxonomy } from '../../workers/experiment/taxonomy';

/** 256 colours, packed as a canvas stores them (R in the lowest byte); ids without a class are transparent. */
export type Palette = Uint32Array;

const OPAQUE = 0xff000000;
const OUTLINE_INNER = 0xffffffff;
const OUTLINE_OUTER = OPAQUE;

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

/** Values 0..255 as opaque grey. */
export function paintScalar(values: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) pixels[i] = pack(values[i]!, values[i]!, values[i]!);
  return new Uint8ClampedArray(pixels.buffer);
}

/**
 * The border of every region whose class differs between `before` and `after`: white on the changed side, black on the
 * other, so that it shows on any colour. Everything else is transparent.
 * @returns RGBA, and how many pixels changed.
 */
export function paintChanges(
  before: Uint8Array,
  after: Uint8Array,
  width: number,
): { rgba: Uint8ClampedArray<ArrayBuffer>; changed: number } {
  const height = before.length / width;
  const pixels = new Uint32Array(before.length);
  let changed = 0;
  const edge = (i: number, inside: boolean): boolean => {
    const differs = before[i] !== after[i];
    return differs !== inside;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const inside = before[i] !== after[i];
      if (inside) changed++;
      const meets =
        (x > 0 && edge(i - 1, inside)) ||
        (x < width - 1 && edge(i + 1, inside)) ||
        (y > 0 && edge(i - width, inside)) ||
        (y < height - 1 && edge(i + width, inside));
      const atBorder = inside && (x === 0 || y === 0 || x === width - 1 || y === height - 1);
      if (inside && (meets || atBorder)) pixels[i] = OUTLINE_INNER;
      else if (meets) pixels[i] = OUTLINE_OUTER;
    }
  }
  return { rgba: new Uint8ClampedArray(pixels.buffer), changed };
}

/** CSS colour of a class. */
export function cssColor(taxonomy: Taxonomy, id: number | null): string {
  const info = id === null ? undefined : taxonomy.classes[id];
  return info ? `rgb(${info.color.join(' ')})` : 'transparent';
}
