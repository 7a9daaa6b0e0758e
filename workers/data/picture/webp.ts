/** The container of a WebP file: its size in pixels, and whether it is complete. */
import type { Size } from './inspect';

const ascii = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));

export function isWebp(bytes: Uint8Array): boolean {
  return ascii(bytes, 0) === 'RIFF' && ascii(bytes, 8) === 'WEBP';
}

/**
 * Size of a WebP file in pixels, without decoding it.
 *
 * @throws one sentence naming `path` where the file is truncated or damaged.
 */
export function inspectWebp(bytes: Uint8Array, path: string): Size {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 30 || view.getUint32(4, true) + 8 > bytes.length)
    throw new Error(`${path} is truncated, it is shorter than its header says; copy it again.`);
  const kind = ascii(bytes, 12);
  const uint24 = (at: number) => bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
  if (kind === 'VP8X') return { width: uint24(24) + 1, height: uint24(27) + 1 };
  if (kind === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  throw new Error(`${path} is damaged, its first chunk is none of WebP's.`);
}

/** Bit of the extended header that announces an Exif chunk. */
const EXIF_FLAG = 0x08;

/** The file with its Exif chunk made unknown to decoders, some of which turn the picture by it; the same array without one. */
export function withoutWebpExif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (ascii(bytes, 12) !== 'VP8X' || (bytes[20] & EXIF_FLAG) === 0) return bytes;
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  out[20] &= ~EXIF_FLAG;
  for (let at = 12; at + 8 <= out.length; ) {
    if (ascii(out, at) === 'EXIF') out[at] = 'x'.charCodeAt(0);
    const length = view.getUint32(at + 4, true);
    at += 8 + length + (length & 1);
  }
  return out;
}
