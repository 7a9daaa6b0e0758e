/** The stage: a picture of a dropped folder is opened, zoomed to its pixels, probed, swiped and taken apart by class. */
import { expect, type Locator, type Page, test } from '@playwright/test';
import { withSafeColors } from '../src/stage/safe-colors';
import { CITYSCAPES } from '../workers/experiment/taxonomy';
import { dropFolder } from './drop';
import { cityFolders } from './folders';
import { paneOf, type Screen, screenOf } from './pane';

const colorOf = (name: string): readonly number[] => CITYSCAPES.classes.find((info) => info.name === name)!.color;

const safeColorOf = (name: string): readonly number[] =>
  withSafeColors(CITYSCAPES).classes.find((info) => info.name === name)!.color;

const nothing = { position: { x: 5, y: 5 } };

/** Opens a picture of the built-in city with labels at 100 %: every pixel has the colour of its class. */
async function openPicture(page: Page): Promise<Locator> {
  const { source } = await cityFolders();
  await page.goto('./');
  await dropFolder(page, 'drop-source', source);
  await page.getByTestId('drop-source').getByRole('button', { name: 'Look inside' }).click();
  await page.getByTestId('data-panel').getByRole('button', { name: 'RGB/0000001.png' }).click();
  const pane = paneOf(page, 'Labels over picture');
  await expect(pane).toHaveAttribute('data-pixels', '216x128');
  const labels = page.getByRole('button', { name: 'Labels at 0 or 100 %' });
  await labels.click();
  await labels.click();
  await expect.poll(async () => (await screenOf(pane)).count(colorOf('road'))).toBeGreaterThan(1000);
  return pane;
}

test('a picture is zoomed to single pixels, and the probe names what the screen shows', async ({ page }) => {
  const pane = await openPicture(page);
  const probe = page.getByTestId('probe');
  const box = (await pane.boundingBox())!;
  const at = { x: Math.round(box.x + box.width * 0.55), y: Math.round(box.y + box.height * 0.8) };
  await page.mouse.move(at.x, at.y);
  await expect(probe).toContainText('Ground truth');
  const pixel = /Pixel(\d+), (\d+)/.exec((await probe.textContent())!)!;
  expect(Math.abs(Number(pixel[1]) - 0.55 * 216)).toBeLessThan(1.5);
  expect(Math.abs(Number(pixel[2]) - 0.8 * 128)).toBeLessThan(1.5);

  // The pixel under the pointer stays there while the picture grows to the largest scale.
  for (let i = 0; i < 12; i++) await page.mouse.wheel(0, -300);
  await page.keyboard.down('Control');
  for (let i = 0; i < 12; i++) await page.mouse.wheel(0, -300);
  await page.keyboard.up('Control');
  await expect(pane).toHaveAttribute('data-zoomed', 'true');
  await expect(probe).toContainText(`Pixel${pixel[1]}, ${pixel[2]}`);

  // Its square has one colour up to its edges, that of the class which the probe names.
  const text = (await probe.textContent())!;
  const named = CITYSCAPES.classes.find(({ name }) => text.endsWith(`Ground truth${name}`))!;
  await page.getByRole('dialog').getByText('216 × 128').hover();
  await expect(probe).not.toContainText('Ground truth');
  await expect.poll(async () => (await screenOf(pane)).at(at.x - box.x, at.y - box.y)).toEqual([...named.color]);
  const screen = await screenOf(pane);
  const colors = CITYSCAPES.classes.map(({ color }) => String(color));
  for (let x = 3; x < screen.width; x += 7) expect(colors).toContain(String(screen.at(x, 40)));

  await pane.hover(nothing);
  await page.keyboard.press('0');
  await expect(pane).not.toHaveAttribute('data-zoomed', 'true');
});

test('labels step back while a key is held, and two layers are swiped', async ({ page }) => {
  const pane = await openPicture(page);
  const road = async () => (await screenOf(pane)).count(colorOf('road'));
  const whole = await road();
  await pane.hover(nothing);
  await page.keyboard.down(' ');
  await expect.poll(road).toBeLessThan(whole / 20);
  await page.keyboard.up(' ');
  await expect.poll(road).toBeGreaterThan(whole * 0.95);

  // Left of the line the labels, right of it the picture.
  await page.keyboard.press('w');
  const line = page.getByRole('slider', { name: 'Line between the two layers' });
  await expect(line).toHaveAttribute('aria-valuenow', '50');
  await expect.poll(road).toBeLessThan(whole * 0.9);
  const half = await road();
  const [grip, area] = [(await line.boundingBox())!, (await pane.boundingBox())!];
  await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
  await page.mouse.down();
  await page.mouse.move(area.x + area.width * 0.2, grip.y + 30, { steps: 4 });
  await page.mouse.up();
  await expect(line).toHaveAttribute('aria-valuenow', '20');
  await expect.poll(road).toBeLessThan(half);
  await line.press('ArrowRight');
  await expect(line).toHaveAttribute('aria-valuenow', '25');
});

test('labels are as strong as the slider says, not at all or fully by a key, and segments have borders', async ({
  page,
}) => {
  const pane = await openPicture(page);
  const road = async () => (await screenOf(pane)).count(colorOf('road'));
  const whole = await road();
  const strength = page.getByTestId('stage').getByRole('slider', { name: 'Labels over picture' });
  await expect(strength).toHaveAttribute('aria-valuenow', '100');

  await pane.hover(nothing);
  await page.keyboard.press('o');
  await expect(strength).toHaveAttribute('aria-valuenow', '0');
  await expect.poll(road).toBeLessThan(whole / 20);
  const photo = await screenOf(pane);

  // Borders have the full colour of their class, and stay where the labels are away.
  const without = photo.count(colorOf('road'));
  await page.keyboard.press('b');
  await expect.poll(road).toBeGreaterThan(without + 100);
  expect(await road()).toBeLessThan(whole / 2);
  await page.keyboard.press('b');
  await expect.poll(road).toBe(without);
  await page.keyboard.press('o');
  await expect.poll(road).toBeGreaterThan(whole * 0.95);

  // At 40 % a pixel lies so far between the picture and its class.
  await strength.focus();
  for (let i = 0; i < 60; i++) await strength.press('ArrowLeft');
  await expect(strength).toHaveAttribute('aria-valuenow', '40');
  const [x, y] = [Math.round(photo.width * 0.7), Math.round(photo.height * 0.85)];
  const between = colorOf('road').map((value, c) => 0.4 * value + 0.6 * photo.at(x, y)[c]!);
  await expect
    .poll(async () => {
      const seen = (await screenOf(pane)).at(x, y);
      return Math.max(...between.map((value, c) => Math.abs(value - seen[c]!)));
    })
    .toBeLessThan(4);
});

test('several views show the same place of a picture', async ({ page }) => {
  await openPicture(page);
  await page.getByRole('radiogroup', { name: 'Views' }).getByText('Two', { exact: true }).click();
  const panes = page.getByTestId('stage').locator('[data-pane]');
  await expect(panes).toHaveCount(2);
  const selects = page.getByRole('combobox', { name: 'Layer', exact: true });
  await selects.last().selectOption('Labels');
  await selects.first().selectOption('Labels');
  const box = (await panes.first().boundingBox())!;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  const before = await screenOf(panes.last());
  for (let i = 0; i < 3; i++) await page.keyboard.press('+');
  await page.mouse.down();
  await page.mouse.move(middle.x - 60, middle.y - 40, { steps: 4 });
  await page.mouse.up();
  for (const pane of [panes.first(), panes.last()]) await expect(pane).toHaveAttribute('data-zoomed', 'true');

  // The pointer is marked in both; elsewhere they agree pixel by pixel, and neither shows what it did.
  await page.getByRole('dialog').getByText('216 × 128').hover();
  const different = (a: Screen, b: Screen) => {
    let n = 0;
    for (let y = 2; y < Math.min(a.height, b.height) - 2; y += 3)
      for (let x = 2; x < Math.min(a.width, b.width) - 2; x += 3) if (String(a.at(x, y)) !== String(b.at(x, y))) n++;
    return n / ((a.width * a.height) / 9);
  };
  await expect
    .poll(async () => different(await screenOf(panes.first()), await screenOf(panes.last())))
    .toBeLessThan(0.02);
  expect(different(before, await screenOf(panes.last()))).toBeGreaterThan(0.1);

  // Back to the whole picture from the other view.
  await panes.last().hover(nothing);
  await page.keyboard.press('0');
  await expect(panes.first()).not.toHaveAttribute('data-zoomed', 'true');
});

test('classes are lit, hidden, shown alone and coloured from the legend', async ({ page }) => {
  const pane = await openPicture(page);
  const legend = page.getByRole('list', { name: 'Classes of this picture' });
  const row = (name: string) => legend.getByRole('listitem').filter({ has: page.getByLabel(`Colour of ${name}`) });
  const shares = (await legend.locator('button[aria-pressed] span:last-child').allTextContents()).filter((t) =>
    /%/.test(t),
  );
  expect(shares.reduce((sum, text) => sum + (Number.parseInt(text, 10) || 0), 0)).toBeGreaterThan(85);
  const visible = async (name: string) => (await screenOf(pane)).count(colorOf(name));
  const [road, building] = [await visible('road'), await visible('building')];
  expect(building).toBeGreaterThan(1000);

  await row('road').hover();
  await expect.poll(() => visible('building')).toBeLessThan(building / 10);
  await page.getByRole('dialog').getByText('216 × 128').hover();
  await expect.poll(() => visible('building')).toBeGreaterThan(building * 0.95);

  // The other way round: pointing at a region marks its row.
  const box = (await pane.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.85);
  await expect(row('road')).toHaveAttribute('data-pointed', 'true');

  await row('road').getByRole('button', { name: 'Only road' }).click();
  await page.getByRole('dialog').getByText('216 × 128').hover();
  await expect.poll(() => visible('building')).toBeLessThan(building / 20);
  await expect.poll(() => visible('road')).toBeGreaterThan(road * 0.95);
  await pane.hover(nothing);
  await page.keyboard.press('a');
  await legend.getByRole('button', { name: /^road/ }).click();
  await page.getByRole('dialog').getByText('216 × 128').hover();
  await expect.poll(() => visible('road')).toBeLessThan(road / 20);
  await pane.hover(nothing);
  await page.keyboard.press('a');

  // A colour of one's own stays after a reload, and can be forgotten.
  await page.getByLabel('Colour of road').fill('#ff8000');
  await page.getByRole('dialog').getByText('216 × 128').hover();
  await expect.poll(async () => (await screenOf(pane)).count([255, 128, 0])).toBeGreaterThan(road * 0.95);
  await page.getByRole('button', { name: 'Colours of the classes' }).click();
  await page.getByRole('menuitem', { name: 'For any kind of colour vision' }).click();
  await expect.poll(() => visible('building')).toBeLessThan(building / 20);
  await expect.poll(async () => (await screenOf(pane)).count(safeColorOf('building'))).toBeGreaterThan(building * 0.95);
  await page.getByRole('button', { name: 'Colours of the classes' }).click();
  await page.getByRole('menuitem', { name: 'Usual colours' }).click();
  await expect.poll(() => visible('building')).toBeGreaterThan(building * 0.95);
  await page.getByRole('button', { name: 'Colours of the classes' }).click();
  await page.getByRole('menuitem', { name: 'Forget my own colours' }).click();
  await expect.poll(async () => (await screenOf(pane)).count([255, 128, 0])).toBeLessThan(road / 20);
});
