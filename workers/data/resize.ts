/**
 * Resizing as the reference's loaders do it: OpenCV's 8-bit bilinear arithmetic for pictures, nearest for labels.
 */
import type { Picture } from '../host';
import type { Sample } from './crop';

/** Width and height. */
export interface Extent {
  width: number;
  height: number;
}

/**
 * The largest size with the picture's proportions that fits the box, whose sides may come in any order.
 *
 * 1914 x 1052 in (1280, 720) becomes 1280 x 704 (Q40).
 */
export function keepRatio({ width, height }: Extent, box: readonly [number, number]): Extent {
  const scale = Math.min(Math.max(...box) / Math.max(width, height), Math.min(...box) / Math.min(width, height));
  return {
    width: Math.max(1, Math.floor(width * scale + 0.5)),
    height: Math.max(1, Math.floor(height * scale + 0.5)),
  };
}

/** OpenCV keeps the weights of its 8-bit interpolation in 11 bits. */
const WEIGHT_ONE = 2048;

/** Halves are rounded to the even neighbour, as the processor's own rounding does. */
function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}

interface Taps {
  first: Int32Array;
  second: Int32Array;
  /** Weights of the two taps, 0..2048. */
  firstWeight: Int32Array;
  secondWeight: Int32Array;
}

/**
 * The two source positions of every target position along one axis.
 *
 * @param snap OpenCV moves the whole weight to one tap beyond the left and right edges; rows keep their two weights,
 *   although both then name the same row.
 */
function bilinearTaps(from: number, to: number, snap: boolean): Taps {
  const taps: Taps = {
    first: new Int32Array(to),
    second: new Int32Array(to),
    firstWeight: new Int32Array(to),
    secondWeight: new Int32Array(to),
  };
  const scale = 1 / (to / from);
  const inside = (at: number) => Math.min(Math.max(at, 0), from - 1);
  for (let i = 0; i < to; i++) {
    const position = Math.fround((i + 0.5) * scale - 0.5);
    const low = Math.floor(position);
    let fraction = Math.fround(position - low);
    if (snap && (low < 0 || low >= from - 1)) fraction = 0;
    taps.first[i] = inside(low);
    taps.second[i] = inside(low + 1);
    taps.firstWeight[i] = roundHalfEven(Math.fround(1 - fraction) * WEIGHT_ONE);
    taps.secondWeight[i] = roundHalfEven(fraction * WEIGHT_ONE);
  }
  return taps;
}

/** Bilinear with half-pixel centres, bit by bit as OpenCV's INTER_LINEAR; an exact half is the mean of 2 x 2 pixels. */
export function resizeBilinear(picture: Picture, { width, height }: Extent): Picture {
  if (picture.width === width && picture.height === height) return picture;
  if (picture.width === 2 * width && picture.height === 2 * height) return halve(picture, width, height);
  const columns = bilinearTaps(picture.width, width, true);
  const rows = bilinearTaps(picture.height, height, false);
  const rgb = new Uint8Array(width * height * 3);
  let [upper, lower] = [new Int32Array(width * 3), new Int32Array(width * 3)];
  let [upperRow, lowerRow] = [-1, -1];
  for (let y = 0; y < height; y++) {
    if (rows.first[y] === lowerRow) {
      [upper, lower] = [lower, upper];
      [upperRow, lowerRow] = [lowerRow, upperRow];
    }
    if (rows.first[y] !== upperRow) interpolateRow(picture, rows.first[y], columns, upper);
    upperRow = rows.first[y];
    if (rows.second[y] !== lowerRow) interpolateRow(picture, rows.second[y], columns, lower);
    lowerRow = rows.second[y];
    const [a, b] = [rows.firstWeight[y], rows.secondWeight[y]];
    const out = y * width * 3;
    for (let i = 0; i < upper.length; i++)
      rgb[out + i] = (((a * (upper[i] >> 4)) >> 16) + ((b * (lower[i] >> 4)) >> 16) + 2) >> 2;
  }
  return { width, height, rgb };
}

function interpolateRow({ rgb, width }: Picture, row: number, columns: Taps, out: Int32Array): void {
  const at = row * width * 3;
  for (let x = 0, i = 0; x < columns.first.length; x++) {
    const left = at + columns.first[x] * 3;
    const right = at + columns.second[x] * 3;
    const a = columns.firstWeight[x];
    const b = columns.secondWeight[x];
    for (let c = 0; c < 3; c++, i++) out[i] = rgb[left + c] * a + rgb[right + c] * b;
  }
}

function halve(picture: Picture, width: number, height: number): Picture {
  const rgb = new Uint8Array(width * height * 3);
  const stride = picture.width * 3;
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++, i++) {
        const at = 2 * y * stride + 6 * x + c;
        const sum = picture.rgb[at] + picture.rgb[at + 3] + picture.rgb[at + stride] + picture.rgb[at + stride + 3];
        rgb[i] = (sum + 2) >> 2;
      }
  return { width, height, rgb };
}

/**
 * Nearest neighbour by the floor rule: target position i reads source position floor(i * from / to).
 *
 * @param labels `from.width * from.height` values, row by row.
 */
export function resizeNearest(labels: Uint8Array, from: Extent, to: Extent): Uint8Array {
  if (from.width === to.width && from.height === to.height) return labels;
  const out = new Uint8Array(to.width * to.height);
  const columns = Int32Array.from({ length: to.width }, (_, x) => nearest(x, from.width, to.width));
  for (let y = 0, i = 0; y < to.height; y++) {
    const row = nearest(y, from.height, to.height) * from.width;
    for (let x = 0; x < to.width; x++, i++) out[i] = labels[row + columns[x]];
  }
  return out;
}

/** Resizes picture and label to fit the box, keeping the proportions. */
export function resizeSample(sample: Sample, box: readonly [number, number]): Sample {
  const size = keepRatio(sample, box);
  return { ...resizeBilinear(sample, size), label: sample.label && resizeNearest(sample.label, sample, size) };
}

function nearest(at: number, from: number, to: number): number {
  return Math.min(Math.floor(at * (1 / (to / from))), from - 1);
}
