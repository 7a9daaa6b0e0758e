/**
 * The orientation tag of photographs. Cameras store a picture as the sensor saw it and write beside it how to turn it.
 *
 * A label lies on the pixels as they are stored, so a picture with a label is never turned, as in the reference.
 * Without a label, as in a folder of photographs from a phone, nothing is lost by turning it upright, and a network
 * that knows streets needs the sky above.
 */
import type { Picture } from '../../host';
import { isJpeg, segmentsOf } from './jpeg';

const APP1 = 0xe1;
const ORIENTATION_TAG = 0x0112;
/** Two bytes of the file's integers in a directory of tags. */
const SHORT = 3;
const MAX_TAGS = 512;

/** 1 (as stored) to 8 of a JPEG's Exif tag; 1 where it has none, or an unreadable one. */
export function orientationOf(bytes: Uint8Array<ArrayBuffer>, path: string): number {
  if (!isJpeg(bytes)) return 1;
  for (const { marker, from, to } of segmentsOf(bytes, path)) {
    const body = bytes.subarray(from + 4, to);
    if (marker === APP1 && String.fromCharCode(...body.subarray(0, 6)) === 'Exif\0\0')
      return tagIn(new DataView(body.buffer, body.byteOffset + 6, body.length - 6));
  }
  return 1;
}

/** The tag in a TIFF structure; every offset is checked against its end. */
function tagIn(tiff: DataView): number {
  if (tiff.byteLength < 8) return 1;
  const little = tiff.getUint16(0) === 0x4949;
  const at = tiff.getUint32(4, little);
  if (at + 2 > tiff.byteLength) return 1;
  const count = Math.min(tiff.getUint16(at, little), MAX_TAGS);
  for (let i = 0; i < count; i++) {
    const entry = at + 2 + i * 12;
    if (entry + 12 > tiff.byteLength) return 1;
    if (tiff.getUint16(entry, little) !== ORIENTATION_TAG || tiff.getUint16(entry + 2, little) !== SHORT) continue;
    const value = tiff.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** True where turning a picture upright exchanges its sides. */
export const liesOnItsSide = (orientation: number): boolean => orientation >= 5;

/** The picture turned, and mirrored where the tag says so, so that it is upright. */
export function upright(picture: Picture, orientation: number): Picture {
  if (orientation === 1) return picture;
  const { width, height, rgb } = picture;
  const turned = liesOnItsSide(orientation);
  const [w, h] = turned ? [height, width] : [width, height];
  const out = new Uint8Array(rgb.length);
  // Of the stored picture: 2, 3, 7, 8 run against its columns, 3, 4, 6, 7 against its rows.
  const mirrorX = [2, 3, 7, 8].includes(orientation);
  const mirrorY = [3, 4, 6, 7].includes(orientation);
  for (let y = 0, to = 0; y < h; y++)
    for (let x = 0; x < w; x++, to += 3) {
      const column = turned ? y : x;
      const row = turned ? x : y;
      const from = ((mirrorY ? height - 1 - row : row) * width + (mirrorX ? width - 1 - column : column)) * 3;
      out[to] = rgb[from];
      out[to + 1] = rgb[from + 1];
      out[to + 2] = rgb[from + 2];
    }
  return { width: w, height: h, rgb: out };
}
