/** Words are tried on a picture before any training: boxes, thresholds, CLIP's table, and what is saved. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { encodePng } from '../workers/data/png/encode';
import { dropFiles } from './drop';
import { emptyFolder, write } from './folders';

/** The city is drawn at its first use. */
const DRAWING_MS = 300_000;
const LOOKING_MS = 60_000;

test('prompts are tried on a picture of the built-in city and saved into the classes', async ({ page }) => {
  test.setTimeout(DRAWING_MS + 2 * LOOKING_MS + 60_000);
  await page.goto('./');
  await page.getByText('Classes', { exact: true }).click();

  // Nothing is chosen yet, and the page says what is missing.
  const look = page.getByRole('button', { name: 'Look', exact: true });
  await expect(look).toBeDisabled();
  await expect(page.getByTestId('bench-hint')).toHaveText('Choose a picture first.');
  for (const name of ['terrain', 'truck', 'train'])
    await expect(page.getByTestId(`concept-${name}`)).toContainText('in the map');

  await page.getByRole('button', { name: 'Built-in city' }).click();
  const frame = page.getByTestId('bench-frame');
  await expect(frame).toBeVisible({ timeout: DRAWING_MS });

  // A class by its name, with its prompts.
  await page.getByRole('combobox', { name: 'Something else' }).fill('car');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('concept-car')).toContainText('not in the map');
  await look.click();
  const found = page.getByTestId('bench-found');
  await expect(found).toContainText(/above the thresholds/, { timeout: LOOKING_MS });
  await expect(page.getByTestId('bench-hint')).toContainText('without looking again');

  // At the lowest threshold there are many boxes, at the highest none: the detector is not asked again.
  const threshold = page.getByRole('slider', { name: 'Detection threshold of car' });
  const boxes = frame.getByRole('button');
  const cars = frame.getByRole('button', { name: /^(car|jeep|SUV|van), score/ });
  await threshold.focus();
  await page.keyboard.press('Home');
  await expect(cars).not.toHaveCount(0);
  const many = await boxes.count();
  await page.keyboard.press('End');
  await expect(cars).toHaveCount(0);
  expect(await boxes.count()).toBeLessThan(many);
  await expect(page.getByTestId('best-car')).toContainText(/Best score 0\.\d/);
  await page.keyboard.press('Home');
  await expect(cars).not.toHaveCount(0);

  // A box is pressed, and CLIP is asked about its pixels; probabilities of the vehicles' prompts add up to 1.
  await page
    .getByTestId('bench-boxes')
    .getByRole('button', { name: /^(car|jeep|SUV|van)$/ })
    .first()
    .click();
  const clip = page.getByTestId('bench-clip');
  await expect(clip).toContainText('Compared with all prompts of its category', { timeout: LOOKING_MS });
  const rows = await clip.locator('tbody tr').all();
  const table = await Promise.all(rows.map(async (row) => (await row.locator('td').allTextContents()).slice(0, 3)));
  expect(table.map(([, name]) => name)).toEqual(expect.arrayContaining(['car', 'truck', 'bus', 'train']));
  expect(table.reduce((sum, [, , probability]) => sum + Number(probability), 0)).toBeCloseTo(1, 2);
  expect(Number(table[0]![2])).toBeGreaterThanOrEqual(Number(table[1]![2]));

  // New prompts want another look; something that is no class is compared with everything on the bench.
  await page.getByRole('combobox', { name: 'Something else' }).fill('lorry');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('bench-hint')).toHaveText('The prompts have changed: look again.');
  await look.click();
  await expect(page.getByTestId('best-lorry')).toContainText('Best score', { timeout: LOOKING_MS });

  await page.getByLabel('Detection threshold of truck, as a number').fill('0.25');
  await page.getByRole('button', { name: 'Save into the classes' }).click();
  const notice = page.getByTestId('bench-notice');
  await expect(notice).toContainText('New classes: lorry.');
  await expect(notice).toContainText('No threshold is kept of car, lorry');

  // What was saved is there after a reload.
  await page.reload();
  await page.getByText('Classes', { exact: true }).click();
  await expect(page.getByLabel('Detection threshold of truck, as a number')).toHaveValue('0.25');
});

test('classes and map are edited, undone, exported, and refused where a file is wrong', async ({ page }) => {
  const folder = await emptyFolder();
  await page.goto('./');
  await page.getByText('Classes', { exact: true }).click();
  await page.getByRole('tab', { name: 'Edit classes' }).click();
  const table = page.getByTestId('class-table');
  await expect(table.locator('tbody tr')).toHaveCount(19);
  await expect(page.getByTestId('taxonomy-origin')).toHaveText('As the preset');

  // A name that is taken is refused, another is taken when Enter is pressed.
  const name = page.getByRole('textbox', { name: 'Name of class 14' });
  await name.fill('car');
  await expect(table).toContainText('Another class is called so');
  await name.fill('lorry');
  await name.press('Enter');
  await expect(page.getByTestId('class-lorry')).toBeVisible();
  await expect(page.getByTestId('taxonomy-origin')).toHaveText('Your own');
  await page.getByRole('button', { name: 'Remove wall' }).click();
  await expect(page.getByTestId('taxonomy-ids')).toContainText('3 is wall there, and fence here');

  // Ids in the map follow; the keyboard takes both steps back and forth again.
  await page.getByRole('tab', { name: 'Relabeling map' }).click();
  await expect(page.getByTestId('entry-lorry')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Source class of lorry' })).toHaveValue('car');
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('taxonomy-ids')).toContainText('14 is truck there, and lorry here');
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('taxonomy-ids')).toHaveCount(0);
  await expect(page.getByTestId('entry-truck')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(page.getByTestId('entry-lorry')).toBeVisible();

  const threshold = page.getByRole('textbox', { name: 'Detection threshold of lorry' });
  await threshold.fill('0.35');
  await threshold.press('Enter');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export JSON' }).click();
  const text = await readFile(await (await downloading).path(), 'utf8');
  const file = JSON.parse(text);
  expect(file.map[1]).toEqual({
    target: 'lorry',
    source: 'car',
    detectionThreshold: 0.35,
    classificationThreshold: 0.5,
  });

  // What a run would have is said where it is started.
  await page.getByText('Set up', { exact: true }).click();
  await expect(page.getByTestId('own-classes')).toContainText('Your own 19 classes, 3 of them');
  await page.getByTestId('own-classes').getByRole('button', { name: 'Edit' }).click();

  // A wrong file changes nothing and says what is wrong; the export brings everything back.
  const chooser = page.locator('input[type=file][accept=".json"]');
  await write(join(folder, 'wrong.json'), text.replace('"source": "car"', '"source": "tractor"'));
  await write(join(folder, 'classes.json'), text);
  await chooser.setInputFiles(join(folder, 'wrong.json'));
  await expect(page.getByTestId('taxonomy-refused')).toContainText('wrong.json: map.1.source names "tractor"');
  await page.getByRole('button', { name: 'Start from…' }).click();
  await page.getByRole('menuitem', { name: 'A plain list of names…' }).click();
  await page.getByLabel('Names, one a line').fill('road\nfield: meadow\nroad');
  await page.getByRole('button', { name: 'Use these classes' }).click();
  await expect(page.getByTestId('names-refused')).toContainText('Line 3 names "road" a second time');
  await page.getByLabel('Names, one a line').fill('road\nfield: meadow');
  await page.getByRole('button', { name: 'Use these classes' }).click();
  await page.getByRole('tab', { name: 'Edit classes' }).click();
  await expect(table.locator('tbody tr')).toHaveCount(2);
  await chooser.setInputFiles(join(folder, 'classes.json'));
  await expect(page.getByTestId('class-lorry')).toBeVisible();
  await expect(table.locator('tbody tr')).toHaveCount(19);
});

test('a dropped picture is opened, a dropped text is refused, and the keys are on a sheet', async ({ page }) => {
  const folder = await emptyFolder();
  await write(join(folder, 'notes.txt'), 'no picture');
  const data = new Uint8Array(60 * 40 * 3).fill(120);
  await write(join(folder, 'grey.png'), await encodePng({ width: 60, height: 40, channels: 3, data }));
  await page.goto('./');
  await page.getByText('Classes', { exact: true }).click();
  await dropFiles(page, 'drop-bench', [join(folder, 'notes.txt')]);
  await expect(page.getByTestId('bench-error')).toContainText('notes.txt is neither');
  await dropFiles(page, 'drop-bench', [join(folder, 'grey.png')]);
  await expect(page.getByRole('img', { name: 'grey.png' })).toBeVisible();
  await expect(page.getByTestId('bench-error')).toHaveCount(0);
  await page.getByRole('heading', { name: 'Classes and prompts' }).click();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  await expect(sheet).toContainText('Redo it; also Ctrl+Y');
  await expect(sheet).toContainText('Swipe between two layers');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
});
