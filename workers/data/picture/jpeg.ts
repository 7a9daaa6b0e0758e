/**
 * The segments of a JPEG file: enough to find its size, to see that it is complete, and to leave out the orientation
 * tag that browsers obey and the reference code does not (a turned picture would no longer lie on its label).
 */
import type { Size } from './inspect';

const [SOS, EOI, APP1] = [0xda, 0xd9, 0xe1];
/** Start-of-frame markers hold the size; C4, C8 and CC lie between them and mean something else. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

export interface Segment {
  marker: number;
  /** Of the marker, and of the byte behind the segment. */
  from: number;
  to: number;
}

/** The segments before the pixel data. @throws one sentence where the file ends within them. */
export function segmentsOf(bytes: Uint8Array, path: string): Segment[] {
  const found: Segment[] = [];
  let at = 2;
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
    if (at + 4 > bytes.length) throw new Error(`${path} is truncated, it ends within its header; copy it again.`);
    const to = at + 2 + ((bytes[at + 2] << 8) | bytes[at + 3]);
    if (bytes[at] !== 0xff || to > bytes.length)
      throw new Error(`${path} is damaged or truncated, its header breaks off at byte ${at}; copy it again.`);
    found.push({ marker: bytes[at + 1], from: at, to });
    if (bytes[at + 1] === SOS) return found;
    at = to;
  }
}

/**
 * Size of a JPEG file in pixels, without decoding it.
 *
 * @throws one sentence naming `path` where the file is truncated or damaged.
 */
export function inspectJpeg(bytes: Uint8Array, path: string): Size {
  const frame = segmentsOf(bytes, path).find(({ marker }) => isFrame(marker));
  if (!frame || frame.to - frame.from < 10) throw new Error(`${path} is damaged, it does not say its size.`);
  // Cameras may write bytes behind the end marker, but a file without one was cut.
  let end = bytes.length - 2;
  while (end > frame.to && !(bytes[end] === 0xff && bytes[end + 1] === EOI)) end--;
  if (end <= frame.to) throw new Error(`${path} is truncated, its end marker is missing; copy it again.`);
  const at = frame.from + 5;
  return { height: (bytes[at] << 8) | bytes[at + 1], width: (bytes[at + 2] << 8) | bytes[at + 3] };
}

/** The file without its Exif segments; the same array where it has none. */
export function withoutExif(bytes: Uint8Array<ArrayBuffer>, path: string): Uint8Array<ArrayBuffer> {
  const exif = segmentsOf(bytes, path).filter(
    ({ marker, from }) => marker === APP1 && String.fromCharCode(...bytes.subarray(from + 4, from + 8)) === 'Exif',
  );
  if (exif.length === 0) return bytes;
  const out = new Uint8Array(bytes.length - exif.reduce((sum, { from, to }) => sum + to - from, 0));
  let [read, write] = [0, 0];
  for (const { from, to } of exif) {
    out.set(bytes.subarray(read, from), write);
    write += from - read;
    read = to;
  }
  out.set(bytes.subarray(read), write);
  return out;
}
