/**
 * Pictures in browsers: PNG by our own decoder, which colour management cannot touch, JPEG and WebP by the browser's.
 *
 * Browsers turn a picture by its orientation tag whatever they are told, so the tag is taken out before.
 */
import type { Picture } from '../../host';
import { decodePng, toPicture } from '../png/decode';
import { withoutAlpha } from './alpha';
import { inspectPicture } from './inspect';
import { withoutExif } from './jpeg';
import { withoutWebpExif } from './webp';

/**
 * Decodes PNG, JPEG or WebP to 8-bit RGB; orientation tags and colour profiles are left aside.
 *
 * @throws one sentence naming `path` where the file cannot be read.
 */
export async function decodePictureInBrowser(bytes: Uint8Array<ArrayBuffer>, path: string): Promise<Picture> {
  const { format, width, height } = inspectPicture(bytes, path);
  if (format === 'png') return toPicture(await decodePng(bytes, path));
  const bare = format === 'jpeg' ? withoutExif(bytes, path) : withoutWebpExif(bytes);
  const blob = new Blob([bare], { type: `image/${format}` });
  const options: ImageBitmapOptions = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' };
  const bitmap = await createImageBitmap(blob, options).catch(() => {
    throw new Error(`${path} is damaged, the browser cannot decode it; copy it again.`);
  });
  try {
    if (bitmap.width !== width || bitmap.height !== height)
      throw new Error(
        `${path} is damaged, it holds ${bitmap.width}x${bitmap.height} pixels where it says ${width}x${height}.`,
      );
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error(`No memory is left to decode ${path}; close other tabs.`);
    context.drawImage(bitmap, 0, 0);
    return { width, height, rgb: withoutAlpha(context.getImageData(0, 0, width, height).data) };
  } finally {
    bitmap.close();
  }
}
