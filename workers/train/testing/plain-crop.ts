/** A crop of one colour, for tests that look at no pixel. */
import type { Crop } from '../../data/batch';

/** @param value 0..255, of all channels */
export const plainCrop = (file: string, side: number, value = 0): Crop => ({
  rgb: new Uint8Array(side * side * 3).fill(value),
  label: null,
  width: side,
  height: side,
  file,
  x: 0,
  y: 0,
  flipped: false,
});
