/**
 * Unpacks a deflate stream without a header into exactly `length` bytes.
 * @throws where the stream is damaged, or yields more or fewer bytes.
 */
export async function inflateRaw(packed: Uint8Array, length: number): Promise<Uint8Array> {
  const out = new Uint8Array(length);
  const source = new Blob([packed as Uint8Array<ArrayBuffer>]).stream();
  const reader = source.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (at + value.length > length) {
      await reader.cancel().catch(() => {});
      throw new Error(`The stream holds more than ${length} bytes.`);
    }
    out.set(value, at);
    at += value.length;
  }
  if (at < length) throw new Error(`The stream ends after ${at} of ${length} bytes.`);
  return out;
}
