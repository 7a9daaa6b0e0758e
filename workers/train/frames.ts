/** Small pictures of an iteration for the page. */
import { IMAGE_MEAN, IMAGE_STD } from '../../models/ops/normalize/normalize';
import type { Crop } from '../data/batch';
import type { FrameLayer, ScoreLayer } from '../protocol';

/** A crop as it was read. */
export function cropLayer(crop: Crop): FrameLayer {
  return { kind: 'rgb', width: crop.width, height: crop.height, data: Uint8Array.from(crop.rgb) };
}

/** One map of a batch of normalised images. */
export function photoLayer(values: ArrayLike<number>, width: number, height: number, sample = 0): FrameLayer {
  const data = new Uint8Array(width * height * 3);
  const first = sample * data.length;
  for (let i = 0; i < data.length; i++) {
    const level = values[first + i]! * IMAGE_STD[i % 3]! + IMAGE_MEAN[i % 3]!;
    data[i] = Math.max(0, Math.min(255, Math.round(level)));
  }
  return { kind: 'rgb', width, height, data };
}

/** The first label map of a batch. */
export function labelLayer(values: ArrayLike<number>, width: number, height: number): FrameLayer {
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = values[i]!;
  return { kind: 'labels', width, height, data };
}

/** The first map of a batch of values in 0..1, as grey. */
export function scalarLayer(values: ArrayLike<number>, width: number, height: number): FrameLayer {
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = Math.round(255 * Math.min(1, values[i]!));
  return { kind: 'scalar', width, height, data };
}

export interface Raster {
  width: number;
  height: number;
  channels: number;
}

/** The first map of a batch of logits, for those who ask for probabilities. */
export function scoreLayer(logits: ArrayLike<number>, { width, height, channels }: Raster): ScoreLayer {
  const data = new Float32Array(width * height * channels);
  for (let i = 0; i < data.length; i++) data[i] = logits[i]!;
  return { kind: 'scores', width, height, classes: channels, data };
}

/** The largest probability at each position of the first map of a batch of logits, in their size. */
export function confidenceLayer(logits: ArrayLike<number>, { width, height, channels }: Raster): FrameLayer {
  const largest = Float32Array.from({ length: width * height }, (_, position) => {
    let top = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < channels; c++) top = Math.max(top, logits[position * channels + c]!);
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += Math.exp(logits[position * channels + c]! - top);
    return 1 / sum;
  });
  return scalarLayer(largest, width, height);
}

/** The first map of a batch of masks, 0 or 1. */
export function maskLayer(mask: ArrayLike<number>, { width, height }: Raster): FrameLayer {
  return scalarLayer(mask, width, height);
}

/**
 * Attention to the detail, 0..255, in the first map of a batch: of the class that the label names where there is one for each,
 * 0 where nothing is labelled.
 * @param label train ids of the first picture, of `size`
 */
export function attentionLayer(
  attention: ArrayLike<number>,
  { width, height, channels }: Raster,
  label: ArrayLike<number>,
  size: { width: number; height: number },
): FrameLayer {
  const values = Float32Array.from({ length: width * height }, (_, i) => {
    const y = Math.floor((((i / width) | 0) + 0.5) * (size.height / height));
    const x = Math.floor(((i % width) + 0.5) * (size.width / width));
    const id = channels === 1 ? 0 : label[y * size.width + x]!;
    return id < channels ? attention[i * channels + id]! / 255 : 0;
  });
  return scalarLayer(values, width, height);
}

/** The detail crop of a picture, at its place. `box` begins with its row and column, `crop` is its height and width. */
export function detailLayer(
  picture: FrameLayer,
  box: ArrayLike<number>,
  [height, width]: [number, number],
): FrameLayer {
  const [y, x] = [box[0]!, box[1]!];
  const data = new Uint8Array(3 * width * height);
  for (let row = 0; row < height; row++) {
    const from = 3 * ((y + row) * picture.width + x);
    data.set(picture.data.subarray(from, from + 3 * width), 3 * row * width);
  }
  const area = {
    x0: x / picture.width,
    y0: y / picture.height,
    x1: (x + width) / picture.width,
    y1: (y + height) / picture.height,
  };
  return { kind: 'rgb', width, height, data, area };
}
