/** How a run relabels, as the page offers it before the start. */
import { expect, test } from '@playwright/test';

test('names are compared beside the map, which stays as it is; switches are told in short', async ({ page }) => {
  test.setTimeout(300_000); // the models' runtime is compiled first, which takes a minute on a busy CPU
  await page.goto('./');
  const options = page.getByTestId('relabeling-options');
  await expect(options).toContainText('as in the paper');
  await options.click();
  const map = page.getByTestId('map-suggestions');
  const line = (name: string) => map.getByRole('row').filter({ hasText: name }).first();
  await expect(line('truck')).toContainText('car');
  await expect(line('train')).toContainText('found out by votes');
  await expect(map).not.toContainText('0.');

  await page.getByRole('button', { name: 'Compare names' }).click();
  // The built-in CLIP: a truck is most like a car, and said to be so with a number.
  await expect(line('truck')).toContainText(/car 0\.7\d/, { timeout: 150_000 });
  await expect(line('terrain')).toContainText(/vegetation 0\.\d\d/);
  await expect(line('train')).toContainText('found out by votes');

  await page.getByRole('switch', { name: 'Paste changed pixels only' }).check();
  await page.getByRole('switch', { name: 'Look once at whole pictures' }).check();
  await expect(options).toContainText('changed pixels only, whole pictures');
  await page.getByRole('switch', { name: 'Masks instead of boxes' }).check();
  await expect(page.getByRole('textbox', { name: 'SAM' })).toHaveValue('Xenova/slimsam-77-uniform');
  await page.getByText('OWLv2', { exact: true }).click();
  await expect(options).toContainText('OWLv2, changed pixels only, masks, whole pictures');
});

test('a preset that does not relabel has nothing to set', async ({ page }) => {
  await page.goto('./');
  // What the page says of the hardware moves the list of presets.
  await expect(page.getByTestId('hardware')).toContainText('WebGPU runs on');
  await expect(page.getByTestId('relabeling-options')).toBeVisible();
  await page.getByRole('combobox', { name: 'Preset' }).click();
  await page.getByRole('option', { name: 'Small, without relabeling', exact: true }).click();
  await expect(page.getByTestId('relabeling-options')).toHaveCount(0);
});
