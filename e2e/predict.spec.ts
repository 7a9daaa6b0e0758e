/** Just predict: a checkpoint and pictures of the disk are dropped, label PNGs are downloaded. */
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { RandomStream } from '../models/engine/random';
import { writeSafetensors } from '../models/weights/safetensors';
import { decodePng } from '../workers/data/png/decode';
import { encodePng } from '../workers/data/png/encode';
import { CITYSCAPES } from '../workers/experiment/taxonomy';
import { dropFolder } from './drop';
import { emptyFolder, write } from './folders';
import { paneOf, screenOf } from './pane';
import { unzipped } from './unzip';
import { demoWeights } from './weights';

const WIDTH = 150;
const HEIGHT = 80;
/** A CPU that stands in for a GPU compiles for minutes when the first picture is predicted. */
const FIRST_PICTURE_MS = 300_000;

/** Two pictures, one of them in a sub-folder, one that is cut off, and a file that is none. */
async function pictures(): Promise<string> {
  const folder = await emptyFolder();
  const random = new RandomStream(2, 90, 0);
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let i = 0; i < data.length; i++) data[i] = ((i / WIDTH / 3) * 3 + (i % 700) / 6 + random.integer(20)) % 256;
  const png = await encodePng({ width: WIDTH, height: HEIGHT, channels: 3, data });
  await write(join(folder, 'first.png'), png);
  await write(join(folder, 'trip/second.png'), png);
  await write(join(folder, 'broken.png'), png.subarray(0, png.length >> 1));
  await write(join(folder, 'notes.txt'), 'no picture');
  return folder;
}

test('dropped pictures are predicted by a dropped checkpoint, looked at and saved', async ({ page }) => {
  test.setTimeout(FIRST_PICTURE_MS + 180_000);
  // Without a folder dialog, which no test can press, the page saves a zip.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showDirectoryPicker'));
  const weights = join(await emptyFolder(), 'net.safetensors');
  const metadata = { classes: JSON.stringify(CITYSCAPES.classes), input_size: '[128,64]' };
  await write(weights, writeSafetensors(await demoWeights(1), metadata));
  const folder = await pictures();

  await page.goto('./');
  await page.getByText('Predict', { exact: true }).click();
  await dropFolder(page, 'drop-prediction', join(folder, 'notes.txt'));
  await expect(page.getByTestId('prediction-error')).toContainText('notes.txt is neither a checkpoint');
  await dropFolder(page, 'drop-prediction', folder);
  await expect(page.getByTestId('prediction-hint')).toContainText('waiting for a checkpoint');
  await dropFolder(page, 'drop-prediction', weights);
  await expect(page.getByTestId('checkpoint')).toContainText('net.safetensors fits');

  const rows = page.getByTestId('predicted').getByRole('button');
  await expect(page.getByTestId('prediction-hint')).toContainText('2 of 3 pictures predicted', {
    timeout: FIRST_PICTURE_MS,
  });
  await expect(rows).toHaveCount(2);
  await expect(page.getByTestId('prediction-problems')).toContainText('broken.png is truncated');
  await rows.last().click();
  await expect(page.getByTestId('predicted-file')).toHaveText('trip/second.png');

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save label PNGs' }).click();
  const files = await unzipped(await downloading);
  expect([...files.keys()]).toEqual(['classes.json', 'first.png', 'trip__second.png']);
  const classes = JSON.parse(new TextDecoder().decode(files.get('classes.json')));
  expect(classes.classes[13]).toEqual({ id: 13, name: 'car', category: 'vehicle', color: [0, 0, 142] });

  // What is saved is what is shown.
  const label = await decodePng(files.get('trip__second.png')!, 'second');
  expect(label).toMatchObject({ width: WIDTH, height: HEIGHT, channels: 1 });
  const pane = paneOf(page, 'Prediction');
  const labels = page.getByRole('button', { name: 'Labels at 0 or 100 %' });
  await labels.click();
  await labels.click();
  await page.getByTestId('predicted-file').hover(); // the pixel under the pointer would be marked
  const colors = [...label.data].map((id) => CITYSCAPES.classes[id]!.color);
  const shown = async () => {
    const screen = await screenOf(pane);
    const scale = screen.width / WIDTH;
    return colors.map((_, i) => screen.at(((i % WIDTH) + 0.5) * scale, (Math.floor(i / WIDTH) + 0.5) * scale));
  };
  await expect.poll(shown).toEqual(colors);
  const present = new Set(label.data);
  expect(present.size).toBeGreaterThan(1);
  await expect(page.getByRole('list', { name: 'Classes in this picture' }).getByRole('listitem')).toHaveCount(
    present.size,
  );
});
