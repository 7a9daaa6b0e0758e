/**
 * A PNG decoder that keeps the samples as they are in the file: 1 to 16 bits, palette indices, no colour management,
 * no alpha multiplication, interlaced or not. A canvas would return the high byte of 16-bit labels and the colours of
 * palette labels; label maps must never pass through one.
 */
import type { Picture } from '../../host';
import { COLOR_TYPE, type PngHeader, readContainer } from './container';
import { inflate } from './inflate';
import { unfilter } from './unfilter';

export interface Raster {
  width: number;
  height: number;
  /** Samples per pixel: 1 grey or palette index, 2 grey and alpha, 3 RGB, 4 RGBA. */
  channels: number;
  /** Bits per sample in the file. */
  depth: number;
  /** height * width * channels; 16-bit files give a Uint16Array, all others a Uint8Array with unscaled values. */
  data: Uint8Array | Uint16Array;
  /** RGB triples where `data` holds palette indices, otherwise null. */
  palette: Uint8Array | null;
}

/** First column and row, and the steps, of the seven passes of an interlaced file. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

interface Pass {
  x: number;
  y: number;
  stepX: number;
  stepY: number;
  width: number;
  height: number;
}

function passes({ width, height, interlaced }: PngHeader): Pass[] {
  if (!interlaced) return [{ x: 0, y: 0, stepX: 1, stepY: 1, width, height }];
  return ADAM7.map(([x, y, stepX, stepY]) => ({
    x,
    y,
    stepX,
    stepY,
    width: Math.ceil(Math.max(width - x, 0) / stepX),
    height: Math.ceil(Math.max(height - y, 0) / stepY),
  })).filter((pass) => pass.width > 0 && pass.height > 0);
}

/**
 * Decodes all samples of a PNG file.
 *
 * @param path names the file in messages.
 * @throws one sentence that says what is wrong with the file.
 */
export async function decodePng(bytes: Uint8Array<ArrayBuffer>, path: string): Promise<Raster> {
  const { header, palette, data } = readContainer(bytes, path);
  const { width, height, channels, depth } = header;
  const bits = channels * depth;
  const strideOf = (pass: Pass) => Math.ceil((pass.width * bits) / 8);
  const all = passes(header);
  const length = all.reduce((sum, pass) => sum + pass.height * (strideOf(pass) + 1), 0);
  const raw = await inflate(data, length, path);
  const samples = depth === 16 ? new Uint16Array(width * height * channels) : new Uint8Array(width * height * channels);
  let at = 0;
  for (const pass of all) {
    const stride = strideOf(pass);
    const rows = unfilter(raw, at, pass.height, stride, Math.max(1, bits >> 3), path);
    at += pass.height * (stride + 1);
    if (depth === 8 && !header.interlaced) samples.set(rows);
    else if (samples instanceof Uint16Array && !header.interlaced) joinBytes(rows, samples);
    else spread(rows, stride, pass, header, samples);
  }
  return {
    width,
    height,
    channels,
    depth,
    data: samples,
    palette: header.colorType === COLOR_TYPE.palette ? palette : null,
  };
}

/** 16-bit samples from pairs of bytes, the high one first. */
function joinBytes(rows: Uint8Array, samples: Uint16Array): void {
  for (let i = 0, at = 0; i < samples.length; i++, at += 2) samples[i] = (rows[at] << 8) | rows[at + 1];
}

/** Unpacks one pass into its places of the whole picture. */
function spread(rows: Uint8Array, stride: number, pass: Pass, header: PngHeader, samples: Uint8Array | Uint16Array) {
  const { width, channels, depth } = header;
  const mask = (1 << depth) - 1;
  for (let y = 0; y < pass.height; y++) {
    const row = y * stride;
    const out = (pass.y + y * pass.stepY) * width;
    for (let x = 0; x < pass.width; x++) {
      const pixel = (out + pass.x + x * pass.stepX) * channels;
      for (let c = 0; c < channels; c++) {
        const i = x * channels + c;
        if (depth === 16) samples[pixel + c] = (rows[row + 2 * i] << 8) | rows[row + 2 * i + 1];
        else if (depth === 8) samples[pixel + c] = rows[row + i];
        else {
          const bit = i * depth;
          samples[pixel + c] = (rows[row + (bit >> 3)] >> (8 - depth - (bit & 7))) & mask;
        }
      }
    }
  }
}

/**
 * The raster as 8-bit RGB: palette colours, grey in all three channels, samples of other depths scaled to 0..255 (the
 * high byte of 16 bits, as OpenCV reads them), alpha left out. An index beyond the palette is black.
 */
export function toPicture(raster: Raster): Picture {
  const { width, height, channels, depth, data, palette } = raster;
  const pixels = width * height;
  if (channels === 3 && depth === 8) return { width, height, rgb: data as Uint8Array };
  const rgb = new Uint8Array(pixels * 3);
  const grey = channels < 3;
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) {
      const value = data[i * channels + (grey ? 0 : c)];
      if (palette) rgb[i * 3 + c] = palette[value * 3 + c] ?? 0;
      else if (depth === 16) rgb[i * 3 + c] = value >> 8;
      else rgb[i * 3 + c] = depth === 8 ? value : (value * 255) / ((1 << depth) - 1);
    }
  }
  return { width, height, rgb };
}
