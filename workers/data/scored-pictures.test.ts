import { expect, it } from 'vitest';
import { MemoryFolder } from '../testing/memory-folder';
import type { Decoder } from './decoder';
import { LABEL_RULES } from './layouts/label-ids';
import type { Item } from './layouts/layout';
import { ScoredPictures } from './scored-pictures';

/** Four by two pixels: two of class 3, the rest unlabelled. */
const decoder: Decoder = {
  threads: 1,
  load: async () => ({
    width: 4,
    height: 2,
    rgb: new Uint8Array(24).fill(9),
    label: Uint8Array.from([3, 3, 255, 255, 255, 255, 255, 255]),
  }),
  count: async () => {
    throw new Error('Nothing is counted here.');
  },
};

async function items(): Promise<Item[]> {
  const folder = new MemoryFolder('val');
  await folder.write('images/a.png', new Uint8Array(1));
  const picture = (await folder.file('images/a.png'))!;
  return [{ picture, label: picture, rule: Object.values(LABEL_RULES)[0]!, stem: 'a' }];
}

const error = { truth: 3, predicted: 5 };

it('reads a picture with its ground truth, twice in a row, and finds the error that is asked for', async () => {
  const pictures = new ScoredPictures(await items(), decoder);
  for (let time = 0; time < 2; time++) {
    const plain = await pictures.read('images/a.png', null);
    expect(plain).toMatchObject({ width: 4, height: 2, place: null });
    expect([...plain.labels.subarray(0, 3)]).toEqual([3, 3, 255]);
  }
  const prediction = Uint8Array.from([3, 5, 5, 5, 5, 5, 5, 5]);
  const { place } = await pictures.read('images/a.png', { prediction, error });
  expect(place).toEqual({ box: { x0: 1, y0: 0, x1: 2, y1: 1 }, pixels: 1 });
});

it('says what is wrong', async () => {
  const pictures = new ScoredPictures(await items(), decoder);
  await expect(pictures.read('images/b.png', null)).rejects.toThrow('have no images/b.png any more');
  await expect(pictures.read('images/a.png', { prediction: new Uint8Array(3), error })).rejects.toThrow(
    'has 3 pixels, its labels have 4x2 now',
  );
  expect(() => new ScoredPictures([], decoder)).toThrow('no labelled pictures any more');
});
