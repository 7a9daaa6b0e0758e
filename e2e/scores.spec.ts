/** Scores of a run that lies in storage: table, curves, confusion, pictures, drawn classes. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
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
