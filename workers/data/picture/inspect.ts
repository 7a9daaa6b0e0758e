/** What a picture file is and whether it is whole, without decoding its pixels. */
import { formatOf, isPng, MAX_PIXELS, readContainer } from '../png/container';
import { inspectJpeg, isJpeg } from './jpeg';
import { inspectWebp, isWebp } from './webp';

export interface Size {
  width: number;
  height: number;
}

export type PictureFormat = 'png' | 'jpeg' | 'webp';

/**
 * Finds a picture's format and size, and verifies what can be verified without decoding: a PNG's checksums, a JPEG's
 * end marker, a WebP's length.
 *
 * @param path names the file in messages.
 * @throws one sentence where the file is empty, of another format, truncated, damaged or too large.
 */
export function inspectPicture(bytes: Uint8Array<ArrayBuffer>, path: string): Size & { format: PictureFormat } {
  if (bytes.length === 0) throw new Error(`${path} is empty; export or copy it again.`);
  if (isPng(bytes)) {
    const { width, height } = readContainer(bytes, path, true).header;
    return { width, height, format: 'png' };
  }
  const format = isJpeg(bytes) ? 'jpeg' : isWebp(bytes) ? 'webp' : null;
  if (!format)
    throw new Error(
      `${path} is not a picture that can be read, its first bytes say ${formatOf(bytes)}; use PNG, JPEG or WebP.`,
    );
  const size = format === 'jpeg' ? inspectJpeg(bytes, path) : inspectWebp(bytes, path);
  if (size.width * size.height === 0) throw new Error(`${path} is damaged, its size is ${size.width}x${size.height}.`);
  if (size.width * size.height > MAX_PIXELS)
    throw new Error(`${path} is ${size.width}x${size.height}, more than ${MAX_PIXELS} pixels; make it smaller.`);
  return { ...size, format };
}
