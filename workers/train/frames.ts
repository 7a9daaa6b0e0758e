/** Small pictures of an iteration for the page. */
import { IMAGE_MEAN, IMAGE_STD } from '../../models/ops/normalize/normalize';
import type { Crop } from '../data/batch';
import type { FrameLayer } from '../protocol';

/** A crop as it was read. */
export function cropLayer(crop: Crop): FrameLayer {
  return { kind: 'rgb', width: crop.width, height: crop.height, data: Uint8Array.from(crop.rgb) };
}

/** The first map of a batch of normalised images. */
export function photoLayer(values: ArrayLike<number>, width: number, height: number): FrameLayer {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const level = values[i]! * IMAGE_STD[i % 3]! + IMAGE_MEAN[i % 3]!;
    data[i] = Math.max(0, Math.min(255, Math.round(level)));
  }
  return { kind: 'rgb', width, height, data };
}

/** The first label map of a batch. */
export function labelLayer(values: ArrayLike<number>, width: number, height: number): FrameLayer {
  return { kind: 'labels', width, height, data: Uint8Array.from({ length: width * height }, (_, i) => values[i]!) };
}

/** The first map of a batch of values in 0..1, as grey. */
export function scalarLayer(values: ArrayLike<number>, width: number, height: number): FrameLayer {
  const data = Uint8Array.from({ length: width * height }, (_, i) => Math.round(255 * Math.min(1, values[i]!)));
  return { kind: 'scalar', width, height, data };
}
