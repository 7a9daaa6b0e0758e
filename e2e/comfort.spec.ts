/** What makes long work bearable: news of a run while the page is hidden, links, hints, and a page that remembers. */
import { expect, type Page, test } from '@playwright/test';
import { rememberBegun } from './considered';
import { DEMO_CSI, storeRuns, trainedRun } from './stored-runs';

const RUN = 'left-behind';

/** A run that can be resumed, and will fail: its folder is empty. */
async function resumable(page: Page): Promise<void> {
  const folder = await trainedRun({ config: DEMO_CSI, skill: () => 0.5, logged: 40 });
  await storeRuns(page, { [RUN]: folder }, { 'emptied/left.txt': new Uint8Array([1]) });
  await rememberBegun(page, RUN, DEMO_CSI, 'emptied', false);
  await page.reload();
}

test('a run that fails while the page is hidden is told by the system, once that was asked for', async ({
  page,
  context,
  baseURL,
}) => {
  await context.grantPermissions(['notifications'], { origin: new URL(baseURL!).origin });
  // What the system would show is written down; a tab of a test is never hidden by itself.
  await page.addInitScript(() => {
    const told: string[] = [];
    class Recorded {
      static permission = 'granted';
      static requestPermission = async () => 'granted';
      close = () => undefined;
      constructor(title: string, { body }: { body: string }) {
        told.push(`${title}: ${body}`);
      }
    }
    Object.assign(window, { Notification: Recorded, told });
    Object.defineProperty(document, 'visibilityState', { get: () => (sessionStorage.hidden ? 'hidden' : 'visible') });
  });
  const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);
  await resumable(page);
  await expect(page).toHaveTitle('CSI Lab');
  const asked = page.getByRole('switch', { name: /^Tell me when a run ends/ });
  await expect(asked).not.toBeChecked();
  const resume = page.getByRole('button', { name: `Resume ${RUN}` });
  await page.evaluate(() => sessionStorage.setItem('hidden', '1'));
  await resume.click();
  await expect(page.getByTestId('failure')).toBeVisible();
  await expect(page).toHaveTitle('Failed · CSI Lab');
  expect(await told()).toEqual([]);

  await asked.click();
  await expect(asked).toBeChecked();
  await page.reload();
  await expect(asked).toBeChecked();
  await resume.click();
  await expect(page.getByTestId('failure')).toBeVisible();
  await expect.poll(told).toHaveLength(1);
  expect((await told())[0]).toMatch(/^A run has failed: left-behind: With relabeling\. /);
});

test('hints of a first visit go away one by one, for good', async ({ page }) => {
  await page.goto('./');
  const [demo, drop] = [page.getByTestId('hint-demo'), page.getByTestId('hint-drop')];
  await expect(demo).toContainText('Begin with the demo');
  await demo.getByRole('button', { name: /^Got it/ }).click();
  await expect(demo).toHaveCount(0);
  await expect(drop).toBeVisible();
  await page.reload();
  await expect(drop).toBeVisible();
  await expect(demo).toHaveCount(0);

  await resumable(page);
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await page.getByTestId(`run-${RUN}`).getByTitle('Show this run').click();
  const run = page.getByTestId('hint-run');
  await expect(run).toContainText('After relabeling');
  await run.getByRole('button', { name: /^Got it/ }).click();
  await expect(run).toHaveCount(0);
  await expect(page.getByTestId('iou-table')).toBeVisible();
});

test('a link carries the set-up: preset, length, seeds, switches and classes', async ({ page, context, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(baseURL!).origin });
  await page.goto('./');
  const preset = page.getByRole('combobox', { name: 'Preset' });
  await preset.click();
  await page.getByRole('option', { name: /^90\.4 / }).click();
  const chosen = await preset.inputValue();
  await page.getByRole('textbox', { name: 'Seeds' }).fill('4, 2');
  await page.getByRole('textbox', { name: 'Iterations' }).last().fill('1234');
  await expect(page).toHaveURL(/\?preset=90\.4&iterations=1234&seeds=4,2$/);

  await page.getByRole('banner').getByText('Classes', { exact: true }).click();
  await page.getByRole('tab', { name: 'Edit classes' }).click();
  await page.getByRole('button', { name: 'Remove train', exact: true }).click();
  await expect(page).toHaveURL(/#classes=[\w-]{200,}$/);
  await page.getByRole('banner').getByText('Set up', { exact: true }).click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText(/^Copied\./)).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  // Somebody else, who never saw this page.
  const other = await (await page.context().browser()!.newContext()).newPage();
  await other.goto(link);
  await expect(other.getByRole('combobox', { name: 'Preset' })).toHaveValue(chosen);
  await expect(other.getByRole('textbox', { name: 'Seeds' })).toHaveValue('4, 2');
  await expect(other.getByRole('textbox', { name: 'Iterations' }).last()).toHaveValue('1,234');
  await other.getByRole('banner').getByText('Classes', { exact: true }).click();
  await other.getByRole('tab', { name: 'Edit classes' }).click();
  await expect(other.getByTestId('class-truck')).toBeVisible();
  await expect(other.getByTestId('class-train')).toHaveCount(0);
  await other.context().close();
});

test('a link that cannot be followed says so in one sentence and changes nothing', async ({ page }) => {
  await page.goto('./?preset=90.99&seeds=1');
  await expect(page.getByTestId('bad-link')).toContainText('preset=90.99, but there is no such preset');
  await expect(page.getByRole('textbox', { name: 'Seeds' })).toHaveValue('0');
  await page.goto('./?preset=dacs#classes=damaged');
  await page.reload();
  await expect(page.getByTestId('bad-link')).toContainText('cut off or damaged');
});

test('the page remembers its view, folded panels, the width of the pictures and the look', async ({ page }) => {
  await resumable(page);
  const show = async () => {
    await page.getByTestId(`run-${RUN}`).getByTitle('Show this run').click();
    await expect(page.getByTestId('iou-table')).toBeVisible();
  };
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await show();
  await page.getByRole('button', { name: 'Fold Losses away' }).click();
  await expect(page.getByTestId('chart-Losses')).toHaveCount(0);
  const line = page.getByRole('separator', { name: 'Width of the pictures' });
  await line.focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  await expect(line).toHaveAttribute('aria-valuenow', '66');
  const wide = (await page.getByTestId('chart-IoU over the run').boundingBox())!.width;
  await page.getByRole('button', { name: 'Switch to dark' }).click();

  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect(page.getByTestId('runs')).toBeVisible();
  await show();
  await expect(page.getByTestId('chart-Losses')).toHaveCount(0);
  await expect(line).toHaveAttribute('aria-valuenow', '66');
  const bounds = await page.getByTestId('chart-IoU over the run').boundingBox();
  expect(bounds!.width).toBeCloseTo(wide, -1);
  await page.getByRole('button', { name: 'Show Losses' }).click();
  await expect(page.getByTestId('chart-Losses')).toBeVisible();
  await line.dblclick();
  await expect(line).toHaveAttribute('aria-valuenow', '58');
});
