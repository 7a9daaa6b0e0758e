/** Folders: real ones dropped from the disk, some of them broken. */
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { dropFolder } from './drop';
import { cityFolders, emptyFolder, truncate, write } from './folders';

test('a dropped folder is recognised, counted, and offered again after a reload', async ({ page }) => {
  const { source, target } = await cityFolders();
  await page.goto('./');
  await dropFolder(page, 'drop-source', source);
  const found = page.getByTestId('drop-source').getByTestId('scan-card');
  await expect(found).toContainText('SYNTHIA');
  await expect(found).toContainText('8 pictures');
  await expect(found).toContainText('Absent: terrain, truck, train');
  await dropFolder(page, 'drop-target', target);
  const card = page.getByTestId('drop-target').getByTestId('scan-card');
  await expect(card).toContainText('Cityscapes');
  await expect(card).toContainText('train 4');
  await expect(card).toContainText('val 2');

  await page.reload();
  await expect(page.getByTestId('scan-card')).toHaveCount(0);
  await page.getByRole('button', { name: 'Reopen synthia' }).click();
  await expect(page.getByTestId('drop-source').getByTestId('scan-card')).toContainText('8 pictures');
});

test('a folder can also be chosen through a file dialog', async ({ page }) => {
  const { source } = await cityFolders();
  await page.goto('./');
  await page.getByLabel('Source folder files').setInputFiles(source);
  await expect(page.getByTestId('drop-source').getByTestId('scan-card')).toContainText('8 pictures');
});

test('a folder that is no dataset is refused with what is missing', async ({ page }) => {
  const folder = await emptyFolder();
  await write(join(folder, 'letters', 'to-grandmother.txt'), 'Dear grandmother');
  await page.goto('./');
  await dropFolder(page, 'drop-source', folder);
  const zone = page.getByTestId('drop-source');
  await expect(zone.getByRole('alert')).toContainText('cannot be used');
  await expect(zone.getByRole('alert')).toContainText(/leftImg8bit|RGB/);
  await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeDisabled();
});

test('a file that is dropped instead of a folder is refused', async ({ page }) => {
  const folder = await emptyFolder();
  await write(join(folder, 'city.zip'), 'PK');
  await page.goto('./');
  await dropFolder(page, 'drop-target', join(folder, 'city.zip'));
  await expect(page.getByTestId('drop-target').getByRole('alert')).toContainText('is not a folder');
});

test('a truncated label is named and left out', async ({ page }) => {
  const { source } = await cityFolders();
  await truncate(join(source, 'GT/LABELS/0000003.png'));
  await page.goto('./');
  await dropFolder(page, 'drop-source', source);
  const card = page.getByTestId('drop-source').getByTestId('scan-card');
  await expect(card).toContainText('7 pictures');
  await expect(card.getByTestId('problems')).toContainText('GT/LABELS/0000003.png');
});

test('the chosen colour scheme holds for what the browser colours itself, whatever the system has', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('./');
  const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  expect(await scheme()).toBe('light');
  await page.getByRole('button', { name: 'Switch to dark' }).click();
  expect(await scheme()).toBe('dark');
});
