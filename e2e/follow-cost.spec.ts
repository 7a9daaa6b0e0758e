/**
 * What it costs a run that somebody watches its pictures: blocks of iterations with the stage following live, and as many
 * with another view open, in turn, in one run. The ratio says something where the machine has nothing else to do, and takes
 * minutes, so it is measured only where it is asked for.
 */
import { expect, type Page, test } from '@playwright/test';
import { DEMO_BASELINE } from '../workers/experiment/demo';
import { goOnWithCity } from './begun-demo';
import { paneOf } from './pane';

const ITERATIONS = Number(process.env.FOLLOW_COST ?? 0);
const ROUNDS = 5;
/** After a view was opened, before the clock starts. */
const SETTLED = 2;
const MOST = 1.05;

declare global {
  interface Window {
    /** When the page heard of each iteration, in milliseconds. */
    heard: number[];
  }
}

/** Notes when an iteration is told, whatever the page does with it. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.heard = [];
    const add = MessagePort.prototype.addEventListener;
    MessagePort.prototype.addEventListener = function (this: MessagePort, ...args: Parameters<typeof add>) {
      if (args[0] === 'message')
        add.call(this, 'message', (event) => {
          const told = (event as MessageEvent).data?.argumentList?.[0]?.value;
          if (told?.type === 'iteration') window.heard.push(performance.now());
        });
      add.apply(this, args);
    };
  });
}

const heard = (page: Page): Promise<number> => page.evaluate(() => window.heard.length);

/** Milliseconds of each of the next iterations, after some in which the view settles. */
async function timed(page: Page, iterations: number): Promise<number[]> {
  const first = (await heard(page)) + SETTLED;
  await page.waitForFunction((n) => window.heard.length > n, first + iterations, { timeout: 0, polling: 500 });
  const times = await page.evaluate(([from, to]) => window.heard.slice(from, to! + 1), [first, first + iterations]);
  return times.slice(1).map((time, i) => time - times[i]!);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

test('learning with the stage following live takes at most 5 % longer', async ({ page }) => {
  test.skip(ITERATIONS === 0, 'FOLLOW_COST=20 measures it, in blocks of 20 iterations');
  test.setTimeout(0);
  await listen(page);
  const { schedule } = DEMO_BASELINE;
  await goOnWithCity(page, { ...DEMO_BASELINE, schedule: { ...schedule, evaluateEvery: schedule.iterations } });
  const show = (view: string) => page.getByRole('banner').getByText(view, { exact: true }).click();
  await expect(paneOf(page, 'Mixed picture')).toHaveAttribute('data-pixels', '128x128', { timeout: 900_000 });

  const ratios: number[] = [];
  const usual: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await show('Runs');
    const away = await timed(page, ITERATIONS);
    await show('Run');
    await expect(paneOf(page, 'Mixed picture')).toHaveAttribute('data-pixels', '128x128');
    const following = await timed(page, ITERATIONS);
    // Pictures are read seldom, so it is the whole of a block that counts, not its usual iteration.
    ratios.push(mean(following) / mean(away));
    usual.push(mean(away));
    console.log(`${mean(away).toFixed(0)} ms, followed ${mean(following).toFixed(0)} ms: ${ratios.at(-1)!.toFixed(3)}`);
  }
  console.log(`median of ${ROUNDS} rounds: ${median(ratios).toFixed(3)}, ${median(usual).toFixed(0)} ms per iteration`);
  expect(median(ratios)).toBeLessThanOrEqual(MOST);
});
