import { expect, it } from 'vitest';
import { MemoryFolder } from '../testing/memory-folder';
import { CropReader } from './crop-reader';
import type { Decoder } from './decoder';

const WIDTH = 8;
const HEIGHT = 4;

/** Pictures whose red is the column and whose green is the row. */
const decoder: Decoder & { loaded: number } = {
  threads: 1,
  loaded: 0,
  async load() {
    this.loaded++;
    const rgb = new Uint8Array(WIDTH * HEIGHT * 3);
    for (let i = 0; i < WIDTH * HEIGHT; i++) rgb.set([i % WIDTH, Math.floor(i / WIDTH), 0], 3 * i);
    return { width: WIDTH, height: HEIGHT, rgb, label: null };
  },
  async count() {
    throw new Error('Nothing is counted here.');
  },
};

const reds = (rgb: Uint8Array) => [...rgb].filter((_, i) => i % 3 === 0);

async function reader() {
  const folder = new MemoryFolder('city');
  await folder.write('a.png', new Uint8Array(1));
  decoder.loaded = 0;
  return new CropReader(folder, decoder, [WIDTH, HEIGHT]);
}

it('cuts, mirrors and thins, and decodes a picture once', async () => {
  const pictures = await reader();
  const area = { x: 2, y: 1, width: 4, height: 2, flipped: false };
  expect(reds((await pictures.crop('a.png', area, 8)).rgb)).toEqual([2, 3, 4, 5, 2, 3, 4, 5]);
  expect(reds((await pictures.crop('a.png', { ...area, flipped: true }, 8)).rgb)).toEqual([5, 4, 3, 2, 5, 4, 3, 2]);
  const small = await pictures.crop('a.png', null, 3);
  expect(small).toMatchObject({ width: 3, height: 2, picture: { width: WIDTH, height: HEIGHT } });
  expect(reds(small.rgb)).toEqual([0, 3, 6, 0, 3, 6]);
  expect(decoder.loaded).toBe(1);
});

it('says what is wrong', async () => {
  const pictures = await reader();
  await expect(pictures.crop('b.png', null, 8)).rejects.toThrow('The folder city has no picture b.png any more.');
  const outside = { x: 6, y: 0, width: 4, height: 2, flipped: false };
  await expect(pictures.crop('a.png', outside, 8)).rejects.toThrow('a.png is 8x4 now');
});
