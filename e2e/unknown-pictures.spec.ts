/** A run whose pictures this browser does not know: said once, and mended by pointing to their folder. */
import { expect, type Page, test } from '@playwright/test';
import { encodePng } from '../workers/data/png/encode';
import { considerPatches, patchAt } from './considered';
import { DEMO_CSI, storeRuns, trainedRun } from './stored-runs';

const PATCHES = 12;
const [WIDTH, HEIGHT] = DEMO_CSI.data.target.resize;

/** The folder dialog of the browser cannot be operated by a test: its next answer is a folder of the page's storage. */
const answerWith = (page: Page, name: string): Promise<void> =>
  page.evaluate(async (folder) => {
    const handle = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder);
    Object.assign(window, { showDirectoryPicker: async () => handle });
  }, name);

test('pictures that are not known are asked for once, and another folder is refused', async ({ page }) => {
  const folder = await trainedRun({ config: DEMO_CSI, skill: () => 0.5 });
  await considerPatches(folder, DEMO_CSI, PATCHES);
  const data = new Uint8Array(3 * WIDTH * HEIGHT).fill(120);
  const png = await encodePng({ width: WIDTH, height: HEIGHT, channels: 3, data });
  const files = new Set(Array.from({ length: PATCHES }, (_, i) => patchAt(i, DEMO_CSI).file));
  await storeRuns(page, { 'imported-1': folder }, Object.fromEntries([...files].map((file) => [`city/${file}`, png])));
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await page.getByTestId('run-imported-1').getByTitle('Show this run').click();

  const asked = page.getByTestId('unknown-pictures');
  await expect(asked).toContainText('This browser does not know where the pictures of this run are.');
  await expect(page.getByTestId('segments').getByRole('button').first()).toBeVisible();
  await expect(page.getByText('This browser does not know')).toHaveCount(1);

  await answerWith(page, 'runs');
  await asked.getByRole('button', { name: 'Choose the folder' }).click();
  await expect(asked.getByRole('alert')).toContainText('"runs" is another folder');

  await answerWith(page, 'city');
  await asked.getByRole('button', { name: 'Choose the folder' }).click();
  await expect(asked).toHaveCount(0);
  await expect(page.getByTestId('segments').locator('canvas[data-painted]').first()).toBeVisible();
});
