/**
 * How OWLv2's pictures are scaled: padded to a square, blurred where they shrink, and interpolated linearly.
 *
 * The model was trained on pictures that scikit-image resized with antialiasing, and its reference processor calls
 * scipy's `gaussian_filter` and `zoom` in the same way: sigma (factor - 1) / 2 and four sigmas wide, borders mirrored at
 * the outermost pixel's centre, pixel centres half a pixel inside the border (`grid_mode`), double precision with
 * float32 between the steps, and the result clipped to the picture's own range. A resize of 8-bit pixels is not that.
 */
import type { Pixels } from './pillow';

/** Grey of the padding, of 1. */
const PAD_VALUE = 0.5;
/** Half width of the Gaussian in sigmas. */
const TRUNCATE = 4;
const CHANNELS = 3;

/** A picture of float32 values, channels last. */
interface Plane {
  width: number;
  height: number;
  /** [height, width, 3] */
  values: Float32Array;
}

/**
 * @param rescale factor of the 8-bit values
 * @returns [height, width, 3], float32
 */
export function padAndZoom(source: Pixels, width: number, height: number, rescale: number): Float32Array {
  const square = padded(source, rescale);
  const [factorX, factorY] = [square.width / width, square.height / height];
  const blurred = blur(blur(square, 'y', (factorY - 1) / 2), 'x', (factorX - 1) / 2);
  const out = zoom(blurred, width, height);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of square.values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  for (let i = 0; i < out.length; i++) out[i] = Math.min(Math.max(out[i]!, low), high);
  return out;
}

/** The picture in the upper left corner of a grey square. */
function padded({ width, height, rgb }: Pixels, rescale: number): Plane {
  const side = Math.max(width, height);
  const values = new Float32Array(side * side * CHANNELS).fill(PAD_VALUE);
  const levels = Float32Array.from({ length: 256 }, (_, level) => level * rescale);
  const row = width * CHANNELS;
  for (let y = 0; y < height; y++)
    for (let i = 0; i < row; i++) values[y * side * CHANNELS + i] = levels[rgb[y * row + i]!]!;
  return { width: side, height: side, values };
}

/** Index inside 0..length-1 for one that may be outside; the border pixel itself is not repeated. */
function mirrored(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * length - 2;
  const folded = Math.abs(index) % period;
  return folded < length ? folded : period - folded;
}

function blur(plane: Plane, axis: 'x' | 'y', sigma: number): Plane {
  const reach = sigma > 0 ? Math.trunc(TRUNCATE * sigma + 0.5) : 0;
  if (reach === 0) return plane;
  const { width, height, values } = plane;
  const weights = gaussian(sigma, reach);
  const [length, step] = axis === 'x' ? [width, CHANNELS] : [height, width * CHANNELS];
  const [lines, lineStep] = axis === 'x' ? [height, width * CHANNELS] : [width, CHANNELS];
  const out = new Float32Array(values.length);
  for (let at = 0; at < length; at++) {
    const offsets = Array.from(weights, (_, k) => mirrored(at + k - reach, length) * step);
    for (let line = 0; line < lines; line++)
      for (let c = 0; c < CHANNELS; c++) {
        const base = line * lineStep + c;
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += values[base + offsets[k]!]! * weights[k]!;
        out[base + at * step] = sum;
      }
  }
  return { width, height, values: out };
}

function gaussian(sigma: number, reach: number): Float64Array {
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp((-0.5 / (sigma * sigma)) * (k - reach) ** 2),
  );
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}

interface Tap {
  low: number;
  high: number;
  /** Weight of `high`. */
  share: number;
}

function tapsFor(input: number, output: number): Tap[] {
  return Array.from({ length: output }, (_, i) => {
    const centre = Math.abs((i + 0.5) * (input / output) - 0.5); // mirrored at the first pixel's centre
    const folded = centre > input - 1 ? 2 * (input - 1) - centre : centre;
    const low = Math.floor(folded);
    return { low: mirrored(low, input), high: mirrored(low + 1, input), share: folded - low };
  });
}

function zoom({ width, height, values }: Plane, outWidth: number, outHeight: number): Float32Array {
  const out = new Float32Array(outHeight * outWidth * CHANNELS);
  const columns = tapsFor(width, outWidth);
  tapsFor(height, outHeight).forEach((row, y) => {
    const [above, below] = [row.low * width, row.high * width];
    columns.forEach(({ low, high, share }, x) => {
      for (let c = 0; c < CHANNELS; c++) {
        const at = (pixel: number): number => values[pixel * CHANNELS + c]!;
        const top = at(above + low) * (1 - share) + at(above + high) * share;
        const bottom = at(below + low) * (1 - share) + at(below + high) * share;
        out[(y * outWidth + x) * CHANNELS + c] = top * (1 - row.share) + bottom * row.share;
      }
    });
  });
  return out;
}
