/**
 * Zip archives of files that are stored as they are: label PNGs and weights do not shrink. For browsers that cannot
 * write into a folder.
 */
import { crc32 } from '../models/weights/torch/crc32';

/** The format's 32-bit offsets end there, and its 16-bit count. */
const MAX_BYTES = 2 ** 32 - 1;
const MAX_FILES = 2 ** 16 - 1;
const LOCAL_FILE = 0x04034b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END = 0x06054b50;
/** Version 2.0, and names in UTF-8. */
const VERSION = 20;
const UTF8 = 0x0800;
/** 1 January 1980, the format's first day: equal content gives equal archives. */
const DATE = 0x0021;

/**
 * @param files contents by path, with forward slashes
 * @throws where the archive would be larger than the format's 32-bit form allows.
 */
export async function zip(files: Iterable<readonly [string, Blob]>): Promise<Blob> {
  const parts: BlobPart[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const [path, content] of files) {
    const name = new TextEncoder().encode(path);
    const bytes = new Uint8Array(await content.arrayBuffer());
    const shared = [VERSION, UTF8, 0, 0, DATE];
    const sums = [crc32(bytes), bytes.length, bytes.length];
    parts.push(record(LOCAL_FILE, [...shared], sums, [name.length, 0], [], name), content);
    directory.push(record(DIRECTORY_ENTRY, [VERSION, ...shared], sums, [name.length, 0, 0, 0, 0], [0, offset], name));
    offset += 30 + name.length + bytes.length;
    if (offset > MAX_BYTES || directory.length > MAX_FILES)
      throw new Error('This is too much for one zip file; save into a folder with Chrome or Edge.');
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0);
  const counts = [0, 0, directory.length, directory.length];
  const end = record(END, counts, [size, offset], [0], [], new Uint8Array(0));
  return new Blob([...parts, ...directory, end], { type: 'application/zip' });
}

/** A signature, 16-bit fields, 32-bit fields, 16-bit fields, 32-bit fields, bytes: the shape of every record. */
function record(
  signature: number,
  shorts: number[],
  words: number[],
  moreShorts: number[],
  moreWords: number[],
  tail: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const fixed = 4 + 2 * (shorts.length + moreShorts.length) + 4 * (words.length + moreWords.length);
  const bytes = new Uint8Array(fixed + tail.length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const short = (value: number) => {
    view.setUint16(at, value, true);
    at += 2;
  };
  const word = (value: number) => {
    view.setUint32(at, value, true);
    at += 4;
  };
  word(signature);
  shorts.forEach(short);
  words.forEach(word);
  moreShorts.forEach(short);
  moreWords.forEach(word);
  bytes.set(tail, at);
  return bytes;
}
