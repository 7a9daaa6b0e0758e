/** How busy a large picture keeps the page while it is moved and zoomed. */
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { writeCity } from '../workers/data/city/dataset';
import { dropFolder } from './drop';
import { emptyFolder, write } from './folders';
import { busiestTasks } from './main-thread';
import { paneOf } from './pane';

test.use({ trace: 'off' }); // Playwright's own record takes a copy of the page at every move

test('a picture of 2048 x 1024 in three layers moves and zooms without keeping the page busy', async ({
  page,
  browser,
}) => {
  const FRAMES = 60;
  const folder = await emptyFolder();
  await writeCity(
    { write: (path, bytes) => write(join(folder, path), bytes) },
    {
      seed: 3,
      source: { count: 1, width: 2048, height: 1024 },
      target: { count: 1, width: 64, height: 32 },
      validation: { count: 1 },
    },
  );
  await page.goto('./');
  await dropFolder(page, 'drop-source', join(folder, 'synthia'));
  await page.getByTestId('drop-source').getByRole('button', { name: 'Look inside' }).click();
  await page.getByTestId('data-panel').getByRole('button', { name: 'RGB/0000000.png' }).click();
  const pane = paneOf(page, 'Labels over picture');
  await expect(pane).toHaveAttribute('data-pixels', '2048x1024');
  await expect(page.getByRole('list', { name: 'Classes of this picture' })).toContainText('road');
  await pane.hover({ position: { x: 5, y: 5 } });
  await page.keyboard.press('w'); // labels over the picture on the left, on the right the picture
  await page.keyboard.press('b');
  const box = (await pane.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);

  const tasks = await busiestTasks(browser, page, async () => {
    await page.keyboard.press('+');
    await page.mouse.down();
    for (let i = 0; i < FRAMES; i++) await page.mouse.move(box.x + box.width / 2 + 3 * i, box.y + box.height / 2 + i);
    await page.mouse.up();
    await page.keyboard.down('Control');
    for (let i = 0; i < FRAMES; i++) await page.mouse.wheel(0, i % 20 < 10 ? -120 : 120);
    await page.keyboard.up('Control');
  });
  const perFrame = tasks.reduce((sum, ms) => sum + ms, 0) / (2 * FRAMES);
  test.info().annotations.push({
    type: 'processor time of the page, ms',
    description: `${perFrame.toFixed(2)} per move, longest tasks ${tasks.slice(0, 4).map((ms) => ms.toFixed(1))}`,
  });
  expect(tasks[0]).toBeLessThan(50);
  expect(perFrame).toBeLessThan(1000 / 60);
});
