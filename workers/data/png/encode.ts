/** A PNG writer for label maps and pictures: 8-bit grey, palette and RGB, 16-bit grey and RGB. */
import { COLOR_TYPE, crc32 } from './container';

export interface PngImage {
  width: number;
  height: number;
  channels: 1 | 3;
  /** height * width * channels samples; a Uint16Array makes a 16-bit file. */
  data: Uint8Array | Uint16Array;
  /** RGB triples, at most 256: makes a palette file of 8-bit, one-channel data. */
  palette?: Uint8Array;
}

/**
 * Encodes a picture. Rows are left unfiltered, which packs label maps best.
 *
 * @throws when the number of samples does not fit the size, or a palette comes with other than 8-bit indices.
 */
export async function encodePng(image: PngImage): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height, channels, data, palette } = image;
  if (data.length !== width * height * channels)
    throw new RangeError(
      `A ${width}x${height} picture with ${channels} channels needs ${width * height * channels} samples, not ${data.length}.`,
    );
  if (palette && (channels !== 1 || data.BYTES_PER_ELEMENT !== 1 || palette.length % 3 || palette.length > 768))
    throw new RangeError('A palette PNG needs one channel of 8-bit indices and at most 256 RGB colours.');
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = data.BYTES_PER_ELEMENT * 8;
  header[9] = palette ? COLOR_TYPE.palette : channels === 1 ? COLOR_TYPE.grey : COLOR_TYPE.rgb;
  const stream = new Blob([scanlines(image)]).stream().pipeThrough(new CompressionStream('deflate'));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  const chunks = [chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', new Uint8Array(0))];
  if (palette) chunks.splice(1, 0, chunk('PLTE', palette));
  return concatenate([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), ...chunks]);
}

/** Rows behind their filter byte 0; 16-bit samples with the high byte first. */
function scanlines({ width, height, channels, data }: PngImage): Uint8Array<ArrayBuffer> {
  const samples = width * channels;
  const stride = samples * data.BYTES_PER_ELEMENT + 1;
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * samples, (y + 1) * samples);
    const at = y * stride + 1;
    if (row instanceof Uint8Array) out.set(row, at);
    else
      for (let i = 0; i < samples; i++) {
        out[at + 2 * i] = row[i] >> 8;
        out[at + 2 * i + 1] = row[i] & 255;
      }
  }
  return out;
}

/** One chunk with its length and checksum. */
export function chunk(type: string, body: Uint8Array): Uint8Array {
  const out = new Uint8Array(body.length + 12);
  const view = new DataView(out.buffer);
  view.setUint32(0, body.length);
  for (let i = 0; i < 4; i++) out[4 + i] = type.charCodeAt(i);
  out.set(body, 8);
  view.setUint32(body.length + 8, crc32(out, 4, body.length + 8));
  return out;
}

function concatenate(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
