/** Stored runs: listed, named, compared, exported, imported, deleted and restored. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { zip } from '../workers/zip';
import { actByHand, DECIDED_AT } from './by-hand';
import { rememberBegun } from './considered';
import { DEMO_BASELINE, DEMO_CSI, storeRuns, trainedRun } from './stored-runs';
import { unzipped } from './unzip';

/** The classes that only the target has are never found without relabeling. */
const without = (id: number) => ([9, 14, 16].includes(id) ? 0 : 0.6);
const withIt = (bonus: number) => (id: number) => ([9, 14, 16].includes(id) ? 0.4 + bonus : 0.62);

async function threeRuns(page: Page): Promise<void> {
  await storeRuns(page, {
    'demo-baseline-1': await trainedRun({ config: DEMO_BASELINE, skill: without }),
    'demo-csi-1': await trainedRun({ config: DEMO_CSI, skill: withIt(0) }),
    'demo-csi-2': await trainedRun({ config: { ...DEMO_CSI, seed: 1 }, skill: withIt(0.1), logged: 600 }),
  });
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await expect(page.getByTestId('runs')).toBeVisible();
}

const actions = async (page: Page, name: string, action: string): Promise<void> => {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
};

/** As the list writes it. */
const LENGTH = DEMO_CSI.schedule.iterations.toLocaleString('en');

test('runs are listed with status, seed and scores; names and notes last', async ({ page }) => {
  await threeRuns(page);
  const csi = page.getByTestId('run-demo-csi-2');
  await expect(csi).toContainText('unfinished');
  await expect(csi).toContainText(`600 of ${LENGTH}`);
  await expect(page.getByTestId('run-demo-csi-1')).toContainText('finished');
  await expect(page.getByTestId('run-demo-csi-1')).toContainText(`19 classes, iteration ${LENGTH}`);

  await actions(page, 'demo-csi-1', 'Rename, note');
  await page.getByLabel('Name', { exact: true }).fill('First try');
  await page.getByRole('textbox', { name: 'Note' }).fill('The thresholds of the paper');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.reload();
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await expect(page.getByTestId('run-demo-csi-1')).toContainText('First try');
  await expect(page.getByTestId('run-demo-csi-1')).toContainText('The thresholds of the paper');
});

test('runs are compared: configurations, curves, classes, mean and spread over seeds', async ({ page }) => {
  await threeRuns(page);
  for (const run of ['demo-baseline-1', 'demo-csi-1', 'demo-csi-2']) await page.getByLabel(`Compare ${run}`).check();
  const scores = page.getByTestId('compared-scores');
  await expect(scores.locator('thead th')).toHaveCount(3);
  await expect(scores.locator('thead')).toContainText('seeds 0, 1');
  const truck = scores.getByRole('row', { name: /^truck/ });
  await expect(truck).toContainText('only in the target');
  await expect(truck.locator('td').nth(0)).toHaveText('0.0');
  await expect(truck.locator('td').nth(1)).toContainText('±');
  await expect(page.getByTestId('differences')).toContainText('relabeling.collect');
  await expect(page.getByTestId('differences').getByRole('row', { name: /^seed/ })).toContainText('1');

  const chart = page.getByTestId('chart-IoU: Mean of 19');
  await expect(chart.getByRole('button', { name: /mean of 2 seeds: demo-csi/ })).toBeVisible();
  const downloading = page.waitForEvent('download');
  await chart.getByRole('button', { name: 'Save IoU: Mean of 19' }).click();
  await page.getByRole('menuitem', { name: 'Values as CSV' }).click();
  const csv = await readFile(await (await downloading).path(), 'utf8');
  expect(csv.split('\r\n')[0]).toContain('iteration,demo-baseline-1 (seed 0)');

  await page.getByRole('combobox', { name: 'Compared by' }).click();
  await page.getByRole('option', { name: 'Loss: source' }).click();
  const slider = page.getByRole('slider', { name: /^Loss: source/ });
  await slider.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  const tenth = DEMO_CSI.schedule.iterations / 10;
  await expect(slider).toHaveAttribute('aria-valuenow', String(tenth));
  await expect(slider).toHaveAttribute(
    'aria-valuetext',
    new RegExp(`iteration ${tenth}: demo-baseline-1 \\(seed 0\\) \\d`),
  );
});

test('a deleted run can be had back, until it is deleted for good', async ({ page }) => {
  await threeRuns(page);
  await actions(page, 'demo-csi-2', 'Delete');
  await expect(page.getByTestId('run-demo-csi-2')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByTestId('run-demo-csi-2')).toBeVisible();

  await actions(page, 'demo-csi-2', 'Delete');
  await page.reload();
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await expect(page.getByTestId('deleted-runs')).toContainText('demo-csi-2');
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByTestId('deleted-runs')).toHaveCount(0);
  await expect(page.getByTestId('run-demo-csi-1')).toBeVisible();
});

test('a run goes out as a bundle and comes in again, and has a report of its own', async ({ page }) => {
  await threeRuns(page);
  const bundling = page.waitForEvent('download');
  await actions(page, 'demo-csi-1', 'Export as bundle');
  const bundle = await bundling;
  const files = await unzipped(bundle);
  expect([...files.keys()].sort()).toEqual([
    'demo-csi-1/config.json',
    'demo-csi-1/metrics.ndjson',
    'demo-csi-1/relabel/map.json',
  ]);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      name: 'demo-csi-1.zip',
      mimeType: 'application/zip',
      buffer: await readFile(await bundle.path()),
    });
  await expect(page.getByText('Imported as demo-csi-1-2.')).toBeVisible();
  await expect(page.getByLabel('Progress of the import')).toHaveCount(0);
  const scoresOf = (run: string) => page.getByTestId(`run-${run}`).locator('td').nth(4).textContent();
  expect(await scoresOf('demo-csi-1-2')).toBe(await scoresOf('demo-csi-1'));

  const reporting = page.waitForEvent('download');
  await actions(page, 'demo-csi-1-2', 'Save report (HTML)');
  const report = await page.context().newPage();
  await report.setContent(await readFile(await (await reporting).path(), 'utf8'));
  await expect(report.getByRole('heading', { name: 'demo-csi-1-2' })).toBeVisible();
  await expect(report.locator('svg').first()).toBeVisible();
  await expect(report.getByRole('row', { name: /^truck/ }).first()).toContainText(/\d\.\d/);
});

test('what is no run is refused with a reason, and leaves nothing behind', async ({ page }) => {
  await threeRuns(page);
  const archive = await zip([['notes/readme.txt', new Blob(['hello'])]]);
  const give = async (name: string, bytes: ArrayBuffer) =>
    page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name, mimeType: 'application/zip', buffer: Buffer.from(bytes) });
  await give('notes.zip', await archive.arrayBuffer());
  await expect(page.getByTestId('runs-failure')).toContainText('notes.zip holds no run: it has no config.json.');
  await give('broken.zip', new Uint8Array([1, 2, 3]).buffer);
  await expect(page.getByTestId('runs-failure')).toContainText('broken.zip is no zip archive');
  await expect(page.getByTestId('runs').locator('tbody tr')).toHaveCount(3);
});

test('what people did to a run is told in the comparison and the report, and marks its scores', async ({ page }) => {
  const supervised = await trainedRun({ config: DEMO_CSI, skill: withIt(0), decisions: 1 });
  await actByHand(supervised);
  await storeRuns(page, {
    'demo-csi-1': await trainedRun({ config: DEMO_CSI, skill: withIt(0) }),
    'by-hand-1': supervised,
  });
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  const mark = 'human supervision: 1 decision by hand';
  await expect(page.getByTestId('run-by-hand-1')).toContainText(mark);
  await expect(page.getByTestId('run-demo-csi-1')).not.toContainText('human supervision');

  await page.getByLabel('Compare demo-csi-1').check();
  await page.getByLabel('Compare by-hand-1').check();
  await expect(page.getByTestId('compared-supervised')).toHaveText(/human supervision in 1 of 2 runs/);
  const told = page.getByTestId('by-hand');
  await expect(told.getByRole('region', { name: /^1 change of/ })).toContainText('detection threshold 0.10 to 0.20');
  await expect(told.getByRole('region', { name: /^1 decision about/ })).toContainText(
    `from iteration ${DECIDED_AT + 1} on`,
  );

  const reporting = page.waitForEvent('download');
  await actions(page, 'by-hand-1', 'Save report (HTML)');
  const report = await page.context().newPage();
  await report.setContent(await readFile(await (await reporting).path(), 'utf8'));
  await expect(
    report.getByRole('heading', { name: 'Human supervision: 1 decision by hand about patches' }),
  ).toBeVisible();
  await expect(report.getByRole('row', { name: /^Last mean IoU/ })).toContainText(mark);
  await expect(report.getByText('Changed at iteration 100: truck’s detection threshold 0.10 to 0.20')).toBeVisible();
});

test('a run is duplicated: its configuration with another seed and length is set up and started', async ({ page }) => {
  await threeRuns(page);
  await actions(page, 'demo-csi-1', 'Duplicate');
  const dialog = page.getByRole('dialog', { name: 'Duplicate' });
  await expect(dialog.getByLabel('Name')).toHaveValue('demo-csi-1, again');
  await expect(dialog.getByLabel('Seed')).toHaveValue(String(DEMO_CSI.seed + 1));
  await dialog.getByRole('button', { name: 'Start' }).click();
  // These runs were not begun here.
  await expect(dialog.getByRole('alert')).toContainText('The data of this run is not known here.');
  await dialog.getByRole('button', { name: 'Close' }).click();

  await rememberBegun(page, 'demo-csi-1', DEMO_CSI);
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await actions(page, 'demo-csi-1', 'Duplicate');
  await dialog.getByLabel('Name').fill('Once more');
  await dialog.getByLabel('Seed').fill('5');
  await dialog.getByLabel('Iterations').fill('60');
  await dialog.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Once more' })).toBeVisible();
  await expect(page.getByTestId('status')).toHaveText('preparing');
  // What is to be computed, as the browser keeps it to resume it after a reload.
  const planned = await page.evaluate(
    () =>
      new Promise<{ seed: number; iterations: number }[]>((resolve, reject) => {
        const opening = indexedDB.open('csi-lab', 1);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('sessions').objectStore('sessions').getAll();
          reading.onsuccess = () => {
            const begun = reading.result.find(({ title }) => title === 'Once more');
            resolve(
              begun.runs.map(({ options: { config } }: { options: { config: typeof DEMO_CSI } }) => ({
                seed: config.seed,
                iterations: config.schedule.iterations,
              })),
            );
          };
        };
      }),
  );
  expect(planned).toEqual([{ seed: 5, iterations: 60 }]);
});
