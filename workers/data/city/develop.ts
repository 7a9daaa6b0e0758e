import { RandomStream } from '../../../models/engine/random';
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
  const pixel = [0, 0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const inverse = gather(raster, x, y, pixel);
      ids[at] = voteId(raster, x, y);
      expose(pixel, look, inverse, (2 * x) / width - 1, (2 * y) / height - 1);
      for (let k = 0; k < 3; k++) picture[at * 3 + k] = pixel[k];
    }
  const sigma = (look.blur * height) / 128;
  if (sigma > 0.2) blurRows(picture, width, height, sigma);
  return { rgb: quantise(picture, look, seed, index), ids };
}

/** Mean colour of a pixel in 0..1 into `pixel`; returns the mean 1/z. */
function gather(raster: Raster, x: number, y: number, pixel: number[]): number {
  const count = SUPERSAMPLING * SUPERSAMPLING;
  let inverse = 0;
  pixel[0] = pixel[1] = pixel[2] = 0;
  for (let dy = 0; dy < SUPERSAMPLING; dy++)
    for (let dx = 0; dx < SUPERSAMPLING; dx++) {
      const from = (y * SUPERSAMPLING + dy) * raster.width + x * SUPERSAMPLING + dx;
      inverse += raster.inverseDepth[from] / count;
      for (let k = 0; k < 3; k++) pixel[k] += raster.colours[from * 3 + k] / (255 * count);
    }
  return inverse;
}

function voteId(raster: Raster, x: number, y: number): number {
  let best = 0;
  let bestVotes = 0;
  let bestInverse = -1;
  for (let k = 0; k < 4; k++) {
    const at = (y * 2 + (k >> 1)) * raster.width + x * 2 + (k & 1);
    const id = raster.ids[at];
    let votes = 0;
    for (let j = 0; j < 4; j++) if (raster.ids[(y * 2 + (j >> 1)) * raster.width + x * 2 + (j & 1)] === id) votes++;
    const inverse = raster.inverseDepth[at];
    if (votes > bestVotes || (votes === bestVotes && inverse > bestInverse)) {
      best = id;
      bestVotes = votes;
      bestInverse = inverse;
    }
  }
  return best;
}

/** Applies everything that happens to one pixel alone; (u, v) in -1..1 is its place in the picture. */
function expose(pixel: number[], look: LookSettings, inverse: number, u: number, v: number): void {
  const through = inverse > 0 ? Math.exp(-look.haze / inverse) : 1 - 0.4 * Math.min(1, look.haze * 60);
  for (let k = 0; k < 3; k++) pixel[k] = pixel[k] * through + look.hazeColour[k] * (1 - through);
  const grey = (pixel[0] + pixel[1] + pixel[2]) / 3;
  const corner = 1 - (look.vignette * (u * u + v * v)) / 2;
  for (let k = 0; k < 3; k++) {
    const saturated = grey + (pixel[k] - grey) * look.saturation;
    const contrasted = Math.min(1, Math.max(0, (saturated - 0.5) * look.contrast + 0.5));
    pixel[k] = contrasted ** look.gamma * look.gain[k] * corner;
  }
}

/** Separable Gaussian in place, edges repeated. */
function blurRows(picture: Float32Array, width: number, height: number, sigma: number): void {
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

function quantise(picture: Float32Array, look: LookSettings, seed: number, index: number): Uint8Array {
  const out = new Uint8Array(picture.length);
  const random = new RandomStream(seed, SENSOR_STREAM, index);
  const noisy = look.noise > 0 || look.greyNoise > 0;
  // The sum of three uniforms is close enough to a normal deviate for a sensor, at a third of the cost.
  const deviate = () => (random.uniform() + random.uniform() + random.uniform() - 1.5) * 2;
  for (let at = 0; at < picture.length; at += 3) {
    const common = noisy ? deviate() * look.greyNoise : 0;
    for (let k = 0; k < 3; k++) {
      const value = picture[at + k] + common + (noisy ? deviate() * look.noise : 0);
      out[at + k] = Math.min(255, Math.max(0, Math.floor(value * 255 + 0.5)));
    }
  }
  return out;
}
