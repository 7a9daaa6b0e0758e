/**
 * A small PNG writer: grey or RGB, 8 or 16 bits, no interlace, deflate by the platform's CompressionStream (in
 * browsers, workers and Node). Rows are stored unfiltered: label maps compress best that way.
 */
const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

export interface PngImage {
  width: number;
  height: number;
  channels: 1 | 3;
  /** height * width * channels samples; a Uint16Array makes a 16-bit file. */
  data: Uint8Array | Uint16Array;
}

/** Encodes a picture as PNG bytes. */
export async function encodePng(image: PngImage): Promise<Uint8Array> {
  const { width, height, channels, data } = image;
  if (data.length !== width * height * channels)
    throw new RangeError(
      `A ${width}x${height} picture with ${channels} channels needs ${width * height * channels} samples, not ${data.length}.`,
    );
  const depth = data.BYTES_PER_ELEMENT * 8;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([depth, channels === 1 ? 0 : 2, 0, 0, 0], 8);
  const packed = await deflate(scanlines(image));
  const parts = [
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', packed),
    chunk('IEND', new Uint8Array(0)),
  ];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Rows with their filter byte; 16-bit samples most significant byte first. */
function scanlines(image: PngImage): Uint8Array {
  const samples = image.width * image.channels;
  const bytes = image.data.BYTES_PER_ELEMENT;
  const stride = samples * bytes + 1;
  const out = new Uint8Array(stride * image.height);
  for (let y = 0; y < image.height; y++) {
    const row = image.data.subarray(y * samples, (y + 1) * samples);
    if (row instanceof Uint8Array) {
      out.set(row, y * stride + 1);
      continue;
    }
    for (let i = 0; i < samples; i++) {
      out[y * stride + 1 + 2 * i] = row[i] >> 8;
      out[y * stride + 2 + 2 * i] = row[i] & 255;
    }
  }
  return out;
}

async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const out = new Uint8Array(body.length + 12);
  const view = new DataView(out.buffer);
  view.setUint32(0, body.length);
  for (let i = 0; i < 4; i++) out[4 + i] = type.charCodeAt(i);
  out.set(body, 8);
  let crc = 0xffffffff;
  for (let i = 4; i < body.length + 8; i++) crc = CRC_TABLE[(crc ^ out[i]) & 255] ^ (crc >>> 8);
  view.setUint32(body.length + 8, (crc ^ 0xffffffff) >>> 0);
  return out;
}
