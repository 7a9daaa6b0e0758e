import { describe, expect, it } from 'vitest';
import { decodePng } from '../png/decode';
import { type CityOptions, writeCity } from './dataset';
import { drawScene } from './scene';

const options: CityOptions = {
  seed: 11,
  source: { count: 3, width: 54, height: 32 },
  target: { count: 2, width: 64, height: 32 },
  validation: { count: 1 },
};

async function draw(signal?: AbortSignal, onProgress?: (done: number, total: number) => void) {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const writer = {
    async write(path: string, bytes: Uint8Array) {
      files.set(path, new Uint8Array(bytes));
    },
  };
  await writeCity(writer, options, onProgress, signal);
  return files;
}

describe('writeCity', () => {
  it('writes the layouts of SYNTHIA and Cityscapes', async () => {
    const progress: number[][] = [];
    const files = await draw(undefined, (done, total) => progress.push([done, total]));
    const city = 'citya/citya_00000';
    expect([...files.keys()].sort()).toEqual(
      [
        ...['0000000', '0000001', '0000002'].flatMap((name) => [
          `synthia/RGB/${name}.png`,
          `synthia/GT/LABELS/${name}.png`,
        ]),
        ...[`train/${city}0`, `train/${city}1`, `val/${city}0`].flatMap((stem) => [
          `cityscapes/leftImg8bit/${stem}_000019_leftImg8bit.png`,
          `cityscapes/gtFine/${stem}_000019_gtFine_labelIds.png`,
        ]),
      ].sort(),
    );
    expect(progress).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
  });

  it('is the same from run to run', async () => {
    expect(await draw()).toEqual(await draw());
  });

  it('stores SYNTHIA ids in 16 bits, without terrain, truck and train', async () => {
    const files = await draw();
    const path = 'synthia/GT/LABELS/0000001.png';
    const label = await decodePng(files.get(path)!, path);
    expect([label.depth, label.channels, label.width, label.height]).toEqual([16, 3, 54, 32]);
    const truth = drawScene({ ...options.source, seed: 11, index: 1, look: 'game' });
    const trainIds = [3, 4, 2, 21, 5, 7, 15, 9, 6, 6, 1, 10, 17, 8, 8, 19, 0, 12, 11];
    truth.trainIds.forEach((trainId, at) => {
      expect(label.data[at * 3]).toBe(trainId === 255 ? 0 : trainIds[trainId]);
      expect(label.data[at * 3 + 1]).toBe(truth.instanceIds[at]);
    });
    expect(new Set(truth.trainIds).has(9)).toBe(true);
    const picture = await decodePng(files.get('synthia/RGB/0000001.png')!, 'picture');
    expect(picture.data).toEqual(truth.rgb);
  });

  it('stores Cityscapes raw ids of all 19 classes', async () => {
    const files = await draw();
    const path = 'cityscapes/gtFine/val/citya/citya_000000_000019_gtFine_labelIds.png';
    const label = await decodePng(files.get(path)!, path);
    expect([label.depth, label.channels]).toEqual([8, 1]);
    const raw = [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33];
    const truth = drawScene({ seed: 11, index: 2_000_000, width: 64, height: 32, look: 'camera' });
    expect([...label.data]).toEqual([...truth.trainIds].map((trainId) => (trainId === 255 ? 0 : raw[trainId])));
  });

  it('stops when aborted', async () => {
    const controller = new AbortController();
    const drawing = draw(controller.signal, (done) => {
      if (done === 2) controller.abort(new Error('enough'));
    });
    await expect(drawing).rejects.toThrow('enough');
  });

  it('passes on a disk that is full', async () => {
    const writer = { write: () => Promise.reject(new Error('disk full')) };
    await expect(writeCity(writer, options)).rejects.toThrow('disk full');
  });
});
