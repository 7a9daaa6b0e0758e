/**
 * Pillow's resize of 8-bit pictures, bit for bit.
 *
 * The reference scales its pictures with Pillow, and the models were trained on such pictures; a canvas scales
 * differently, and differently on every GPU. Pillow filters rows, then columns, with kernels widened by the factor of
 * reduction (antialiasing), coefficients in 22-bit fixed point, and 8-bit values in between. `Resample.c` of Pillow is
 * the source.
 */

/** Pixels row by row, RGB, 8 bit. */
export interface Pixels {
  width: number;
  height: number;
  /** height * width * 3 */
  rgb: Uint8Array;
}

export type Filter = 'bicubic' | 'bilinear';

/** A rectangle of the output, in output pixels. */
export interface Window {
  x: number;
  y: number;
  width: number;
  height: number;
}

const PRECISION_BITS = 32 - 8 - 2;
const HALF = 1 << (PRECISION_BITS - 1);

const KERNELS: Record<Filter, { support: number; at: (x: number) => number }> = {
  bilinear: { support: 1, at: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, at: (x) => cubic(Math.abs(x)) },
};

/** Keys' cubic with a = -0.5, in Pillow's order of operations. */
function cubic(x: number): number {
  const a = -0.5;
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

/** For each output position: the first input position, how many follow, and their fixed-point weights. */
interface Taps {
  first: Int32Array;
  count: Int32Array;
  /** [outputs, stride] */
  weights: Int32Array;
  stride: number;
}

function tapsFor(input: number, output: number, filter: Filter): Taps {
  const { support, at } = KERNELS[filter];
  const scale = input / output;
  const widening = Math.max(scale, 1);
  const reach = support * widening;
  const stride = Math.ceil(reach) * 2 + 1;
  const taps: Taps = {
    first: new Int32Array(output),
    count: new Int32Array(output),
    weights: new Int32Array(output * stride),
    stride,
  };
  const values = new Float64Array(stride);
  for (let i = 0; i < output; i++) {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const count = Math.min(input, Math.trunc(centre + reach + 0.5)) - first;
    let sum = 0;
    for (let j = 0; j < count; j++) {
      values[j] = at((j + first - centre + 0.5) * (1 / widening));
      sum += values[j]!;
    }
    for (let j = 0; j < count; j++) {
      const weight = sum === 0 ? values[j]! : values[j]! / sum;
      taps.weights[i * stride + j] = Math.trunc((weight < 0 ? -0.5 : 0.5) + weight * (1 << PRECISION_BITS));
    }
    taps.first[i] = first;
    taps.count[i] = count;
  }
  return taps;
}

/**
 * `Image.resize((width, height), filter)`, of which only `window` is computed.
 *
 * @throws where a side is not positive, or the pixels do not have the stated size.
 */
export function resizeLikePillow(
  source: Pixels,
  width: number,
  height: number,
  filter: Filter,
  window: Window = { x: 0, y: 0, width, height },
): Pixels {
  if (!(source.width > 0 && source.height > 0 && width > 0 && height > 0))
    throw new Error(`Cannot resize ${source.width}x${source.height} pixels to ${width}x${height}.`);
  if (source.rgb.length !== source.width * source.height * 3)
    throw new Error(`A picture of ${source.width}x${source.height} has ${source.rgb.length} bytes of RGB.`);
  const columns = tapsFor(source.width, width, filter);
  const rows = tapsFor(source.height, height, filter);
  const lastRow = window.y + window.height - 1;
  const firstNeeded = rows.first[window.y]!;
  const needed = rows.first[lastRow]! + rows.count[lastRow]! - firstNeeded;
  const narrowed = filterRows(source, columns, window, firstNeeded, needed);
  return {
    width: window.width,
    height: window.height,
    rgb: filterColumns(narrowed, rows, window, firstNeeded),
  };
}

function filterRows(source: Pixels, taps: Taps, window: Window, firstRow: number, rows: number): Uint8ClampedArray {
  const out = new Uint8ClampedArray(window.width * rows * 3);
  const { rgb } = source;
  for (let y = 0; y < rows; y++) {
    const row = (y + firstRow) * source.width * 3;
    for (let x = 0; x < window.width; x++) {
      const column = x + window.x;
      const weights = column * taps.stride;
      const count = taps.count[column]!;
      let from = row + taps.first[column]! * 3;
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      for (let j = 0; j < count; j++, from += 3) {
        const weight = taps.weights[weights + j]!;
        red += rgb[from]! * weight;
        green += rgb[from + 1]! * weight;
        blue += rgb[from + 2]! * weight;
      }
      const to = (y * window.width + x) * 3;
      out[to] = red >> PRECISION_BITS;
      out[to + 1] = green >> PRECISION_BITS;
      out[to + 2] = blue >> PRECISION_BITS;
    }
  }
  return out;
}

function filterColumns(rows: Uint8ClampedArray, taps: Taps, window: Window, firstRow: number): Uint8Array {
  const stride = window.width * 3;
  const out = new Uint8ClampedArray(stride * window.height);
  for (let y = 0; y < window.height; y++) {
    const row = y + window.y;
    const weights = row * taps.stride;
    const count = taps.count[row]!;
    const base = (taps.first[row]! - firstRow) * stride;
    for (let i = 0; i < stride; i++) {
      let sum = HALF;
      for (let j = 0, from = base + i; j < count; j++, from += stride) sum += rows[from]! * taps.weights[weights + j]!;
      out[y * stride + i] = sum >> PRECISION_BITS;
    }
  }
  return new Uint8Array(out.buffer);
}
