/** A person decides about a segment while the run goes on, and again while it is paused: what is decided holds from then on. */
import { expect, type Page, test } from '@playwright/test';
import { type Decision, type DecisionLine, decisionOn, seenBox } from '../workers/decisions';
import type { ConsideredPatch } from '../workers/protocol';
import { prepareRun } from './drop';
import { cityFolders } from './folders';
import { storedLines, storedRunNames } from './run-files';

/** A CPU that stands in for a GPU needs minutes for the first iteration, in which everything is compiled; six more come first. */
const FIRST_PATCH_MS = 900_000;
const ITERATION_MS = 180_000;
/** The four pictures come in turn, two at a time, but not each crop shows the object. */
const SEEN_AGAIN_MS = 600_000;
/** Votes are collected from the 7th iteration on, and relabeled from the 10th. */
const ITERATIONS = 30;

const decided = (page: Page) => page.getByTestId('segment-decision');
const tiles = (page: Page) => page.getByTestId('segments').getByRole('button');

async function choose(page: Page, label: string, option: RegExp | string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option }).click();
}

async function pause(page: Page): Promise<number> {
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByTestId('status')).toHaveText('paused', { timeout: ITERATION_MS });
  return Number(/Iteration (\d+) of/.exec((await page.getByTestId('progress').textContent())!)![1]);
}

/** What became of the object of a decision, of what the run's folder has. */
async function becameOf(page: Page, run: string, decision: Decision): Promise<ConsideredPatch[]> {
  const patches = await storedLines<ConsideredPatch>(page, run, 'relabel/patches.ndjson');
  return patches.filter((patch) => patch.reason !== 'duplicate' && decisionOn([decision], seenBox(patch)) !== null);
}

test('a decision by hand holds from the next iteration on, while the run goes on and after a pause, and is marked', async ({
  page,
}) => {
  test.setTimeout(FIRST_PATCH_MS + 2 * SEEN_AGAIN_MS + 4 * ITERATION_MS);
  page.on('dialog', (dialog) => dialog.accept());
  await prepareRun(page, await cityFolders(), 'Small, with relabeling', ITERATIONS);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByTestId('segment-count')).toHaveText(/^\d+ considered patch/, { timeout: FIRST_PATCH_MS });

  // The first segment that was considered is rejected, while the run goes on.
  await choose(page, 'Order', 'Oldest first');
  await tiles(page).first().click();
  await expect(page.getByTestId('segment-verdict')).toBeVisible();
  await page.keyboard.press('x');
  await expect(decided(page)).toHaveText(/^Decided by hand: this is not \w+, from iteration \d+ on\.$/);
  const rejectedFrom = Number(/iteration (\d+)/.exec((await decided(page).textContent())!)![1]);
  await expect(page.getByTestId('status')).toHaveText('running');
  await page.keyboard.press('Escape');

  // Its object comes back in other crops, and is rejected there too.
  const outcome = page.getByRole('combobox', { name: 'Outcome', exact: true });
  await expect(async () => {
    await outcome.click();
    await page.getByRole('option', { name: /^rejected by hand \([1-9]/ }).click({ timeout: 2000 });
  }).toPass({ timeout: SEEN_AGAIN_MS });
  await expect(tiles(page).first()).toHaveAccessibleName(
    /, rejected by hand, iteration \d+, decided: rejected by hand$/,
  );
  const labels = await tiles(page).evaluateAll((all) => all.map((tile) => tile.getAttribute('aria-label')!));
  for (const label of labels) expect(Number(/iteration (\d+)/.exec(label)![1])).toBeGreaterThanOrEqual(rejectedFrom);
  await expect(page.getByTestId('supervision')).toHaveText('human supervision');

  // The folder of the paused run has the decision, and what became of its object before and after.
  const done = await pause(page);
  expect(done).toBeGreaterThanOrEqual(rejectedFrom);
  const [run] = await storedRunNames(page);
  const log = await storedLines<DecisionLine>(page, run!, 'relabel/decisions.ndjson');
  expect(log).toHaveLength(1);
  const rejection = log[0] as Decision;
  expect(rejection).toMatchObject({ ruling: 'reject', iteration: rejectedFrom - 1 });
  const considered = await becameOf(page, run!, rejection);
  const [before, after] = [false, true].map((late) =>
    considered.filter((p) => p.iteration >= rejection.iteration === late),
  );
  expect(before!.length).toBeGreaterThan(0);
  expect(before!.filter(({ byHand }) => byHand !== undefined)).toEqual([]);
  expect(after!.length).toBeGreaterThan(0);
  for (const patch of after!)
    expect(patch).toMatchObject({ byHand: 'reject', reason: 'by hand', accepted: false, relabeledPixels: 0 });

  // Paused, the person thinks again and accepts it; from the next iteration on it is pasted.
  await tiles(page).first().click();
  await page.keyboard.press('a');
  await expect(decided(page)).toHaveText(
    new RegExp(`^Decided by hand: this is \\w+, from iteration ${done + 1} on\\.$`),
  );
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByTestId('scores-supervised')).toHaveText('human supervision: 2 decisions by hand', {
    timeout: SEEN_AGAIN_MS,
  });
  await expect(page.getByTestId('status')).toHaveText('finished', { timeout: SEEN_AGAIN_MS });
  const acceptance = (await storedLines<DecisionLine>(page, run!, 'relabel/decisions.ndjson'))[1] as Decision;
  expect(acceptance).toMatchObject({ ruling: 'accept', iteration: done });
  const pasted = (await becameOf(page, run!, acceptance)).filter(({ iteration }) => iteration >= done);
  expect(pasted.length).toBeGreaterThan(0);
  for (const patch of pasted) expect(patch).toMatchObject({ byHand: 'accept', accepted: true });

  // Both are there after the page was closed, and mark the run in the list.
  await page.reload();
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  const row = page.getByTestId(`run-${run}`);
  await expect(row.getByTestId('supervision')).toHaveAccessibleName(
    `Human supervision: 2 decisions by hand about patches, from iteration ${rejectedFrom} on.`,
  );
  await expect(row).toContainText('human supervision: 2 decisions by hand');
  await row.getByTitle('Show this run').click();
  await choose(page, 'Outcome', 'decided by hand');
  const accepted = /, accepted by hand, iteration \d+, decided: accepted by hand$/;
  await expect(page.getByTestId('segments').getByRole('button', { name: accepted }).first()).toBeVisible();
  await expect(tiles(page).last()).toHaveAccessibleName(/, decided: accepted by hand$/);
});
