/** WCAG 2.1 A and AA in every view, as axe checks them: light, dark, and on a narrow window. */
import AxeBuilder from '@axe-core/playwright';
import { chromium, expect, type Page, test } from '@playwright/test';
import { browserArguments, findBrowser } from '../cli/browser';
import { considerPatches } from './considered';
import { DEMO_BASELINE, DEMO_CSI, storeRuns, trainedRun } from './stored-runs';

/** On a machine with nothing else to do, a fraction of it. */
const BUSY_MACHINE_MS = 600_000;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa'];
const RUN = 'csi-1';
const OTHER = 'baseline-1';
/** Fewer are checked faster, and are built alike. */
const SHORT = { ...DEMO_CSI, schedule: { ...DEMO_CSI.schedule, iterations: 400 } };
const LOOKS = [
  { name: 'light', colorScheme: 'light', width: 1440 },
  { name: 'dark', colorScheme: 'dark', width: 1440 },
  { name: 'light, 900 pixels wide', colorScheme: 'light', width: 900 },
] as const;

/** What a reader needs of a violation: the rule, where it is broken, and why. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'], preload: false })
    .withTags(RULES)
    .analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary?.replace(/\s+/g, ' ')}`),
  );
}

const choose = (page: Page, view: string): Promise<void> =>
  page.getByRole('banner').getByText(view, { exact: true }).click();

/** Each view as a person reaches it. */
const VIEWS: Record<string, (page: Page) => Promise<void>> = {
  'set up': async (page) => {
    await choose(page, 'Set up');
    await expect(page.getByTestId('hardware')).toContainText('WebGPU');
  },
  classes: async (page) => {
    await choose(page, 'Classes');
    await expect(page.getByTestId('concept-truck')).toBeVisible();
  },
  'classes as a table': async (page) => {
    await page.getByRole('tab', { name: 'Edit classes' }).click();
    await expect(page.getByTestId('class-truck')).toBeVisible();
  },
  'the relabeling map': async (page) => {
    await page.getByRole('tab', { name: 'Relabeling map' }).click();
    await expect(page.getByRole('button', { name: 'Take truck out of the map' })).toBeVisible();
  },
  'runs and their comparison': async (page) => {
    await choose(page, 'Runs');
    for (const run of [RUN, OTHER]) await page.getByLabel(`Compare ${run}`).check();
    await expect(page.getByTestId('compared-scores')).toBeVisible();
  },
  'a run': async (page) => {
    await page.getByTestId(`run-${RUN}`).getByTitle('Show this run').click();
    await expect(page.getByTestId('iou-table')).toBeVisible();
    await expect(page.getByTestId('confusion').locator('[data-cell="0-0"]')).toBeVisible();
    await expect(page.getByTestId('segments')).toBeVisible();
  },
  'an opened segment': async (page) => {
    await page.getByTestId('segments').getByRole('button').first().click();
    await expect(page.getByTestId('segment-verdict')).toBeVisible();
    await faded(page);
  },
  'the sheet of the keys': async (page) => {
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('segment')).toHaveCount(0);
    await page.getByRole('button', { name: 'Keys', exact: true }).click();
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    await faded(page);
  },
  predict: async (page) => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toHaveCount(0);
    await choose(page, 'Predict');
    await expect(page.getByTestId('drop-prediction')).toBeVisible();
  },
};

/** Colours are mixed while a dialog fades in. */
async function faded(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => document.getAnimations().every(({ playState }) => playState === 'finished')))
    .toBe(true);
}

for (const { name, colorScheme, width } of LOOKS)
  test(`no view breaks a rule of WCAG AA: ${name}`, async ({ page }) => {
    test.setTimeout(BUSY_MACHINE_MS);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    const folder = await trainedRun({ config: SHORT, skill: () => 0.6, drawn: true });
    await considerPatches(folder, SHORT, 60);
    await storeRuns(page, {
      [RUN]: folder,
      [OTHER]: await trainedRun({ config: { ...DEMO_BASELINE, schedule: SHORT.schedule }, skill: () => 0.4 }),
    });
    for (const [view, open] of Object.entries(VIEWS)) {
      await open(page);
      expect.soft(await violations(page), view).toEqual([]);
      expect.soft(await sideways(page), `${view} needs no scrolling to the side`).toBe(0);
    }
  });

/** Pixels by which the page is wider than its window. */
const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const colorScheme of ['light', 'dark'] as const)
  test(`nor does the page without WebGPU: ${colorScheme}`, async ({ baseURL }) => {
    const args = browserArguments(true).filter((argument) => !/webgpu|Vulkan/i.test(argument));
    const browser = await chromium.launch({
      executablePath: findBrowser() ?? undefined,
      args: [...args, '--disable-gpu'],
    });
    try {
      const page = await (await browser.newContext({ baseURL, colorScheme })).newPage();
      await page.goto('./');
      await expect(page.getByTestId('hardware')).toContainText('The lab cannot run here');
      expect(await violations(page)).toEqual([]);
    } finally {
      await browser.close();
    }
  });
