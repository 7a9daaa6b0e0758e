/** Two detectors look at the same picture, side by side: the built-in OWL-ViT, and an OWLv2 that sees colours. */
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { encodePng } from '../workers/data/png/encode';
import { tinyClip, tinyOwl } from '../workers/vlm/testing/tiny-models';
import { dropFiles, dropFolder } from './drop';
import { emptyFolder, write } from './folders';

const LOOKING_MS = 120_000;
const SIDE = 128;

/** Grey, with one cell of the detector's grid in red. */
async function redCell(): Promise<Uint8Array> {
  const data = new Uint8Array(SIDE * SIDE * 3).fill(120);
  for (let y = 32; y < 48; y++) for (let x = 64; x < 80; x++) data.set([255, 0, 0], (y * SIDE + x) * 3);
  return encodePng({ width: SIDE, height: SIDE, channels: 3, data });
}

test('without a second detector the bench says what to load; with one both columns have boxes and scores', async ({
  page,
}) => {
  test.setTimeout(3 * LOOKING_MS + 120_000);
  const folder = await emptyFolder();
  await write(join(folder, 'red.png'), await redCell());
  for (const [name, files] of [
    ['clip', tinyClip()],
    ['owlv2', tinyOwl('split', 'owlv2')],
  ] as const)
    for (const [path, bytes] of files) await write(join(folder, 'colours', name, path), bytes);
  await page.goto('./');
  await page.getByText('Classes', { exact: true }).click();
  await dropFiles(page, 'drop-bench', [join(folder, 'red.png')]);
  await expect(page.getByRole('img', { name: 'red.png' })).toBeVisible();
  for (const name of ['terrain', 'truck', 'train'])
    await page.getByRole('button', { name: `Look for ${name} no more` }).click();
  await page.getByRole('combobox', { name: 'Something else' }).fill('red');
  await page.keyboard.press('Enter');

  await page.getByRole('switch', { name: 'Compare two detectors side by side' }).check();
  await expect(page.getByTestId('compare-needs')).toContainText('a folder with the sub-folders clip and owlv2');
  await page.getByText('Folder', { exact: true }).click();
  await dropFolder(page, 'drop-models', join(folder, 'colours'));
  await expect(page.getByText('The models are complete')).toBeVisible();
  await expect(page.getByTestId('compare-needs')).toHaveCount(0);
  await page.getByRole('combobox', { name: 'First detector’s models' }).click();
  await page.getByRole('option', { name: 'Built-in', exact: true }).click();
  await page.getByRole('combobox', { name: 'Second detector’s models' }).click();
  await page.getByRole('option', { name: 'Folder colours', exact: true }).click();

  await page.getByRole('button', { name: 'Look', exact: true }).click();
  const second = page.getByRole('region', { name: 'Second detector' });
  await expect(second.getByTestId('bench-found')).toHaveText('1 box above the thresholds', { timeout: 2 * LOOKING_MS });
  const first = page.getByRole('region', { name: 'First detector' });
  await expect(first.getByTestId('bench-found')).toContainText(/above the thresholds/);
  const score = second.getByTestId('bench-boxes').getByRole('row').last();
  await expect(score).toContainText('16 × 16');
  await expect(second).toContainText('owlv2 and clip');
  await expect(first).not.toContainText('owlv2 and clip');

  // CLIP of the same models is asked about the box.
  await second.getByRole('button', { name: /^red, score/ }).click();
  await expect(second.getByTestId('bench-clip')).toContainText('CLIP agrees: red, 1', { timeout: LOOKING_MS });
  await expect(first.getByTestId('bench-clip')).toHaveCount(0); // it has no box above the threshold

  // One threshold is for both; the detectors are not asked again.
  await page.getByRole('slider', { name: 'Detection threshold of red' }).focus();
  await page.keyboard.press('End');
  for (const side of [first, second]) await expect(side.getByTestId('bench-found')).toContainText('No box above');
});
