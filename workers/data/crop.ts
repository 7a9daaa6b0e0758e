/** Random crops and mirroring of a picture together with its label. */
import type { RandomStream } from '../../models/engine/random';
import { IGNORE_INDEX } from '../experiment/taxonomy';
import type { Extent } from './resize';

/** A resized picture and its label at the same size. */
export interface Sample extends Extent {
  /** height * width * 3 */
  rgb: Uint8Array;
  label: Uint8Array | null;
}

export interface Box extends Extent {
  x: number;
  y: number;
}

export interface CropOptions {
  /** A smaller picture gives a smaller crop. */
  crop: Extent;
  /** A crop is drawn again while one class has this share of its labelled pixels or more; 1 = never. */
  categoryMaxRatio: number;
}

/** Crops that are checked before one is taken as it comes. */
const MAX_CHECKS = 10;

/**
 * Draws the rectangle of a crop, y before x, each uniform over all places where it fits.
 *
 * With a ratio below 1, up to ten rectangles are checked: one is taken when it shows more than one class, none of
 * which has the ratio or more of the labelled pixels. What is drawn after the tenth failure is taken unchecked.
 */
export function drawCrop(sample: Sample, { crop, categoryMaxRatio }: CropOptions, random: RandomStream): Box {
  let box = drawBox(sample, crop, random);
  if (categoryMaxRatio >= 1 || !sample.label) return box;
  for (let check = 0; check < MAX_CHECKS; check++) {
    if (isMixed(sample.label, sample.width, box, categoryMaxRatio)) return box;
    box = drawBox(sample, crop, random);
  }
  return box;
}

function drawBox(sample: Extent, crop: Extent, random: RandomStream): Box {
  const y = random.integer(Math.max(sample.height - crop.height, 0) + 1);
  const x = random.integer(Math.max(sample.width - crop.width, 0) + 1);
  return { x, y, width: Math.min(crop.width, sample.width), height: Math.min(crop.height, sample.height) };
}

function isMixed(label: Uint8Array, stride: number, box: Box, maxRatio: number): boolean {
  const pixels = new Uint32Array(256);
  for (let y = box.y; y < box.y + box.height; y++)
    for (let i = y * stride + box.x; i < y * stride + box.x + box.width; i++) pixels[label[i]]++;
  const labelled = pixels.subarray(0, IGNORE_INDEX).filter((count) => count > 0);
  const total = labelled.reduce((sum, count) => sum + count, 0);
  return labelled.length > 1 && Math.max(...labelled) / total < maxRatio;
}

/** Copies a rectangle, mirrored left to right where `flipped`. */
export function cutOut(sample: Sample, box: Box, flipped: boolean): { rgb: Uint8Array; label: Uint8Array | null } {
  return {
    rgb: cut(sample.rgb, sample.width, box, flipped, 3),
    label: sample.label && cut(sample.label, sample.width, box, flipped, 1),
  };
}

function cut(from: Uint8Array, stride: number, box: Box, flipped: boolean, channels: number): Uint8Array {
  const { x, y, width, height } = box;
  const out = new Uint8Array(width * height * channels);
  for (let row = 0; row < height; row++) {
    const start = ((y + row) * stride + x) * channels;
    const at = row * width * channels;
    if (!flipped) out.set(from.subarray(start, start + width * channels), at);
    else
      for (let column = 0; column < width; column++)
        for (let c = 0; c < channels; c++)
          out[at + column * channels + c] = from[start + (width - 1 - column) * channels + c];
  }
  return out;
}

export interface Margins {
  top: number;
  bottom: number;
  left: number;
  right: number;
  /** Mirrors the border with the crop; the reference leaves it where it was (Q3). */
  followFlip: boolean;
}

/** The part of a crop that lies within the margins of its picture, from x0 and y0 up to and without x1 and y1. */
export function withinMargins(
  picture: Extent,
  box: Box,
  { top, bottom, left, right, followFlip }: Margins,
  flipped: boolean,
): { x0: number; y0: number; x1: number; y1: number } {
  const inside = (at: number, length: number) => Math.min(Math.max(at, 0), length);
  const x0 = inside(left - box.x, box.width);
  const x1 = inside(picture.width - right - box.x, box.width);
  const y0 = inside(top - box.y, box.height);
  const y1 = inside(picture.height - bottom - box.y, box.height);
  return flipped && followFlip ? { x0: box.width - x1, y0, x1: box.width - x0, y1 } : { x0, y0, x1, y1 };
}
