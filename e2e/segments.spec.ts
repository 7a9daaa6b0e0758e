/** The wall of considered patches: tens of thousands of them, narrowed, ordered, and opened in their pictures. */
import { expect, type Page, test } from '@playwright/test';
import { considerPatches, rememberBegun } from './considered';
import { busiestTasks } from './main-thread';
import { DEMO_CSI, storeRuns, trainedRun } from './stored-runs';

const RUN = 'own-csi';
const PATCHES = 50_000;
/** Work on the page's own thread that a person would feel. */
const LONG_TASK_MS = 50;
/** The built-in city is drawn when its pictures are first asked for. */
const DRAWING_MS = 420_000;

/** The other panels of the run have drawn themselves by then. */
const SETTLING_MS = 3000;

/** One for all tests, so that the city is drawn once. */
let page: Page;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(DRAWING_MS + 120_000);
  page = await browser.newPage();
  await openRun(PATCHES);
  await expect(tiles().first().locator('canvas[data-painted]')).toBeVisible({ timeout: DRAWING_MS });
});

test.afterAll(() => page.close());

async function openRun(patches: number): Promise<void> {
  const folder = await trainedRun({ config: DEMO_CSI, skill: () => 0.5 });
  await considerPatches(folder, DEMO_CSI, patches);
  await storeRuns(page, { [RUN]: folder });
  await rememberBegun(page, RUN, DEMO_CSI);
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await page.getByTestId(`run-${RUN}`).getByTitle('Show this run').click();
  await expect(page.getByTestId('segment-count')).toHaveText(
    new RegExp(`^${patches.toLocaleString('en')} considered patches`),
  );
}

const tiles = () => page.getByTestId('segments').getByRole('button');

async function choose(label: string, option: RegExp | string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option }).click();
}

test('50,000 patches are narrowed, ordered and scrolled without a long task, a few on the screen at a time', async ({
  browser,
}) => {
  expect(await tiles().count()).toBeLessThan(80);

  await page.waitForTimeout(SETTLING_MS);
  const wall = page.getByTestId('segments');
  const tasks = await busiestTasks(browser, page, async () => {
    for (let step = 1; step <= 40; step++) {
      await wall.evaluate((list, share) => list.scrollTo(0, share * list.scrollHeight), step / 40);
      await page.waitForTimeout(50);
    }
  });
  test.info().annotations.push({ type: 'longest tasks while scrolling, ms', description: tasks.slice(0, 5).join(' ') });
  expect.soft(tasks.filter((ms) => ms > LONG_TASK_MS)).toEqual([]);
  expect(await tiles().count()).toBeLessThan(80);
  await expect(tiles().last()).toHaveAttribute('aria-label', /iteration 451$/);

  await choose('Outcome', /^accepted/);
  await expect(page.getByTestId('segment-count')).toHaveText('16,667 of 50,000 considered patches');
  await expect(tiles().first()).toHaveAttribute('data-verdict', 'accepted');
  await choose('Outcome', /^rejected/);
  await choose('Class', /^terrain/);
  await page.getByLabel('From iteration').fill('1,000');
  await page.getByLabel('To iteration').fill('1,001');
  await expect(page.getByTestId('segment-count')).toHaveText(/^3[34] of 50,000/);
  for (const label of await tiles().evaluateAll((all) => all.map((tile) => tile.getAttribute('aria-label'))))
    expect(label).toMatch(/^wall|^vegetation to terrain|iteration 100[01]$/);
  await page.getByRole('textbox', { name: 'Picture' }).fill('no such picture');
  await expect(page.getByTestId('segment-count')).toHaveText(/^0 of/);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(page.getByTestId('segment-count')).toHaveText('50,000 considered patches');

  await page.getByRole('button', { name: 'Scores and sizes' }).click();
  await page.getByRole('textbox', { name: 'OWL-ViT, from' }).fill('0.9');
  await page.getByRole('textbox', { name: 'Box, pixels, to' }).fill('400');
  await expect(page.getByTestId('segment-count')).toHaveText(/^[1-9][\d,]* of 50,000/);
  for (const text of await tiles().allTextContents())
    expect(Number(/(\d\.\d\d) ·/.exec(text)![1])).toBeGreaterThanOrEqual(0.9);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(page.getByTestId('segment-count')).toHaveText('50,000 considered patches');

  await choose('Order', 'OWL-ViT, surest first');
  await expect(tiles().first()).toContainText('1.00 ·');
});

test('a patch opens in its picture, and the keys lead on', async () => {
  await choose('Order', 'Newest first'); // labels were kept of the last iterations
  await choose('Outcome', /^other class/);
  await tiles().first().click();
  const opened = page.getByTestId('segment');
  await expect(page.getByTestId('segment-place')).toHaveText(/^1 of [\d,]+$/);
  await expect(page.getByTestId('segment-verdict')).toContainText('CLIP takes it for bus');
  await expect(opened.getByTestId('segment-prompts').getByRole('row').first()).toContainText('%');
  const before = opened.getByTestId('picture-Before').locator('[data-pane]');
  await expect(before).toHaveAttribute('data-pixels', '256x128');
  await expect(opened.getByTestId('picture-After').locator('[data-pane]')).toHaveAttribute('data-pixels', '256x128');

  await page.keyboard.press('n');
  await expect(page.getByTestId('segment-place')).toHaveText(/^2 of/);
  await page.keyboard.press('p');
  await expect(page.getByTestId('segment-place')).toHaveText(/^1 of/);
  await expect(opened.getByRole('button', { name: 'Previous' })).toBeDisabled();
  const file = await opened.getByText(/leftImg8bit\.png$/).textContent();
  await page.keyboard.press('e');
  await expect(page.getByTestId('segment-place')).not.toHaveText(/^1 of/);
  await expect(opened.getByText(file!)).toBeVisible();
  await page.keyboard.press('d');
  await expect(page.getByTestId('segment-place')).toHaveText(/^1 of/);
  await page.keyboard.press('Escape');
  await expect(opened).toHaveCount(0);
});
