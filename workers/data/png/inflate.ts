/**
 * Inflates a zlib stream whose length is known beforehand. The output never grows beyond it: a stream that yields more
 * is refused, so that a small file cannot ask for gigabytes.
 *
 * Browsers and workers have DecompressionStream. Node has it too, but its streams take four times as long as its zlib,
 * which moreover works on threads of its own.
 */
import type * as Zlib from 'node:zlib';

/** Deflate cannot pack more than about 1032 bytes into one. */
const MAX_RATIO = 1032;

const zlib: typeof Zlib | undefined = globalThis.process?.getBuiltinModule?.('node:zlib');

/**
 * @param parts the stream's pieces, in order.
 * @param length bytes that it must yield.
 * @throws one sentence naming `path` where it yields fewer or more, or is damaged.
 */
export async function inflate(
  parts: Uint8Array<ArrayBuffer>[],
  length: number,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = parts.reduce((sum, part) => sum + part.length, 0);
  if (length > packed * MAX_RATIO)
    throw new Error(`${path} is damaged, ${packed} bytes of data cannot hold the ${length} of its size.`);
  const out = await (zlib ? inflateInNode(zlib, parts, length) : inflateStream(parts, length)).catch(
    (error: unknown) => {
      if (error instanceof TooLong)
        throw new Error(`${path} is damaged, it holds more pixel data than its size needs.`);
      throw new Error(`${path} is damaged, its pixel data cannot be unpacked; copy it again.`);
    },
  );
  if (out.length < length)
    throw new Error(`${path} is damaged, its pixel data ends after ${out.length} of ${length} bytes.`);
  return out;
}

class TooLong extends Error {}

/** With the platform's DecompressionStream; fewer than `length` bytes where the stream ends early. */
export async function inflateStream(
  parts: Uint8Array<ArrayBuffer>[],
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const out = new Uint8Array(length);
  const reader = new Blob(parts).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return out.subarray(0, at);
    if (at + value.length > length) {
      await reader.cancel().catch(() => {});
      throw new TooLong();
    }
    out.set(value, at);
    at += value.length;
  }
}

function inflateInNode(
  { inflate: unpack }: typeof Zlib,
  parts: Uint8Array<ArrayBuffer>[],
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    // One byte more than needed tells a stream that is too long from one that fits.
    unpack(Buffer.concat(parts), { maxOutputLength: length + 1 }, (error, out) => {
      if (error) reject((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? new TooLong() : error);
      else if (out.length > length) reject(new TooLong());
      else resolve(new Uint8Array(out.buffer as ArrayBuffer, out.byteOffset, out.length));
    });
  });
}
