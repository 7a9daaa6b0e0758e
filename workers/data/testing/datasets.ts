/** Small dataset folders of the real form, written to disk for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { RandomStream } from '../../../models/engine/random';
import type { WritableDirectory } from '../../host';
import { openDirectory } from '../../host-node';
import { encodePng } from '../png/encode';

const made: string[] = [];

/** An empty folder that is removed after the tests of this file. */
export async function temporaryFolder(): Promise<WritableDirectory & { location: string }> {
  if (made.length === 0) afterAll(() => Promise.all(made.map((path) => rm(path, { recursive: true, force: true }))));
  const location = await mkdtemp(join(tmpdir(), 'csi-lab-data-'));
  made.push(location);
  return Object.assign(await openDirectory(location), { location });
}

/** A photograph of noise, 8-bit RGB. */
export async function photo(width: number, height: number, seed = 1): Promise<Uint8Array<ArrayBuffer>> {
  const random = new RandomStream(seed, 10, 0);
  const data = Uint8Array.from({ length: width * height * 3 }, () => random.integer(256));
  return encodePng({ width, height, channels: 3, data });
}

/** A label of SYNTHIA: 16-bit RGB, the class in R, an instance number above 255 in G. */
export async function synthiaLabel(width: number, height: number, ids: number[]): Promise<Uint8Array<ArrayBuffer>> {
  const data = new Uint16Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data.set([ids[i % ids.length], 300 + i, 0], i * 3);
  return encodePng({ width, height, channels: 3, data });
}

/** An 8-bit grey label, the ids repeated along the rows. */
export async function greyLabel(width: number, height: number, ids: number[]): Promise<Uint8Array<ArrayBuffer>> {
  const data = Uint8Array.from({ length: width * height }, (_, i) => ids[i % ids.length]);
  return encodePng({ width, height, channels: 1, data });
}

/** SYNTHIA with `count` pairs of 12 x 8 pixels; half of each label is road (3), half sky (1). */
export async function writeSynthia(folder: WritableDirectory, root: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const name = `${String(i).padStart(7, '0')}.png`;
    await folder.write(`${root}RGB/${name}`, await photo(12, 8, i));
    await folder.write(`${root}GT/LABELS/${name}`, await synthiaLabel(12, 8, [3, 1]));
  }
}

/** Cityscapes' path of a file, without its suffix. */
export const cityStem = (split: string, i: number) => `${split}/aachen/aachen_${String(i).padStart(6, '0')}_000019`;

/** Cityscapes with `count` pictures of 16 x 8 pixels in a split; the labels are half road (7), half train (31). */
export async function writeCityscapes(folder: WritableDirectory, split: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await folder.write(`leftImg8bit/${cityStem(split, i)}_leftImg8bit.png`, await photo(16, 8, 100 + i));
    await folder.write(`gtFine/${cityStem(split, i)}_gtFine_labelIds.png`, await greyLabel(16, 8, [7, 31]));
    await folder.write(`gtFine/${cityStem(split, i)}_gtFine_color.png`, await photo(16, 8));
  }
}

/** Colours of Cityscapes' raw ids that matter here; several void ids are black, so colours do not tell ids apart. */
const RAW_PALETTE: Record<number, [number, number, number]> = {
  7: [128, 64, 128],
  8: [244, 35, 232],
  11: [70, 70, 70],
  21: [107, 142, 35],
  22: [152, 251, 152],
  23: [70, 130, 180],
  26: [0, 0, 142],
  27: [0, 0, 70],
  31: [0, 80, 100],
};

/** A label of GTA: the palette index is the raw id, the colour is that of Cityscapes. */
export async function paletteLabel(width: number, height: number, ids: number[]): Promise<Uint8Array<ArrayBuffer>> {
  const palette = new Uint8Array(768);
  for (const [id, color] of Object.entries(RAW_PALETTE)) palette.set(color, Number(id) * 3);
  const data = Uint8Array.from({ length: width * height }, (_, i) => ids[i % ids.length]);
  return encodePng({ width, height, channels: 1, data, palette });
}

/** GTA with `count` pairs of 12 x 8 pixels; a quarter of each label is terrain, truck, train and void (id 4). */
export async function writeGta(folder: WritableDirectory, root: string, count: number): Promise<void> {
  for (let i = 1; i <= count; i++) {
    const name = `${String(i).padStart(5, '0')}.png`;
    await folder.write(`${root}images/${name}`, await photo(12, 8, i));
    await folder.write(`${root}labels/${name}`, await paletteLabel(12, 8, [22, 27, 31, 4]));
  }
}

/**
 * ACDC or Dark Zurich in one of their forms: a picture `{way}/{sequence}_frame_000001_rgb_anon.png` of 16 x 8 pixels,
 * and with `labelled` its labels of train ids, half road and half train.
 */
export async function writeAnonymised(folder: WritableDirectory, way: string, name: string, labelled: boolean) {
  await folder.write(`rgb_anon/${way}/${name}_rgb_anon.png`, await photo(16, 8, name.length));
  if (!labelled) return;
  await folder.write(`gt/${way}/${name}_gt_labelTrainIds.png`, await greyLabel(16, 8, [0, 16]));
  await folder.write(`gt/${way}/${name}_gt_labelIds.png`, await greyLabel(16, 8, [7, 31]));
  await folder.write(`gt/${way}/${name}_gt_labelColor.png`, await photo(16, 8));
  await folder.write(`gt/${way}/${name}_gt_invIds.png`, await greyLabel(16, 8, [1]));
}
