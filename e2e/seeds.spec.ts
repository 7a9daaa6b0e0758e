/** Several seeds of one configuration: one run after the other, then mean and spread; and runs that need no source. */
import { expect, test } from '@playwright/test';
import { dropFolder, prepareRun } from './drop';
import { cityFolders } from './folders';

/** Two runs on a CPU that stands in for a GPU; the first compiles everything. */
const RUNS_MS = 600_000;

test('two seeds run one after the other and are told with their mean and spread', async ({ page }) => {
  test.setTimeout(900_000);
  await prepareRun(page, await cityFolders(), 'Small, without relabeling', 1);
  await page.getByLabel('Seeds').fill('3, x');
  await expect(page.getByTestId('start-hint')).toContainText('Seeds are whole numbers');
  await page.getByLabel('Seeds').fill('3, 4');
  await expect(page.getByTestId('start-hint')).toContainText('2 runs, one after the other');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByTestId('seed-table')).toContainText('Seed 3', { timeout: RUNS_MS });
  await expect(page.getByTestId('seed-table')).toContainText('Seed 4', { timeout: RUNS_MS });
  await expect(page.getByTestId('seed-table')).toContainText(/\d+\.\d ± \d+\.\d/);
  await expect(page.getByTestId('status')).toHaveText('finished');
});

test("a preset that learns the target's own labels asks for no source", async ({ page }) => {
  test.setTimeout(600_000);
  const folders = await cityFolders();
  await page.goto('./');
  await dropFolder(page, 'drop-target', folders.target);
  await expect(page.getByTestId('start-hint')).toContainText('Choose a source folder');
  await page.getByRole('combobox', { name: 'Preset' }).click();
  await page.getByRole('option', { name: 'target-only Cityscapes' }).click();
  await expect(page.getByLabel('Seeds')).toHaveValue('0, 1, 2');
  await expect(page.getByTestId('start-hint')).toContainText('weights');
});
