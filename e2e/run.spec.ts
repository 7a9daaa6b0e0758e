/** Runs on folders of the disk: start, pause, resume, reload, broken files. */
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { prepareRun } from './drop';
import { type CityFolders, cityFolders, truncate } from './folders';

/** A CPU that stands in for a GPU needs minutes for the first iteration, in which everything is compiled. */
const FIRST_ITERATION_MS = 300_000;

/** Pausing waits for the iteration that is going on. */
const ITERATION_MS = 120_000;

test.beforeEach(() => test.setTimeout(900_000));

async function startRun(page: Page, folders: CityFolders, iterations: number): Promise<void> {
  await prepareRun(page, folders, 'Small, without relabeling', iterations);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByTestId('status')).toBeVisible();
}

const iterationOf = async (page: Page): Promise<number> =>
  Number(/Iteration (\d+) of/.exec((await page.getByTestId('progress').textContent()) ?? '')?.[1] ?? 0);

test('a run on dropped folders ends with scores; a label that breaks on the way is named and skipped', async ({
  page,
}) => {
  const folders = await cityFolders();
  await truncate(join(folders.source, 'GT/LABELS/0000003.png'));
  await startRun(page, folders, 3);
  await expect(page.getByTestId('run-problems')).toContainText('GT/LABELS/0000003.png', { timeout: ITERATION_MS });
  await expect(page.getByTestId('status')).toHaveText('finished', { timeout: FIRST_ITERATION_MS });
  await expect(page.getByTestId('iou-table')).toBeVisible();
  await expect(page.getByTestId('iou-road')).toContainText(/\d\.\d/);
});

test('a run pauses, goes on, survives a reload, and can be stopped and deleted', async ({ page }) => {
  page.on('dialog', (dialog) => dialog.accept());
  await startRun(page, await cityFolders(), 500);
  await expect(page.getByTestId('status')).toHaveText('running', { timeout: FIRST_ITERATION_MS });
  await expect.poll(() => iterationOf(page), { timeout: FIRST_ITERATION_MS }).toBeGreaterThan(0);

  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByTestId('status')).toHaveText('paused', { timeout: ITERATION_MS });
  const paused = await iterationOf(page);
  await page.waitForTimeout(3000);
  expect(await iterationOf(page)).toBe(paused);

  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByTestId('status')).toHaveText('running');
  await expect.poll(() => iterationOf(page), { timeout: ITERATION_MS }).toBeGreaterThan(paused);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByTestId('status')).toHaveText('paused', { timeout: ITERATION_MS });
  const saved = await iterationOf(page);

  await page.reload();
  await expect(page.getByText(`iteration ${saved} of 500 is saved`)).toBeVisible();
  await page.getByRole('button', { name: 'Resume synthia' }).click();
  await expect.poll(() => iterationOf(page), { timeout: FIRST_ITERATION_MS }).toBe(saved + 1);

  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByTestId('status')).toHaveText('stopped', { timeout: ITERATION_MS });
  await page.getByText('Set up', { exact: true }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByText('Earlier runs')).toHaveCount(0);
});

test('a run that is still being prepared stops at once, and can be started again', async ({ page }) => {
  await startRun(page, await cityFolders(), 500);
  await page.getByRole('button', { name: 'Stop' }).click({ timeout: 5000 });
  await expect(page.getByTestId('status')).toHaveText('stopped', { timeout: 20_000 });
  await page.getByText('Set up', { exact: true }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByTestId('status')).toHaveText('running', { timeout: FIRST_ITERATION_MS });
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByTestId('status')).toHaveText('stopped', { timeout: FIRST_ITERATION_MS });
});
