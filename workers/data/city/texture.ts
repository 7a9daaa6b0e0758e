import { hash4 } from '../../../models/engine/random';

/**
 * Procedural surfaces. A texture is asked for one sample at (u, v) in metres on the surface and changes the colour in
 * place; `footprint` is the size of one sample in metres, by which fine structure fades out instead of flickering.
 */
export type Texture = (u: number, v: number, footprint: number, colour: Float32Array) => void;

const TILE = 256;

/** Periodic noise with zero mean and unit deviation, blurred by boxes of `rx` x `ry` samples, twice. */
function noiseTile(key: number, rx: number, ry: number): Float32Array {
  let tile: Float32Array = new Float32Array(TILE * TILE);
  for (let i = 0; i < tile.length; i += 4) {
    const hashed = hash4(key, i, 77, 3);
    for (let k = 0; k < 4; k++) tile[i + k] = hashed[k] / 4294967296 - 0.5;
  }
  for (let pass = 0; pass < 2; pass++) tile = blurTile(blurTile(tile, rx, 1), ry, TILE);
  let mean = 0;
  for (const value of tile) mean += value / tile.length;
  let variance = 0;
  for (const value of tile) variance += (value - mean) ** 2 / tile.length;
  return tile.map((value) => (value - mean) / Math.sqrt(variance));
}

function blurTile(tile: Float32Array, radius: number, stride: number): Float32Array {
  const out = new Float32Array(tile.length);
  for (let y = 0; y < TILE; y++)
    for (let x = 0; x < TILE; x++) {
      let sum = 0;
      for (let d = -radius; d <= radius; d++) {
        const xx = stride === 1 ? (x + d + TILE) & 255 : x;
        const yy = stride === 1 ? y : (y + d + TILE) & 255;
        sum += tile[yy * TILE + xx];
      }
      out[y * TILE + x] = sum;
    }
  return out;
}

const FINE = noiseTile(1, 0, 0);
const MEDIUM = noiseTile(2, 2, 2);
const COARSE = noiseTile(3, 7, 7);
const STREAKS = noiseTile(4, 9, 1);

/** Value of a noise tile at (u, v) in samples; repeats every 256. */
function at(tile: Float32Array, u: number, v: number): number {
  return tile[((Math.floor(v) & 255) << 8) | (Math.floor(u) & 255)];
}

/** Medium-grain noise at (u, v) in samples, for edges that must look torn. */
export function raggedness(u: number, v: number): number {
  return at(MEDIUM, u, v);
}

function scale(colour: Float32Array, factor: number): void {
  colour[0] *= factor;
  colour[1] *= factor;
  colour[2] *= factor;
}

/** Fine structure of `size` metres is gone once a sample is as large. */
function visible(size: number, footprint: number): number {
  return Math.min(1, size / footprint);
}

/** Asphalt, concrete, plaster: grain of `grain` metres and slow stains. */
export function grainy(amount: number, grain: number, offset: number): Texture {
  return (u, v, footprint, colour) => {
    const fine = at(FINE, u / grain, v / grain + offset) * visible(grain, footprint);
    const slow = at(COARSE, u * 3 + offset, v * 3);
    scale(colour, 1 + amount * (fine * 0.6 + slow * 0.7));
  };
}

/** Slabs of `size` metres with darker joints. */
export function paved(amount: number, size: number, offset: number): Texture {
  const base = grainy(amount * 0.7, 0.08, offset);
  return (u, v, footprint, colour) => {
    base(u, v, footprint, colour);
    const a = u / size - Math.floor(u / size);
    const b = v / size - Math.floor(v / size);
    if (a < 0.08 || b < 0.08) scale(colour, 1 - 2.2 * amount * visible(size * 0.3, footprint));
  };
}

/** Grass and soil: streaks across the view, blotches of another tone. */
export function earthy(amount: number, blotch: number, offset: number): Texture {
  return (u, v, footprint, colour) => {
    const fine = at(STREAKS, u * 14, v * 9 + offset) * visible(0.12, footprint);
    const slow = at(COARSE, u * 5, v * 5 + offset);
    scale(colour, 1 + amount * (0.8 * fine + 0.5 * slow));
    if (slow > 0.6) colour[0] *= 1 + blotch;
  };
}

/** Leaves: strong clumps with dark gaps. */
export function leafy(amount: number, offset: number): Texture {
  return (u, v, footprint, colour) => {
    const leaf = at(MEDIUM, u * 16 + offset, v * 16) * visible(0.22, footprint);
    const clump = at(COARSE, u * 12, v * 12 + offset);
    scale(colour, Math.max(0.3, 1 + amount * (1.1 * leaf + 0.8 * clump)));
  };
}

export interface Facade {
  /** Distance between windows and between floors, metres. */
  bay: number;
  floor: number;
  /** Share of a bay and of a floor that is glass, 0..1. */
  glassWidth: number;
  glassHeight: number;
  glass: readonly [number, number, number];
  frame: readonly [number, number, number];
  /** Ground floor as a shop front of this colour, or none. */
  shop?: readonly [number, number, number];
}

/** A wall with rows of windows; u runs along the wall, v is the height above the ground. */
export function facade(spec: Facade, amount: number, offset: number): Texture {
  const plaster = grainy(amount, 0.12, offset);
  return (u, v, footprint, colour) => {
    plaster(u, v, footprint, colour);
    const storey = Math.floor(v / spec.floor);
    const bay = Math.floor(u / spec.bay);
    const a = Math.abs(u / spec.bay - bay - 0.5) * 2;
    const b = Math.abs(v / spec.floor - storey - 0.52) * 2;
    const ground = storey === 0 && spec.shop !== undefined;
    const width = ground ? 0.9 : spec.glassWidth;
    const height = ground ? 0.75 : spec.glassHeight;
    if (a < width && b < height) {
      const inset = 1 + 0.25 * at(FINE, bay * 7.3 + offset, storey * 5.1);
      const pane = ground ? spec.shop! : spec.glass;
      for (let k = 0; k < 3; k++) colour[k] = pane[k] * inset;
    } else if (a < width + 0.14 && b < height + 0.14) {
      for (let k = 0; k < 3; k++) colour[k] = spec.frame[k];
    }
  };
}

/** Courses of brick or blocks. */
export function courses(amount: number, height: number, offset: number): Texture {
  const base = grainy(amount, 0.1, offset);
  return (u, v, footprint, colour) => {
    base(u, v, footprint, colour);
    const row = Math.floor(v / height);
    const a = u / (height * 2.4) + (row & 1) * 0.5;
    const joint = v / height - row < 0.16 || a - Math.floor(a) < 0.08;
    if (joint) scale(colour, 1 - 2.5 * amount * visible(height * 0.4, footprint));
  };
}
