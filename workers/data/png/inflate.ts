/**
 * Inflates a zlib stream whose length is known beforehand, with the platform's DecompressionStream (browsers, workers
 * and Node). The output is allocated once and never grows: a stream that yields more is refused.
 */

/** Deflate cannot pack more than about 1032 bytes into one. */
const MAX_RATIO = 1032;

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
  const out = new Uint8Array(length);
  const reader = new Blob(parts).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error(`${path} is damaged, its pixel data cannot be unpacked; copy it again.`);
    });
    if (done) break;
    if (at + value.length > length) {
      await reader.cancel().catch(() => {});
      throw new Error(`${path} is damaged, it holds more pixel data than its size needs.`);
    }
    out.set(value, at);
    at += value.length;
  }
  if (at < length) throw new Error(`${path} is damaged, its pixel data ends after ${at} of ${length} bytes.`);
  return out;
}
