/** What a run takes of the graphics card is said before it starts, and the largest preset that fits is found. */
import { expect, type Page, test } from '@playwright/test';
import { prepareRun } from './drop';
import { cityFolders } from './folders';

/** All presets are counted one after the other, on a CPU that may be busy. */
const COUNTING_MS = 900_000;
const UNITS: Record<string, number> = { kB: 1e3, MB: 1e6, GB: 1e9 };

const need = (page: Page) => page.getByTestId('memory-need');
const total = (page: Page) => page.getByTestId('memory-total');
const preset = (page: Page) => page.getByRole('combobox', { name: 'Preset' });

/** The bytes that a text such as "Weights 38 kB" ends with. */
function bytesOf(text: string): number {
  const [, amount, unit] = /([\d.]+) (kB|MB|GB)\b/.exec(text) ?? [];
  if (!amount || !unit) throw new Error(`There are no bytes in "${text}".`);
  return Number(amount) * UNITS[unit]!;
}

/** Presses the button, and waits for the preset that it chooses. @returns the bytes that this one takes */
async function takeLargest(page: Page): Promise<number> {
  const button = need(page).getByRole('button', { name: 'Largest preset that fits' });
  await button.click();
  await expect(button).not.toHaveAttribute('data-loading', 'true', { timeout: COUNTING_MS });
  await expect(need(page)).not.toContainText('presets');
  return bytesOf((await total(page).textContent())!);
}

test('the page says what a run takes, and chooses the largest preset that fits the graphics card', async ({ page }) => {
  test.setTimeout(COUNTING_MS + 300_000);
  await prepareRun(page, await cityFolders(), 'Small, with relabeling', 100);

  // The run that is chosen: a total, and the parts that it is the sum of, each rounded by itself.
  await expect(total(page)).toBeVisible({ timeout: COUNTING_MS });
  const parts = need(page).getByText(/^Weights .* · Gradients and moments .* · Activations .* · Buffers /);
  const [weights, moments, activations, buffers, evaluating] = (await parts.textContent())!.split(' · ').map(bytesOf);
  expect(moments! / weights!).toBeGreaterThan(0.5);
  const sum = weights! + moments! + activations! + buffers!;
  const shown = bytesOf((await total(page).textContent())!);
  expect(Math.abs(shown - sum)).toBeLessThan(2.5e6);
  expect(evaluating!).toBeLessThan(shown);
  await expect(parts).toContainText('vision-language models');

  // A large card: nothing that fits takes more than what is chosen.
  const card = need(page).getByLabel('Graphics memory');
  await card.fill('16');
  const largest = await takeLargest(page);
  const chosen = await preset(page).inputValue();
  expect(largest).toBeGreaterThan(shown);
  expect(largest).toBeLessThanOrEqual(16e9);
  await preset(page).click();
  const names = await page.getByRole('option').allTextContents();
  await page.keyboard.press('Escape');
  expect(names.length).toBeGreaterThan(30);
  for (const name of names) {
    await preset(page).click();
    await page.getByRole('option', { name, exact: true }).click();
    const bytes = bytesOf((await total(page).textContent())!);
    const fits =
      (await need(page)
        .getByText(/ in one piece, | of the graphics card: /)
        .count()) === 0;
    expect(fits && bytes > largest, `${name} takes ${bytes} bytes, ${chosen} ${largest}`).toBe(false);
  }

  // A smaller card: what was chosen for the large one is too much, and another is found.
  await preset(page).click();
  await page.getByRole('option', { name: chosen, exact: true }).click();
  await card.fill('1');
  await expect(need(page)).toContainText('More than the 1.0 GB of the graphics card: choose a smaller preset.');
  expect(await takeLargest(page)).toBeLessThanOrEqual(1e9);
  await expect(preset(page)).not.toHaveValue(chosen);
  await expect(need(page)).not.toContainText('choose a smaller preset');
});
