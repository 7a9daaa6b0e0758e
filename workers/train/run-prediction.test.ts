import { expect, it } from 'vitest';
import { encodePng } from '../data/png/encode';
import { MemoryFolder } from '../testing/memory-folder';
import { RunFolder } from './run-folder';
import { readRunPrediction } from './run-prediction';

it('reads what the last evaluation predicted for a picture, and nothing where it kept none', async () => {
  const folder = new MemoryFolder('run');
  const data = Uint8Array.from([0, 18, 255, 3, 3, 3]);
  await new RunFolder(folder).savePrediction(
    'val/city/a.jpg',
    await encodePng({ width: 3, height: 2, channels: 1, data }),
  );
  expect(await readRunPrediction(folder, 'val/city/a.jpg')).toEqual({ width: 3, height: 2, data });
  expect(await readRunPrediction(folder, 'val/city/b.jpg')).toBeNull();
});

it('refuses a picture in the place of labels', async () => {
  const folder = new MemoryFolder('run');
  const rgb = await encodePng({ width: 1, height: 1, channels: 3, data: new Uint8Array(3) });
  await new RunFolder(folder).savePrediction('a.png', rgb);
  await expect(readRunPrediction(folder, 'a.png')).rejects.toThrow(/a\.png has 3 channels/);
});
