/**
 * Looks at a picture's first and last bytes only: format, size, and whether it was cut off. Reading every byte of a
 * data set to check it would take as long as a long part of the training; damage in the middle of a file is found when
 * the file is used, and named then.
 */
import type { SourceFile } from '../../host';
import { isPng, peekPng } from '../png/container';
import { inspectPicture, type PictureFormat, type Size } from './inspect';
import { orientationOf } from './orientation';

const HEAD_BYTES = 4096;
/** The end chunk of every PNG. */
const IEND = [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];

/** Files of more bytes are refused: 8192 x 8192 pixels of 16-bit RGBA. */
export const MAX_FILE_BYTES = 536_870_912;

export interface Glance extends Size {
  format: PictureFormat;
  bytes: number;
  /** Of a JPEG's orientation tag, 1 to 8; the size is that of the stored picture. */
  orientation: number;
}

/**
 * Finds a picture's format and size in pixels.
 *
 * @throws one sentence where the file is empty, of another format, truncated or too large.
 */
export async function glanceAt(file: SourceFile): Promise<Glance> {
  const bytes = await file.size();
  if (bytes > MAX_FILE_BYTES)
    throw new Error(
      `${file.path} has ${bytes} bytes, more than ${MAX_FILE_BYTES} that a picture may have; make it smaller.`,
    );
  const head = await file.slice(0, HEAD_BYTES);
  const png = isPng(head) ? peekPng(head) : null;
  if (png) {
    const tail = await file.slice(bytes - IEND.length, bytes);
    const { width, height } = png.header;
    if (IEND.every((byte, i) => tail[i] === byte)) return { width, height, format: 'png', bytes, orientation: 1 };
  }
  // JPEG hides its size behind thumbnails and profiles, and what is wrong with a PNG is said by its whole.
  const whole = bytes <= head.length ? head : await file.bytes();
  return { ...inspectPicture(whole, file.path), bytes, orientation: orientationOf(whole, file.path) };
}
