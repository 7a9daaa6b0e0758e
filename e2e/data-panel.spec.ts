/** The data panel: small folders made by code are dropped, looked into, read in another way, moved away. */
import { readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { encodePng } from '../workers/data/png/encode';
import { dropFiles, dropFolder } from './drop';
import { cityFolders, emptyFolder, truncate, write } from './folders';
import { busiestTasks } from './main-thread';

const card = (page: Page, role: 'source' | 'target') => page.getByTestId(`drop-${role}`).getByTestId('scan-card');

/** Tiny grey pictures: what counts is how many there are. */
async function manyPictures(count: number): Promise<string> {
  const folder = await emptyFolder();
  const png = await encodePng({ width: 16, height: 8, channels: 1, data: new Uint8Array(128).fill(90) });
  await write(join(folder, '00000.png'), png);
  for (let i = 1; i < count; i++) await writeFile(join(folder, `${String(i).padStart(5, '0')}.png`), png);
  return folder;
}

test('a data set is looked into: pictures by class, label values, what is left out', async ({ page }) => {
  const { source } = await cityFolders();
  await truncate(join(source, 'GT/LABELS/0000003.png'));
  await write(join(source, 'RGB/notes.txt'), 'not a picture');
  await page.goto('./');
  await dropFolder(page, 'drop-source', source);
  await expect(card(page, 'source').getByTestId('facts')).toContainText('216 × 128');
  await expect(card(page, 'source').getByTestId('facts')).toContainText('7 labels with SYNTHIA’s ids');
  await expect(card(page, 'source')).toContainText('Rare, below 1 %');

  await card(page, 'source').getByRole('button', { name: 'Look inside' }).click();
  const panel = page.getByTestId('data-panel');
  await expect(panel.getByTestId('sample-count')).toHaveText('7 pictures');
  await expect(panel.locator('canvas[data-painted]')).toHaveCount(7);
  await panel.getByRole('button', { name: 'RGB/0000001.png' }).click();
  await expect(page.getByRole('list', { name: 'Classes of this picture' })).toContainText('road');
  await expect(page.getByRole('dialog').locator('[data-pixels="216x128"]').first()).toBeVisible();
  await page.keyboard.press('Escape');

  // A bar of the histogram shows the pictures of its class; every filter shows as many as it says.
  const bar = card(page, 'source').getByRole('button', { name: /^rider: / });
  const pictures = /in (\d+) picture/.exec((await bar.getAttribute('aria-label'))!)![1];
  await bar.click();
  await expect(panel.getByTestId('sample-count')).toHaveText(new RegExp(`^${pictures} picture`));

  await panel.getByRole('tab', { name: 'Left out' }).click();
  await expect(panel.getByTestId('all-problems')).toContainText('GT/LABELS/0000003.png');
  await expect(panel.getByTestId('skipped')).toContainText('RGB/notes.txt');
});

test('label values are mapped by hand, exported, imported, and remembered', async ({ page }) => {
  const { source } = await cityFolders();
  await page.goto('./');
  await dropFolder(page, 'drop-source', source);
  await expect(card(page, 'source')).toContainText('Absent: terrain, truck, train');
  await card(page, 'source').getByRole('button', { name: 'Look inside' }).click();
  await page.getByRole('tab', { name: 'Label values' }).click();
  const editor = page.getByTestId('id-map');
  await expect(editor).toContainText('The data set’s own map');
  // SYNTHIA's 6 is vegetation.
  await editor.getByLabel('Class of value 6', { exact: true }).selectOption('terrain');
  await expect(editor).toContainText('Your own map');
  await expect(card(page, 'source')).toContainText('Absent: vegetation, truck, train');

  const downloading = page.waitForEvent('download');
  await editor.getByRole('button', { name: 'Export JSON' }).click();
  const map = JSON.parse(await readFile(await (await downloading).path(), 'utf8'));
  expect(map.idMap['6']).toBe('terrain');
  await editor.getByRole('button', { name: 'Back to the data set’s own' }).click();
  await expect(card(page, 'source')).toContainText('Absent: terrain, truck, train');

  // A map can also be dropped; one that is none says why and changes nothing.
  const folder = await emptyFolder();
  await write(join(folder, 'bad.json'), '{"version": 1, "idMap": {"6": "lawn"}}');
  await write(join(folder, 'good.json'), JSON.stringify(map));
  await dropFiles(page, 'drop-source', [join(folder, 'bad.json')]);
  await expect(page.getByTestId('notice')).toContainText('maps 6 to "lawn", which is no class');
  await dropFiles(page, 'drop-source', [join(folder, 'good.json')]);
  await expect(card(page, 'source')).toContainText('Absent: vegetation, truck, train');

  await page.reload();
  await page.getByRole('button', { name: 'Reopen synthia' }).click();
  await expect(card(page, 'source')).toContainText('Absent: vegetation, truck, train');
});

test('a folder that was moved is said, and how the permission stands', async ({ page }) => {
  const { source } = await cityFolders();
  await page.goto('./');
  await dropFolder(page, 'drop-source', source);
  await expect(card(page, 'source')).toContainText('8 pictures');
  await page.reload();
  await expect(page.getByTestId('permission')).toContainText(/allowed|ask/);
  await rename(source, `${source}-renamed`);
  await page.getByRole('button', { name: 'Reopen synthia' }).click();
  await expect(page.getByTestId('drop-source').getByRole('alert')).toContainText('moved, renamed or deleted');
  await rename(`${source}-renamed`, source);
  await page.getByRole('button', { name: 'Reopen synthia' }).click();
  await expect(card(page, 'source')).toContainText('8 pictures');
});

test('drops of two folders, of several data sets in one, and of files do the right thing', async ({ page }) => {
  const { source, target } = await cityFolders();
  await page.goto('./');
  await dropFiles(page, 'drop-target', [source, target]);
  await expect(page.getByTestId('choices')).toContainText('Several folders were dropped at once');
  await page.getByRole('button', { name: 'source synthia, target cityscapes' }).click();
  await expect(card(page, 'source')).toContainText('8 pictures');
  await expect(card(page, 'target')).toContainText('6 pictures');

  await dropFolder(page, 'drop-target', join(source, '..'));
  await expect(page.getByTestId('choices')).toContainText('holds several data sets');
  await page.getByRole('button', { name: 'cityscapes (Cityscapes)' }).click();
  await expect(card(page, 'target')).toContainText('train 4');

  const pictures = ['0000001.png', '0000002.png'].map((name) => join(source, 'RGB', name));
  await dropFiles(page, 'drop-source', pictures);
  await expect(page.getByTestId('notice')).toContainText('the source needs labels beside its pictures');
  await expect(card(page, 'source')).toContainText('8 pictures');
  await dropFiles(page, 'drop-target', pictures);
  await expect(card(page, 'target')).toContainText('2 dropped pictures');
  await expect(card(page, 'target')).toContainText('Pictures only');
});

test('a split of symbolic links is explained', async ({ page }) => {
  const { target } = await cityFolders();
  const real = join(target, '..', 'elsewhere');
  await rename(join(target, 'leftImg8bit/val'), real);
  await write(join(target, 'leftImg8bit/val/.keep'), '');
  await symlink(real, join(target, 'leftImg8bit/val/links'));
  await page.goto('./');
  await dropFolder(page, 'drop-target', target);
  await expect(page.getByTestId('empty-split')).toContainText('The split val looks empty');
  await expect(page.getByTestId('empty-split')).toContainText('symbolic links');
});

test('thousands of pictures scroll without blocking, and a scan gives way to the next drop', async ({
  page,
  browser,
}) => {
  const COUNT = 5000;
  const folder = await manyPictures(COUNT);
  const { target } = await cityFolders();
  await page.goto('./');
  await dropFolder(page, 'drop-target', folder);
  await expect(page.getByTestId('drop-target')).toContainText(`of ${COUNT.toLocaleString('en')}`);
  await dropFolder(page, 'drop-target', target);
  await expect(page.getByTestId('notice')).toContainText('was given up');
  await expect(card(page, 'target')).toContainText('6 pictures');

  await dropFolder(page, 'drop-target', folder);
  await expect(card(page, 'target')).toContainText(`${COUNT.toLocaleString('en')} pictures`, { timeout: 60_000 });
  await card(page, 'target').getByRole('button', { name: 'Look inside' }).click();
  const samples = page.getByTestId('data-panel').getByTestId('samples');
  await expect(samples.locator('canvas[data-painted]').first()).toBeAttached();
  // What the browser keeps of ten thousand dropped files is collected now and not while the page scrolls.
  await page.requestGC();
  const tasks = await busiestTasks(browser, page, async () => {
    for (let i = 1; i <= 40; i++)
      await samples.evaluate((element, part) => element.scrollTo(0, part * element.scrollHeight), i / 40);
    await expect(samples.getByRole('button', { name: `0${COUNT - 1}.png` })).toBeVisible();
    await expect(samples.locator('canvas[data-painted]').last()).toBeAttached();
  });
  expect(tasks[0]).toBeLessThan(50);
  expect(await samples.getByRole('button').count()).toBeLessThan(120);
});
