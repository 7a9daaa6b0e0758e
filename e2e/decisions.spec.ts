/** Segments decided by hand: one in its picture, many on the wall, undone, kept with the run, and marked wherever it is shown. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import type { Decision, DecisionLine } from '../workers/decisions';
import { RunFolder } from '../workers/train/run-folder';
import { considerPatches } from './considered';
import { storedLines } from './run-files';
import { DEMO_CSI, storeRuns, trainedRun } from './stored-runs';
import { unzipped } from './unzip';

const RUN = 'own-csi';
const PATCHES = 600;

const tiles = (page: Page) => page.getByTestId('segments').getByRole('button');
const boxes = (page: Page) => page.getByTestId('segments').getByRole('checkbox');
const said = (page: Page) => page.getByTestId('decisions').getByTestId('decision-said');

async function openRun(page: Page): Promise<void> {
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await page.getByTestId(`run-${RUN}`).getByTitle('Show this run').click();
  await expect(page.getByTestId('segment-count')).toContainText('600 considered patches');
}

/**
 * A run of which a part was trained; its pictures are not known to this browser, which decisions do not need.
 * @param supervised decisions that held before its last evaluation
 */
async function storedRun(page: Page, supervised = 0): Promise<void> {
  const folder = await trainedRun({ config: DEMO_CSI, logged: 900, skill: () => 0.5 });
  await considerPatches(folder, DEMO_CSI, PATCHES);
  const run = new RunFolder(folder);
  const last = (await run.metrics()).findLast(({ type }) => type === 'scores')!;
  if (supervised) {
    const { type, iteration, ...scored } = last;
    await run.log({ type, iteration: iteration + 1, decisions: supervised, ...scored });
  }
  await storeRuns(page, { [RUN]: folder });
  await openRun(page);
}

test('one segment is decided by keys in its picture, and taken back', async ({ page }) => {
  await storedRun(page);
  await tiles(page).first().click();
  const decided = page.getByTestId('segment-decision');
  await expect(page.getByTestId('segment-verdict')).toBeVisible();
  await expect(decided).toHaveCount(0);

  await page.keyboard.press('x');
  await expect(decided).toHaveText(/^Decided by hand: this is not \w+, from iteration 1 on\.$/);
  await expect(page.getByTestId('segment').getByRole('button', { name: /^Reject/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.keyboard.press('a');
  await expect(decided).toHaveText(/^Decided by hand: this is \w+, from iteration 1 on\.$/);
  await page.keyboard.press('Control+z');
  await expect(decided).toContainText('this is not');
  await page.keyboard.press('Control+Shift+z');
  await expect(decided).not.toContainText('this is not');

  await page.keyboard.press('r');
  await page.getByRole('menuitem', { name: 'bus', exact: true }).click();
  await expect(decided).toContainText(/this is bus instead of \w+/);
  await page.keyboard.press('m');
  await expect(decided).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('segment')).toHaveCount(0);

  // Nothing was lost on the way: each step is a line of the log.
  const lines = await storedLines<DecisionLine>(page, RUN, 'relabel/decisions.ndjson');
  expect(lines.filter((line): line is Decision => 'id' in line).map(({ ruling }) => ruling)).toEqual([
    'reject',
    'accept',
    'accept',
    'reassign',
  ]);
});

test('many segments are decided at once, undone, marked, kept and exported', async ({ page }) => {
  await storedRun(page);
  await boxes(page).nth(0).check();
  await boxes(page)
    .nth(3)
    .click({ modifiers: ['Shift'] });
  await expect(page.getByTestId('chosen-count')).toHaveText('4 patches chosen');
  await page.getByRole('button', { name: /^Reject/ }).click();
  await expect(said(page)).toHaveText(/^[1-4] objects? rejected by hand\.$/);
  const badged = page.getByTestId('segments').locator('[data-decision=reject]');
  await expect(badged.first()).toBeVisible();
  const rejected = await badged.count();
  expect(rejected).toBeGreaterThanOrEqual(4);
  await expect(tiles(page).first()).toHaveAccessibleName(/decided: rejected by hand$/);

  await page.keyboard.press('Control+z');
  await expect(badged).toHaveCount(0);
  await expect(said(page)).toHaveText(/^Undone: /);
  await page.getByRole('button', { name: 'Redo a decision' }).click();
  await expect(badged).toHaveCount(rejected);

  // The wall of what was decided, whatever became of it in the run so far.
  await page.getByRole('combobox', { name: 'Outcome', exact: true }).click();
  await page.getByRole('option', { name: 'decided by hand' }).click();
  await expect(page.getByTestId('segment-count')).toHaveText(/^\d+ of 600 considered patches/);
  for (const ruling of await tiles(page).evaluateAll((all) => all.map((tile) => tile.getAttribute('data-decision'))))
    expect(ruling).toBe('reject');

  // The run is marked where it is shown and listed, also after the page was closed: nothing was trained with them yet.
  await expect(page.getByTestId('supervision')).toHaveText(/^\d decisions? to come$/);
  await page.reload();
  await openRun(page);
  await expect(badged.first()).toBeVisible();
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  const row = page.getByTestId(`run-${RUN}`);
  await expect(row.getByTestId('supervision')).toHaveAccessibleName(/by hand, for when the run goes on/);

  const downloading = page.waitForEvent('download');
  await row.getByRole('button', { name: /^Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Export as bundle' }).click();
  const files = await unzipped(await downloading);
  const log = [...files].find(([path]) => path.endsWith('relabel/decisions.ndjson'));
  expect(new TextDecoder().decode(log![1])).toContain('"ruling":"reject"');

  const reporting = page.waitForEvent('download');
  await row.getByRole('button', { name: /^Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Save report (HTML)' }).click();
  expect(await readFile(await (await reporting).path(), 'utf8')).toContain('Human supervision');
});

test('scores that a person had a hand in say so', async ({ page }) => {
  await storedRun(page, 2);
  await expect(page.getByTestId('scores-supervised')).toHaveText('human supervision: 2 decisions by hand');
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await expect(page.getByTestId(`run-${RUN}`)).toContainText('human supervision: 2 decisions by hand');
});
