import { hash4 } from '../../../models/engine/random';
import type { LookSettings } from './look';
import { type Raster, SUPERSAMPLING } from './raster';

/** Stream of the sensor's noise; the scene itself draws from `STREAM.scene`. */
const SENSOR_STREAM = 0x5e45;

export interface Developed {
  rgb: Uint8Array;
  ids: Uint16Array;
}

/**
 * Turns the rasterised scene into a picture: averages the supersamples, then haze by distance, saturation, contrast,
 * gamma, white balance, vignette, lens blur and sensor noise. Instance ids are the majority of a pixel's samples, the
 * nearest surface winning a tie.
 */
export function develop(raster: Raster, look: LookSettings, seed: number, index: number): Developed {
  const width = raster.width / SUPERSAMPLING;
  const height = raster.height / SUPERSAMPLING;
  const picture = new Float32Array(width * height * 3);
  const ids = new Uint16Array(width * height);
  const pixel = new Float32Array(3);
  const curve = toneCurve(look);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const corner = y * SUPERSAMPLING * raster.width + x * SUPERSAMPLING;
      const inverse = gather(raster, corner, pixel);
      ids[at] = voteId(raster, corner);
      expose(pixel, look, curve, inverse, (2 * x) / width - 1, (2 * y) / height - 1);
      picture[at * 3] = pixel[0];
      picture[at * 3 + 1] = pixel[1];
      picture[at * 3 + 2] = pixel[2];
    }
  const sigma = (look.blur * height) / 128;
  if (sigma > 0.2) blur(picture, width, height, sigma);
  return { rgb: quantise(picture, look, seed, index), ids };
}

/** Mean colour of the 2x2 samples from `corner` on in 0..1 into `pixel`; returns their mean 1/z. */
function gather(raster: Raster, corner: number, pixel: Float32Array): number {
  const { colours, inverseDepth } = raster;
  const below = corner + raster.width;
  const a = colours[corner];
  const b = colours[corner + 1];
  const c = colours[below];
  const d = colours[below + 1];
  for (let k = 0; k < 3; k++) {
    const shift = 8 * k;
    pixel[k] = (((a >> shift) & 255) + ((b >> shift) & 255) + ((c >> shift) & 255) + ((d >> shift) & 255)) / 1020;
  }
  return (inverseDepth[corner] + inverseDepth[corner + 1] + inverseDepth[below] + inverseDepth[below + 1]) / 4;
}

function voteId(raster: Raster, corner: number): number {
  const { ids, inverseDepth } = raster;
  const below = corner + raster.width;
  if (ids[corner] === ids[corner + 1] && ids[corner] === ids[below]) return ids[corner];
  const places = [corner, corner + 1, below, below + 1];
  let best = 0;
  let bestVotes = 0;
  let bestInverse = -1;
  for (const at of places) {
    const votes = places.filter((other) => ids[other] === ids[at]).length;
    const inverse = inverseDepth[at];
    if (votes > bestVotes || (votes === bestVotes && inverse > bestInverse)) {
      best = ids[at];
      bestVotes = votes;
      bestInverse = inverse;
    }
  }
  return best;
}

const CURVE_STEPS = 1023;

/** Contrast and gamma of 0..1 as a table, so that a pixel needs no power function. */
function toneCurve(look: LookSettings): Float32Array {
  return Float32Array.from({ length: CURVE_STEPS + 1 }, (_, i) => {
    const contrasted = Math.min(1, Math.max(0, (i / CURVE_STEPS - 0.5) * look.contrast + 0.5));
    return contrasted ** look.gamma;
  });
}

/** Applies everything that happens to one pixel alone; (u, v) in -1..1 is its place in the picture. */
function expose(
  pixel: Float32Array,
  look: LookSettings,
  curve: Float32Array,
  inverse: number,
  u: number,
  v: number,
): void {
  if (look.haze > 0) {
    const through = inverse > 0 ? Math.exp(-look.haze / inverse) : 1 - 0.4 * Math.min(1, look.haze * 60);
    for (let k = 0; k < 3; k++) pixel[k] = pixel[k] * through + look.hazeColour[k] * (1 - through);
  }
  const grey = (pixel[0] + pixel[1] + pixel[2]) / 3;
  const corner = 1 - (look.vignette * (u * u + v * v)) / 2;
  for (let k = 0; k < 3; k++) {
    const saturated = grey + (pixel[k] - grey) * look.saturation;
    const step = Math.min(CURVE_STEPS, Math.max(0, Math.floor(saturated * CURVE_STEPS + 0.5)));
    pixel[k] = curve[step] * look.gain[k] * corner;
  }
}

/** Separable Gaussian in place, edges repeated. */
function blur(picture: Float32Array, width: number, height: number, sigma: number): void {
  const radius = Math.max(1, Math.ceil(sigma * 2));
  const kernel = Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)));
  const total = kernel.reduce((a, b) => a + b, 0);
  const copy = new Float32Array(picture.length);
  const pass = (from: Float32Array, to: Float32Array, dx: number, dy: number) => {
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        let r = 0;
        let g = 0;
        let b = 0;
        for (let i = -radius; i <= radius; i++) {
          const xx = Math.min(width - 1, Math.max(0, x + i * dx));
          const yy = Math.min(height - 1, Math.max(0, y + i * dy));
          const at = (yy * width + xx) * 3;
          const weight = kernel[i + radius];
          r += from[at] * weight;
          g += from[at + 1] * weight;
          b += from[at + 2] * weight;
        }
        const to3 = (y * width + x) * 3;
        to[to3] = r / total;
        to[to3 + 1] = g / total;
        to[to3 + 2] = b / total;
      }
  };
  pass(picture, copy, 1, 0);
  pass(copy, picture, 0, 1);
}

/** Rounds to bytes and adds the sensor's noise: one hash gives a pixel's common and three channel deviates. */
function quantise(picture: Float32Array, look: LookSettings, seed: number, index: number): Uint8Array {
  const out = new Uint8Array(picture.length);
  const noisy = look.noise > 0 || look.greyNoise > 0;
  let hashed: readonly number[] = [];
  for (let at = 0; at < picture.length; at += 3) {
    let common = 0;
    if (noisy) {
      hashed = hash4(seed, SENSOR_STREAM, index, at);
      common = deviate(hashed[3]) * look.greyNoise;
    }
    for (let k = 0; k < 3; k++) {
      const value = picture[at + k] + common + (noisy ? deviate(hashed[k]) * look.noise : 0);
      out[at + k] = Math.min(255, Math.max(0, Math.floor(value * 255 + 0.5)));
    }
  }
  return out;
}

/** About normal, unit deviation: the sum of a word's four bytes. */
function deviate(word: number): number {
  const sum = (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);
  return (sum - 510) / 147.8;
}
