import { describe, expect, it } from 'vitest';
import type { EvaluationSample } from '../data/batch';
import { encodePng } from '../data/png/encode';
import { MemoryFolder } from '../testing/memory-folder';
import { predictionNames, StoredPredictions } from './stored-predictions';

const sample = (file: string): EvaluationSample => ({
  rgb: new Uint8Array(12),
  width: 2,
  height: 2,
  label: Uint8Array.of(0, 1, 2, 255),
  labelWidth: 2,
  labelHeight: 2,
  file,
});

const png = (values: number[], width = 2) =>
  encodePng({ width, height: values.length / width, channels: 1, data: Uint8Array.from(values) });

async function folderOf(files: Record<string, Uint8Array>) {
  const folder = new MemoryFolder();
  for (const [name, bytes] of Object.entries(files)) await folder.write(name, bytes);
  return folder;
}

describe('StoredPredictions', () => {
  it('finds files under the names that tools give them', async () => {
    expect(predictionNames('val/bonn/a.b.jpg')).toEqual(['val/bonn/a.b.png', 'val__bonn__a.b.png', 'a.b.png']);
    const folder = await folderOf({
      'val/x.png': await png([0, 1, 2, 3]),
      'val__y.png': await png([1, 1, 1, 1]),
      'z.png': await png([2, 2, 255, 2]),
    });
    const found = await StoredPredictions.find(folder, ['val/x.png', 'val/y.jpg', 'val/z.png'], 4);
    expect([...(await found.predict(sample('val/x.png')))]).toEqual([0, 1, 2, 3]);
    expect([...(await found.predict(sample('val/y.jpg')))]).toEqual([1, 1, 1, 1]);
    expect([...(await found.predict(sample('val/z.png')))]).toEqual([2, 2, 255, 2]);
  });

  it('names the pictures without a prediction and the names that were expected', async () => {
    const folder = await folderOf({ 'a.png': await png([0, 0, 0, 0]) });
    await expect(StoredPredictions.find(folder, ['a.png', 'city/b.png'], 2)).rejects.toThrow(
      /no prediction for 1 of 2 pictures: city\/b\.png\. .* city\/b\.png or city__b\.png or b\.png\./,
    );
  });

  it('refuses one file for two pictures', async () => {
    const folder = await folderOf({ 'b.png': await png([0, 0, 0, 0]) });
    await expect(StoredPredictions.find(folder, ['x/b.png', 'y/b.png'], 2)).rejects.toThrow(
      /both x\/b\.png and y\/b\.png/,
    );
  });

  it('refuses another size, colours, deep values and values that are no class', async () => {
    const folder = await folderOf({
      'size.png': await png([0, 0, 0, 0, 0, 0], 3),
      'rgb.png': await encodePng({ width: 2, height: 2, channels: 3, data: new Uint8Array(12) }),
      'deep.png': await encodePng({ width: 2, height: 2, channels: 1, data: new Uint16Array(4) }),
      'ids.png': await png([0, 26, 0, 255]),
    });
    const found = await StoredPredictions.find(folder, ['size.png', 'rgb.png', 'deep.png', 'ids.png'], 19);
    await expect(found.predict(sample('size.png'))).rejects.toThrow('size.png is 3x2, but the ground truth');
    await expect(found.predict(sample('rgb.png'))).rejects.toThrow('3 channels of 8 bits');
    await expect(found.predict(sample('deep.png'))).rejects.toThrow('1 channels of 16 bits');
    await expect(found.predict(sample('ids.png'))).rejects.toThrow(
      'value 26, but predictions are train ids from 0 to 18',
    );
  });
});
