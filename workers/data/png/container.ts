/**
 * The container of a PNG file: signature, chunks, header and checksums. Nothing is inflated here.
 *
 * All sizes are checked against the bytes that are there before anything is allocated, so a broken or hostile file
 * costs no more memory than itself.
 */

/** Pictures of more pixels are refused: 8192 x 8192. */
export const MAX_PIXELS = 67_108_864;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export const COLOR_TYPE = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 } as const;

/** Samples per pixel and the bit depths that the format allows, by colour type. */
const FORMATS: Record<number, { channels: number; depths: number[] }> = {
  [COLOR_TYPE.grey]: { channels: 1, depths: [1, 2, 4, 8, 16] },
  [COLOR_TYPE.rgb]: { channels: 3, depths: [8, 16] },
  [COLOR_TYPE.palette]: { channels: 1, depths: [1, 2, 4, 8] },
  [COLOR_TYPE.greyAlpha]: { channels: 2, depths: [8, 16] },
  [COLOR_TYPE.rgba]: { channels: 4, depths: [8, 16] },
};

export interface PngHeader {
  width: number;
  height: number;
  /** Bits per sample: 1, 2, 4, 8 or 16. */
  depth: number;
  colorType: number;
  channels: number;
  interlaced: boolean;
}

export interface PngContainer {
  header: PngHeader;
  /** RGB triples; null without a PLTE chunk. */
  palette: Uint8Array | null;
  /** The pieces of the zlib stream, in order. */
  data: Uint8Array<ArrayBuffer>[];
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 of bytes[from, to). */
export function crc32(bytes: Uint8Array, from: number, to: number): number {
  let crc = -1;
  for (let i = from; i < to; i++) crc = CRC_TABLE[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

export function isPng(bytes: Uint8Array): boolean {
  return bytes.length >= SIGNATURE.length && SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads the chunks and verifies their checksums.
 *
 * @param path names the file in messages.
 * @param verifyData also verifies the checksums of the pixel data; needless where it is inflated, since the zlib stream
 *   carries one of its own.
 * @throws one sentence: not a PNG, truncated, damaged, or larger than `MAX_PIXELS`.
 */
export function readContainer(bytes: Uint8Array<ArrayBuffer>, path: string, verifyData = false): PngContainer {
  if (bytes.length === 0) throw new Error(`${path} is empty; export or copy it again.`);
  if (!isPng(bytes)) throw new Error(`${path} is not a PNG file, its first bytes say ${formatOf(bytes)}.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: PngHeader | null = null;
  let palette: Uint8Array | null = null;
  const data: Uint8Array<ArrayBuffer>[] = [];
  let at = SIGNATURE.length;
  for (;;) {
    if (at + 12 > bytes.length) throw truncated(path, bytes.length);
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 8 + length;
    if (end + 4 > bytes.length) throw truncated(path, bytes.length);
    if ((type !== 'IDAT' || verifyData) && crc32(bytes, at + 4, end) !== view.getUint32(end))
      throw new Error(`${path} is damaged, the checksum of its ${printable(type)} chunk is wrong; copy it again.`);
    const body = bytes.subarray(at + 8, end);
    if (!header && type !== 'IHDR') throw new Error(`${path} is damaged, it does not begin with an IHDR chunk.`);
    if (type === 'IHDR') header = readHeader(body, path);
    else if (type === 'PLTE') palette = body;
    else if (type === 'IDAT') data.push(body);
    else if (type === 'IEND') break;
    at = end + 4;
  }
  if (header?.colorType === COLOR_TYPE.palette && !palette) throw new Error(`${path} is damaged, it has no palette.`);
  if (!header || data.length === 0) throw new Error(`${path} is damaged, it holds no pixels.`);
  return { header, palette, data };
}

/**
 * Header and palette from the first bytes of a file; null where they are none of a PNG, or damaged.
 *
 * @param head a few kB: the palette lies before the pixels, seldom behind anything large.
 */
export function peekPng(head: Uint8Array<ArrayBuffer>): { header: PngHeader; palette: Uint8Array | null } | null {
  if (!isPng(head)) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  let header: PngHeader | null = null;
  let palette: Uint8Array | null = null;
  for (let at = SIGNATURE.length; at + 12 <= head.length; at += view.getUint32(at) + 12) {
    const type = String.fromCharCode(...head.subarray(at + 4, at + 8));
    const body = head.subarray(at + 8, at + 8 + view.getUint32(at));
    const end = at + 8 + body.length;
    if (type === 'IHDR') {
      if (end + 4 > head.length || crc32(head, at + 4, end) !== view.getUint32(end)) return null;
      try {
        header = readHeader(body, '');
      } catch {
        return null;
      }
    }
    if (type === 'PLTE') palette = body;
    if (type === 'IDAT') break;
  }
  return header && { header, palette };
}

function readHeader(body: Uint8Array, path: string): PngHeader {
  if (body.length !== 13) throw new Error(`${path} is damaged, its header has ${body.length} bytes instead of 13.`);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  const [depth, colorType, compression, filter, interlace] = body.subarray(8);
  if (width === 0 || height === 0) throw new Error(`${path} is damaged, its size is ${width}x${height}.`);
  if (width * height > MAX_PIXELS)
    throw new Error(`${path} is ${width}x${height}, more than ${MAX_PIXELS} pixels; make it smaller.`);
  const format = FORMATS[colorType];
  if (!format?.depths.includes(depth) || compression !== 0 || filter !== 0 || interlace > 1)
    throw new Error(
      `${path} is damaged, its header names colour type ${colorType} with ${depth} bits, compression ${compression}, filter ${filter} and interlace ${interlace}.`,
    );
  return { width, height, depth, colorType, channels: format.channels, interlaced: interlace === 1 };
}

function truncated(path: string, length: number): Error {
  return new Error(`${path} is truncated, it ends after ${length} bytes in the middle of the picture; copy it again.`);
}

function printable(type: string): string {
  return /^[A-Za-z]{4}$/.test(type) ? type : 'unnamed';
}

/** Still pictures among the files that begin like films. */
const CONTAINERS: Record<string, string> = {
  heic: 'HEIC',
  heix: 'HEIC',
  mif1: 'HEIC',
  msf1: 'HEIC',
  avif: 'AVIF',
};

/** The format of a file by its first bytes: a name, or the bytes themselves. */
export function formatOf(bytes: Uint8Array): string {
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  if (text.startsWith('\xff\xd8\xff')) return 'JPEG';
  if (text.startsWith('RIFF') && text.slice(8) === 'WEBP') return 'WebP';
  if (text.startsWith('GIF8')) return 'GIF';
  if (text.startsWith('BM')) return 'BMP';
  if (text.startsWith('II*\0') || text.startsWith('MM\0*')) return 'TIFF';
  if (text.slice(4, 8) === 'ftyp') return CONTAINERS[text.slice(8)] ?? 'a film';
  return [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
