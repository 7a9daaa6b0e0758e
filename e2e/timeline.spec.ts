/** One time line: a moment of a run in all panels, pinned pictures that change, and the same picture of several runs. */
import { expect, type Page, test } from '@playwright/test';
import { considerPatches } from './considered';
import { prepareRun } from './drop';
import { cityFolders } from './folders';
import { paneOf, screenOf } from './pane';
import { growMap, PINNED, pinPictures } from './pinned';
import { DEMO_BASELINE, DEMO_CSI, storeRuns, trainedRun } from './stored-runs';
import { unzipped } from './unzip';

const ITERATIONS = DEMO_CSI.schedule.iterations;
const EVALUATIONS = [1, 2, 3, 4].map((quarter) => (quarter * ITERATIONS) / 4);
const skill = (id: number) => ([9, 14, 16].includes(id) ? 0.4 : 0.6);
const written = (iteration: number) => `iteration ${iteration.toLocaleString('en')}`;

async function storedRuns(page: Page): Promise<void> {
  const csi = await trainedRun({ config: DEMO_CSI, skill });
  const baseline = await trainedRun({ config: DEMO_BASELINE, skill });
  await considerPatches(csi, DEMO_CSI, 20_000);
  await pinPictures(csi, DEMO_CSI, EVALUATIONS);
  await pinPictures(baseline, DEMO_BASELINE, EVALUATIONS.slice(1), [13, 14, 15, 16]);
  await growMap(csi, EVALUATIONS);
  await csi.write('predictions/city__a.png', Uint8Array.of(1, 2, 3));
  await storeRuns(page, { 'demo-csi-1': csi, 'demo-baseline-1': baseline });
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await expect(page.getByTestId('runs')).toBeVisible();
}

test.beforeEach(() => test.setTimeout(300_000));

const slider = (page: Page) => page.getByRole('slider', { name: 'Moment of the run' });

test('one slider moves pictures, curves, scores, votes and segments; the latest is followed again by a key', async ({
  page,
}) => {
  await storedRuns(page);
  await page.getByRole('button', { name: 'demo-csi-1', exact: true }).click();
  await expect(page.getByTestId('moment')).toContainText(`Latest: ${written(ITERATIONS)}`);
  await expect(page.getByRole('button', { name: 'Follow latest' })).toHaveAttribute('aria-pressed', 'true');

  // Nothing else was kept of this run, so a pinned picture is shown.
  const prediction = page.getByTestId('picture-Prediction');
  await expect(prediction).toContainText(written(ITERATIONS));
  await expect(page.getByTestId('stage').locator('canvas')).toHaveAttribute('data-painted', 'true');
  const building = DEMO_CSI.taxonomy.classes[2]!.color;
  await page.getByRole('slider', { name: 'Labels over picture' }).press('End');
  await page.getByRole('heading', { name: 'What it sees' }).hover();
  const atTheEnd = (await screenOf(paneOf(page, 'Prediction'))).count(building);

  const [first, , third] = EVALUATIONS as [number, number, number, number];
  await slider(page).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByTestId('moment')).toContainText(written(third));
  await expect(page.getByRole('button', { name: 'Follow latest' })).toHaveAttribute('aria-pressed', 'false');
  await expect(prediction).toContainText(written(third));
  await expect(page.getByTestId('iou-table')).toContainText(`iteration ${third}`);
  await expect(page.getByTestId('confusion')).toContainText(`Iteration ${third}`);
  await expect(page.getByTestId('map-truck')).toContainText(`${third / 50} votes`);
  await expect(page.getByRole('slider', { name: /^Losses/ })).toHaveAttribute('aria-valuenow', String(third));

  // Comma steps back from anywhere: the second evaluation, the beginning of relabeling, the first evaluation.
  await slider(page).blur();
  for (let i = 0; i < 3; i++) await page.keyboard.press(',');
  await expect(page.getByTestId('moment')).toContainText(written(first));
  await expect(prediction).toContainText(written(first));
  await expect(page.getByTestId('iou-table')).toContainText(`iteration ${first}`);
  await expect(page.getByTestId('map-truck')).toContainText(`${first / 50} votes`);
  await expect(page.getByTestId('segment-count')).toContainText('; up to iteration');
  // Three quarters of the picture are taken for buildings at first.
  await expect
    .poll(async () => (await screenOf(paneOf(page, 'Prediction'))).count(building))
    .toBeGreaterThan(atTheEnd * 2);

  await page.keyboard.press('End');
  await expect(page.getByTestId('moment')).toContainText(`Latest: ${written(ITERATIONS)}`);
  await expect(prediction).toContainText(written(ITERATIONS));
  await expect(page.getByTestId('segment-count')).not.toContainText('up to iteration');

  // The other pinned picture, at the same moment; where it is wrong.
  await page.getByRole('button', { name: PINNED[1]!.slice(0, 15) }).click();
  await expect(page.getByRole('region', { name: new RegExp(`Pinned picture .*${PINNED[1]}`) })).toBeVisible();
});

test('the moment is dragged, and played from the first one on', async ({ page }) => {
  await storedRuns(page);
  await page.getByRole('button', { name: 'demo-csi-1', exact: true }).click();
  const box = (await slider(page).boundingBox())!;
  await page.mouse.move(box.x + box.width - 8, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(page.getByTestId('moment')).not.toContainText('Latest');
  const middle = Number(await slider(page).inputValue());
  expect(Math.abs(middle - ITERATIONS / 2)).toBeLessThan(ITERATIONS / 50);
  await page.getByRole('button', { name: 'Follow latest' }).click();
  await page.getByRole('button', { name: /^Play the moments/ }).click();
  await expect(page.getByTestId('moment')).not.toContainText('Latest');
  await expect(page.getByTestId('moment')).toContainText('Latest', { timeout: 30_000 });
});

test('runs are compared by the same pinned picture at the same moment', async ({ page }) => {
  await storedRuns(page);
  for (const run of ['demo-baseline-1', 'demo-csi-1']) await page.getByLabel(`Compare ${run}`).check();
  const compared = page.getByTestId('compared-pictures');
  const views = ['demo-csi-1', 'demo-baseline-1'].map((run) => compared.getByTestId(`picture-${run}`));
  for (const view of views) await expect(view).toContainText(written(ITERATIONS));
  await expect(compared.getByTestId('picture-Ground truth')).toBeVisible();
  const moments = page.getByRole('slider', { name: 'Moment of the compared runs' });
  await moments.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
  await expect(views[0]!).toContainText(written(EVALUATIONS[0]!));
  // The other run was not evaluated by then.
  await expect(views[1]!).toContainText('Not predicted yet at this moment');
});

test('the predictions of a finished run are saved as a zip of label PNGs', async ({ page }) => {
  await storedRuns(page);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Actions for demo-csi-1' }).click();
  await page.getByRole('menuitem', { name: 'Save predictions' }).click();
  expect([...(await unzipped(await saving)).keys()]).toEqual(['city__a.png', 'classes.json']);
  await expect(page.getByRole('menuitem')).toHaveCount(0);
  await page.getByRole('button', { name: 'Actions for demo-baseline-1' }).click();
  await page.getByRole('menuitem', { name: 'Save predictions' }).click();
  await expect(page.getByTestId('runs-failure')).toContainText('This run has no predictions');
});

test('a run pins pictures by itself, others are pinned while it goes on, and all are there after a reload', async ({
  page,
}) => {
  test.setTimeout(900_000);
  await prepareRun(page, await cityFolders(), 'Small, without relabeling', 18);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByTestId('progress')).toContainText('Iteration 1 of', { timeout: 300_000 });

  // Before the first evaluation, which follows the third iteration: the picture that a crop is cut from, without labels.
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByTestId('status')).toHaveText('paused', { timeout: 120_000 });
  await page.getByRole('button', { name: 'Pin pictures' }).click();
  await page.getByRole('combobox', { name: 'Pin one more' }).click();
  await page.getByRole('option').first().click();
  await expect(page.getByRole('list', { name: 'Pinned pictures' }).getByRole('listitem')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Resume' }).click();

  await expect(page.getByTestId('status')).toHaveText('finished', { timeout: 600_000 });
  const choice = page.getByRole('group', { name: 'Picture that is shown' });
  await choice.getByRole('button', { name: /^citya/ }).click();
  const prediction = page.getByTestId('picture-Prediction');
  await expect(prediction).toContainText('iteration 18');

  await page.reload();
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await page.getByTitle('Show this run').click();
  await expect(page.getByTestId('picture-Prediction')).toContainText('iteration 18');
  await expect(page.getByTestId('stage').locator('canvas')).toHaveAttribute('data-painted', 'true');
});
