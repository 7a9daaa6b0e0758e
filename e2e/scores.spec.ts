/** Scores of a run that lies in storage: table, curves, confusion, pictures, drawn classes. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { encodePng } from '../workers/data/png/encode';
import { RunFolder } from '../workers/train/run-folder';
import { rememberBegun } from './considered';
import { busiestTasks } from './main-thread';
import { DEMO_CSI, storeRuns, trainedRun } from './stored-runs';

const RUN = 'a-run';
const ITERATIONS = 40_000;
const TRUCK = 14;
const LONG_TASK_MS = 50;
const SAMPLED = { temperature: 0.01, minPixels: 3000, minCropRatio: 0.5 };

/** A run as long as the paper's. */
const LONG = {
  ...DEMO_CSI,
  data: { ...DEMO_CSI.data, rareClassSampling: SAMPLED },
  schedule: { ...DEMO_CSI.schedule, iterations: ITERATIONS },
};

async function openRun(page: Page): Promise<void> {
  const skill = (id: number) => (id === TRUCK ? 0.3 : 0.7);
  await storeRuns(page, { [RUN]: await trainedRun({ config: LONG, skill, drawn: true }) });
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await page.getByRole('button', { name: RUN, exact: true }).click();
  await expect(page.getByTestId('status')).toHaveText('finished');
}

test('the table says how each class stands, what changed, and which classes a mean is over', async ({ page }) => {
  await openRun(page);
  const table = page.getByTestId('iou-table');
  const order = await page.locator('tr[data-testid^="iou-"] th').allTextContents();
  expect(order.slice(0, 3)).toEqual(['terrain', 'truck', 'train']);
  await expect(table.getByRole('row', { name: /^Mean of 16/ })).toContainText('without terrain, truck, train');
  await expect(table.getByRole('row', { name: /^Mean of 13/ })).toContainText('also without wall, fence, pole');
  await expect(table.locator('thead')).toContainText('iteration 40000');
  await expect(table.locator('thead')).toContainText('iteration 30000');
  // 30 % of the truck's pixels are found, and 30 % of the pixels of the class before it are taken for it.
  await expect(page.getByTestId('iou-truck')).toContainText('23.1');
  await expect(page.getByTestId('iou-truck')).toContainText(/\+\d/);
  await expect(page.getByTestId('iou-truck').getByRole('img', { name: /truck/ })).toBeVisible();
});

test('the confusion matrix is read three ways, and an error leads to the pictures that have it', async ({ page }) => {
  await openRun(page);
  const matrix = page.getByTestId('confusion');
  await expect(matrix.getByText('Iteration 40000. Percent of a class’ true pixels')).toBeVisible();
  const error = matrix.locator(`[data-cell="${TRUCK}-${TRUCK + 1}"]`);
  await expect(error).toHaveText('70');
  await matrix.getByText('pixels', { exact: true }).click();
  await expect(error).toHaveText('7.0k');
  await matrix.getByText('of the predicted class', { exact: true }).click();
  await expect(error).toHaveText('50');

  await error.click();
  const pictures = page.getByTestId('picture-scores');
  await expect(page.getByTestId('picture-question')).toContainText('Pictures with truck taken for bus');
  await expect(pictures.getByRole('listitem').first()).toContainText('picture_014.png');
  await expect(pictures.getByRole('listitem').first()).toContainText('760 pixels');
  await error.press('ArrowLeft');
  await expect(matrix.locator(`[data-cell="${TRUCK}-${TRUCK}"]`)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('picture-question')).toContainText('IoU of truck in each picture that has it');
  await expect(page.getByTestId('drawn-classes')).toContainText('80,000 pictures in all');
});

test('an error of the matrix is opened in its picture, at the place where it is largest', async ({ page }) => {
  const [width, height] = [96, 48];
  // A truck of 12 x 8 pixels that is taken for a car, and a second one of 4 x 4; the rest is road and found.
  const label = new Uint8Array(width * height);
  const prediction = new Uint8Array(width * height);
  const paint = (x0: number, y0: number, w: number, h: number) => {
    for (let y = y0; y < y0 + h; y++)
      for (let x = x0; x < x0 + w; x++) {
        label[y * width + x] = TRUCK;
        prediction[y * width + x] = TRUCK - 1;
      }
  };
  paint(8, 4, 4, 4);
  paint(60, 20, 12, 8);
  const png = (channels: 1 | 3, data: Uint8Array) => encodePng({ width, height, channels, data });
  const grey = await png(3, new Uint8Array(width * height * 3).fill(120));
  const files: Record<string, Uint8Array> = {};
  const folder = await trainedRun({
    config: DEMO_CSI,
    skill: () => 0.5,
    pictures: ['plain', 'truck'].map((name) => ({
      file: `images/${name}.png`,
      miou: 0.5,
      iou: DEMO_CSI.taxonomy.classes.map((_, id) => (id === 0 ? 1 : id === TRUCK && name === 'truck' ? 0 : null)),
      errors: name === 'truck' ? [[TRUCK, TRUCK - 1, 112]] : [],
    })),
  });
  const run = new RunFolder(folder);
  for (const name of ['plain', 'truck']) {
    const found =
      name === 'truck' ? [label, prediction] : [new Uint8Array(width * height), new Uint8Array(width * height)];
    files[`scored/images/${name}.png`] = grey;
    files[`scored/labels/${name}.png`] = await png(1, found[0]!);
    await run.savePrediction(`images/${name}.png`, await png(1, found[1]!));
  }
  await storeRuns(page, { [RUN]: folder }, files);
  await rememberBegun(page, RUN, DEMO_CSI, 'scored');
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await page.getByRole('button', { name: RUN, exact: true }).click();
  await page
    .getByTestId('confusion')
    .locator(`[data-cell="${TRUCK}-${TRUCK - 1}"]`)
    .click();
  const rows = page.getByTestId('picture-scores').getByRole('listitem');

  await expect(rows).toHaveCount(1);
  await rows.first().getByRole('button').click();
  await expect(page.getByTestId('scored-words')).toHaveText(
    'truck taken for car: its largest region here has 96 pixels, in the box.',
  );
  const opened = page.getByTestId('scored-picture');
  const pane = opened.getByTestId('picture-Prediction').locator('[data-pane]');
  await expect(pane).toHaveAttribute('data-pixels', `${width}x${height}`);
  await expect(pane).toHaveAttribute('data-zoomed', 'true');
  await page.keyboard.press('Escape');
  await expect(opened).toHaveCount(0);

  await page.getByRole('button', { name: 'All pictures' }).click();
  await rows.first().getByRole('button').click();
  await expect(page.getByTestId('scored-place')).toHaveText('1 of 2');
  await page.keyboard.press('n');
  await expect(page.getByTestId('scored-place')).toHaveText('2 of 2');
  await expect(page.getByTestId('scored-words')).toHaveText('The whole picture.');
  await expect(pane).not.toHaveAttribute('data-zoomed', 'true');
});

test('40,000 iterations are drawn without a long task; zoom and cursor are shared, and the page still scrolls', async ({
  page,
  browser,
}) => {
  await openRun(page);
  const losses = page.getByTestId('chart-Losses');
  const slider = losses.getByRole('slider', { name: /^Losses/ });
  await slider.scrollIntoViewIfNeeded();
  const tasks = await busiestTasks(browser, page, async () => {
    await slider.hover({ position: { x: 200, y: 100 } });
    await slider.press('ArrowRight');
    await losses.getByRole('switch', { name: 'Logarithmic axis of Losses' }).press('Space');
    await page.waitForTimeout(1500);
  });
  test.info().annotations.push({ type: 'longest tasks, ms', description: tasks.slice(0, 5).join(' ') });
  expect(tasks.filter((ms) => ms > LONG_TASK_MS)).toEqual([]);

  await slider.press('Home');
  await slider.press('+');
  await expect(losses.getByRole('button', { name: 'Whole run' })).toBeVisible();
  const scores = page.getByTestId('chart-IoU over the run');
  await expect(scores.getByRole('button', { name: 'Whole run' })).toBeVisible();
  await expect(scores.getByText('Values: at iteration 0.')).toBeVisible();
  await scores.getByRole('button', { name: 'Whole run' }).click();
  await expect(losses.getByRole('button', { name: 'Whole run' })).toHaveCount(0);

  const scrolled = () => page.evaluate(() => window.scrollY);
  await slider.hover();
  const before = await scrolled();
  await page.mouse.wheel(0, 200);
  await expect.poll(scrolled).toBeGreaterThan(before);
  await expect(losses.getByRole('button', { name: 'Whole run' })).toHaveCount(0);
});

test('a chart is saved as it is drawn, as SVG and as PNG', async ({ page }) => {
  await openRun(page);
  const saved = async (item: string) => {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save Losses' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    return readFile(await (await downloading).path());
  };
  const svg = (await saved('Figure as SVG')).toString();
  expect(svg).toMatch(/^<svg xmlns/);
  expect(svg).toContain('>loss (nats)</text>');
  expect((svg.match(/<polyline/g) ?? []).length).toBeGreaterThan(4);
  expect((await saved('Figure as PNG')).subarray(1, 4).toString()).toBe('PNG');
});
