/** A folder as cameras and telephones leave it: pictures turned by a tag, a film, and files that only look like pictures. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { emptyFolder, write } from './folders';

export const PICTURE = { width: 96, height: 64 };

/** A picture that the browser encodes. */
async function encoded(page: Page, type: 'image/jpeg' | 'image/webp'): Promise<Uint8Array> {
  const bytes = await page.evaluate(
    async ({ type, width, height }) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d')!;
      context.fillStyle = '#7ec8e3';
      context.fillRect(0, 0, width, height / 2);
      context.fillStyle = '#c2b280';
      context.fillRect(0, height / 2, width, height / 2);
      return [...new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer())];
    },
    { type, ...PICTURE },
  );
  return Uint8Array.from(bytes);
}

/** The same JPEG with an orientation tag, big-endian as most cameras write it. */
function tagged(jpeg: Uint8Array, orientation: number): Uint8Array {
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, ...entry, 0, 0, 0, 0];
  const body = [...Buffer.from('Exif\0\0', 'latin1'), ...tiff];
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0, body.length + 2, ...body, ...jpeg.subarray(2)]);
}

const HEIC = Uint8Array.from([0, 0, 0, 24, ...Buffer.from('ftypheic'), 0, 0, 0, 0, ...Buffer.from('mif1heic')]);

/** Four pictures that can be read, one of them upright by its tag; two that cannot; a film, an HEIC picture, a note of the Finder. */
export async function holidayFolder(page: Page): Promise<string> {
  const folder = await emptyFolder();
  const jpeg = await encoded(page, 'image/jpeg');
  await write(join(folder, 'IMG_2041.JPG'), jpeg);
  await write(join(folder, 'IMG_2042.JPG'), tagged(jpeg, 6));
  await write(join(folder, 'day 2/IMG_2107.jpeg'), tagged(jpeg, 3));
  await write(join(folder, 'day 2/postcard.webp'), await encoded(page, 'image/webp'));
  await writeFile(join(folder, 'IMG_2050.JPG'), '');
  await writeFile(join(folder, 'IMG_2051.JPG'), HEIC);
  await writeFile(join(folder, 'IMG_3001.HEIC'), HEIC);
  await writeFile(join(folder, 'MVI_0003.MOV'), 'moov');
  await writeFile(join(folder, '.DS_Store'), 'Bud1');
  return folder;
}
