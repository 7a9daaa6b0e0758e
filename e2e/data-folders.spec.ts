/** Folders that nobody prepared, and the ways they come in: holiday pictures, a third folder, the clipboard, a scan that is stopped. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { encodePng } from '../workers/data/png/encode';
import { dropFiles, dropFolder } from './drop';
import { cityFolders, emptyFolder, write } from './folders';
import { holidayFolder, PICTURE } from './holiday';

const zone = (page: Page, role: 'source' | 'target' | 'validation') => page.getByTestId(`drop-${role}`);

/** SYNTHIA of tiny pictures; every label from `sound` on is empty. */
async function synthiaOf(count: number, sound: number): Promise<string> {
  const folder = await emptyFolder();
  const picture = await encodePng({ width: 16, height: 8, channels: 3, data: new Uint8Array(384).fill(90) });
  const label = await encodePng({ width: 16, height: 8, channels: 3, data: new Uint16Array(384).fill(3) });
  await write(join(folder, 'RGB/none.txt'), '');
  await write(join(folder, 'GT/LABELS/none.txt'), '');
  for (let i = 0; i < count; i++) {
    const name = `${String(i).padStart(7, '0')}.png`;
    await writeFile(join(folder, 'RGB', name), picture);
    await writeFile(join(folder, 'GT/LABELS', name), i < sound ? label : '');
  }
  return folder;
}

test('holiday pictures are a target, and what is no picture is named or counted', async ({ page }) => {
  await page.goto('./');
  const folder = await holidayFolder(page);
  await dropFolder(page, 'drop-target', folder);
  const card = zone(page, 'target').getByTestId('scan-card');
  await expect(card).toContainText('4 pictures');
  await expect(card.getByTestId('facts')).toContainText('no labels · 2 other files skipped');
  await expect(card.getByTestId('problems')).toContainText('IMG_2050.JPG is empty');
  await expect(card.getByTestId('problems')).toContainText('IMG_2051.JPG is not a picture that can be read');
  await expect(card.getByTestId('problems')).toContainText('HEIC; use PNG, JPEG or WebP');
  await card.getByRole('button', { name: 'Look inside' }).click();

  // The tag turns the picture, so that it is shown as it was taken.
  const panel = page.getByTestId('data-panel');
  await expect(panel.locator('canvas[data-painted]')).toHaveCount(4);
  const sizeOf = (name: string) =>
    panel
      .getByRole('button', { name })
      .getByTestId('thumbnail')
      .evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        return [width, height];
      });
  expect(await sizeOf('IMG_2041.JPG')).toEqual([PICTURE.width, PICTURE.height]);
  expect(await sizeOf('IMG_2042.JPG')).toEqual([PICTURE.height, PICTURE.width]);
  expect(await sizeOf('IMG_2107.jpeg')).toEqual([PICTURE.width, PICTURE.height]);
  await panel.getByRole('tab', { name: 'Left out' }).click();
  await expect(panel.getByTestId('skipped')).toContainText('1 file: pictures of a kind that is not read (.heic)');
  await expect(panel.getByTestId('skipped')).toContainText('1 file: films (.mov)');

  await dropFolder(page, 'drop-source', folder);
  await expect(zone(page, 'source').getByRole('alert')).toContainText('pictures without labels, and the source needs');
});

test('a third folder scores a run, if it has labels', async ({ page }) => {
  const { source, target } = await cityFolders();
  await page.goto('./');
  await dropFolder(page, 'drop-validation', join(source, 'RGB'));
  await expect(zone(page, 'validation').getByRole('alert')).toContainText('the validation needs labels');
  await dropFiles(page, 'drop-validation', [join(source, 'RGB/0000001.png')]);
  await expect(zone(page, 'validation')).toContainText('the validation needs labels beside its pictures');
  await dropFolder(page, 'drop-source', source);
  await dropFolder(page, 'drop-target', join(source, 'RGB'));
  await expect(page.getByTestId('start-hint')).toContainText('another validation folder, or remove this one');
  await dropFolder(page, 'drop-validation', target);
  await expect(zone(page, 'validation').getByTestId('scan-card')).toContainText('train 4 · val 2');
  await expect(page.getByTestId('start-hint')).toContainText('Ready: 8 labelled pictures, 8 target pictures');

  await page.reload();
  await zone(page, 'validation').getByRole('button', { name: 'Reopen cityscapes' }).click();
  await expect(zone(page, 'validation').getByTestId('scan-card')).toContainText('6 pictures');
});

test('files are also taken from the clipboard, where the focus is', async ({ page }) => {
  const { source } = await cityFolders();
  const bytes = [...(await readFile(join(source, 'RGB/0000001.png')))];
  await page.goto('./');
  const button = zone(page, 'target').getByRole('button', { name: 'Choose folder' });
  await button.focus();
  await button.evaluate((element, bytes) => {
    const clipboardData = new DataTransfer();
    for (const name of ['one.png', 'two.png'])
      clipboardData.items.add(new File([Uint8Array.from(bytes)], name, { type: 'image/png' }));
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, bytes);
  await expect(zone(page, 'target').getByTestId('scan-card')).toContainText('2 dropped pictures');
  await expect(zone(page, 'source').getByTestId('scan-card')).toHaveCount(0);
});

test('hundreds of problems are counted, listed by pages, and saved in full', async ({ page }) => {
  const folder = await synthiaOf(235, 5);
  await page.goto('./');
  await dropFolder(page, 'drop-source', folder);
  await zone(page, 'source').getByRole('button', { name: 'All 230 problems' }).click();
  const list = page.getByTestId('all-problems');
  await expect(list.getByRole('listitem')).toHaveCount(100);
  await list.getByRole('button', { name: '130 more problems' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(200);
  await list.getByRole('button', { name: '30 more problems' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(230);
  await expect(list.getByRole('listitem').last()).toContainText('GT/LABELS/0000234.png is empty');
  const downloading = page.waitForEvent('download');
  await list.getByRole('button', { name: 'Save the list' }).click();
  const lines = (await readFile(await (await downloading).path(), 'utf8')).trim().split('\n');
  expect(lines.length).toBe(230);
  expect(lines[229]).toMatch(/^GT\/LABELS\/0000234\.png\t.*is empty/);
});

test('a scan that is stopped goes on from where it was, and another folder is scanned beside it', async ({ page }) => {
  const COUNT = 4000;
  const folder = await synthiaOf(COUNT, COUNT);
  const { target } = await cityFolders();
  await page.goto('./');
  await dropFolder(page, 'drop-source', folder);
  await expect(zone(page, 'source')).toContainText('of 4,000');
  await zone(page, 'source').getByRole('button', { name: 'Cancel' }).click();
  await expect(zone(page, 'source')).toContainText(/Stopped at [\d,]+ of 4,000 pictures/);
  await zone(page, 'source').getByRole('button', { name: 'Go on counting' }).click();
  await dropFolder(page, 'drop-target', target);
  await expect(zone(page, 'target').getByTestId('scan-card')).toContainText('6 pictures');
  await expect(zone(page, 'target').getByTestId('notice')).toHaveCount(0);
  await expect(zone(page, 'source').getByTestId('scan-card')).toContainText('4,000 pictures', { timeout: 120_000 });
  await expect(zone(page, 'source').getByRole('button', { name: 'Go on counting' })).toHaveCount(0);
});
