/**
 * What a SAM sees, and where its masks lie: the crop is scaled so that its longer side fills the input, normalised, and
 * put into the upper left corner of a square of zeros.
 */
import { z } from 'zod';
import { type Filter, type Pixels, resizeLikePillow } from './pillow';
import { normalise } from './preprocess';

const Triple = z.tuple([z.number(), z.number(), z.number()]);
const Side = z.number().int().positive();

const ConfigSchema = z.object({
  size: z.object({ longest_edge: Side }),
  pad_size: z.object({ height: Side, width: Side }),
  resample: z.union([z.literal(2), z.literal(3)]).default(2),
  image_mean: Triple,
  image_std: Triple,
  rescale_factor: z
    .number()
    .positive()
    .default(1 / 255),
});

export interface SamPreprocessing {
  longest: number;
  /** Side of the square input. */
  side: number;
  filter: Filter;
  mean: readonly [number, number, number];
  std: readonly [number, number, number];
  rescale: number;
}

/** @param config contents of preprocessor_config.json. @throws a sentence that names the field. */
export function readSamPreprocessing(config: unknown): SamPreprocessing {
  const parsed = ConfigSchema.safeParse(config);
  if (!parsed.success)
    throw new Error(`preprocessor_config.json of the SAM is not usable: ${z.prettifyError(parsed.error)}`);
  const { size, pad_size, resample, image_mean, image_std, rescale_factor } = parsed.data;
  if (pad_size.height !== pad_size.width || size.longest_edge > pad_size.width)
    throw new Error(
      `preprocessor_config.json of the SAM pads ${size.longest_edge} pixels to ${pad_size.width}x${pad_size.height}; its input must be a square that holds them.`,
    );
  const filter = resample === 2 ? 'bilinear' : 'bicubic';
  return {
    longest: size.longest_edge,
    side: pad_size.width,
    filter,
    mean: image_mean,
    std: image_std,
    rescale: rescale_factor,
  };
}

export interface Extent {
  width: number;
  height: number;
}

/** Size of the scaled crop inside the square; halves are rounded up. */
export function scaledExtent({ width, height }: Extent, { longest }: Pick<SamPreprocessing, 'longest'>): Extent {
  const scale = longest / Math.max(width, height);
  return { width: Math.floor(width * scale + 0.5), height: Math.floor(height * scale + 0.5) };
}

/** Network input [1, 3, side, side]. */
export function samPicture(crop: Pixels, settings: SamPreprocessing): Float32Array {
  const { side, filter } = settings;
  const { width, height } = scaledExtent(crop, settings);
  const scaled = resizeLikePillow(crop, width, height, filter);
  const values = new Float32Array(3 * width * height);
  normalise(scaled, settings, values, 0);
  const out = new Float32Array(3 * side * side);
  for (let c = 0; c < 3; c++)
    for (let y = 0; y < height; y++) {
      const from = (c * height + y) * width;
      out.set(values.subarray(from, from + width), (c * side + y) * side);
    }
  return out;
}

interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/**
 * The part of a mask that lies in a box of the crop. As the reference processor does it, logits are interpolated to the
 * square, cut to the scaled crop, interpolated to the crop, and positive ones are the mask; only the box is computed.
 *
 * @param logits [size, size] over the whole square
 * @returns one byte per pixel of the box, 1 inside the mask
 */
export function maskInBox(
  logits: Float32Array,
  size: number,
  crop: Extent,
  box: Box,
  settings: Pick<SamPreprocessing, 'longest' | 'side'>,
): Uint8Array {
  const scaled = scaledExtent(crop, settings);
  const toSquare = taps(size, settings.side, 0, settings.side);
  const columns = taps(scaled.width, crop.width, box.x0, box.x1);
  const rows = taps(scaled.height, crop.height, box.y0, box.y1);
  const inSquare = (x: number, y: number): number => {
    const [across, down] = [toSquare[x]!, toSquare[y]!];
    const at = (row: number): number => {
      const left = logits[row * size + across.low]!;
      return left + (logits[row * size + across.high]! - left) * across.share;
    };
    const top = at(down.low);
    return top + (at(down.high) - top) * down.share;
  };
  const mask = new Uint8Array(rows.length * columns.length);
  rows.forEach((row, y) => {
    columns.forEach((column, x) => {
      const top = inSquare(column.low, row.low) * (1 - column.share) + inSquare(column.high, row.low) * column.share;
      const bottom =
        inSquare(column.low, row.high) * (1 - column.share) + inSquare(column.high, row.high) * column.share;
      if (top * (1 - row.share) + bottom * row.share > 0) mask[y * columns.length + x] = 1;
    });
  });
  return mask;
}

/** Linear interpolation from `input` to `output` values with half-pixel centres, of outputs `from` up to `to`. */
function taps(input: number, output: number, from: number, to: number): { low: number; high: number; share: number }[] {
  return Array.from({ length: to - from }, (_, k) => {
    const centre = Math.max(0, (k + from + 0.5) * (input / output) - 0.5);
    const low = Math.min(Math.floor(centre), input - 1);
    return { low, high: Math.min(low + 1, input - 1), share: centre - low };
  });
}
