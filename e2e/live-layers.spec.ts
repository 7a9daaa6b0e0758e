/** All layers that a run has to show, of one with two scales and masked pictures, which has the most. */
import { expect, type Page, test } from '@playwright/test';
import { DEMO_PRESETS } from '../workers/experiment/demo';
import { goOnWithCity } from './begun-demo';
import { paneOf, screenOf } from './pane';

/** A CPU that stands in for a GPU needs minutes for the first iteration, in which everything is compiled. */
const FIRST_ITERATION_MS = 900_000;
const ITERATION_MS = 300_000;
const LAYERS = [
  'Source with labels',
  'Target',
  'Mixed picture',
  'Student',
  'Pseudo-label',
  'After relabeling',
  'Only what was relabeled',
  'Confidence',
  'Mixed weight',
  'Feature distance',
  'Masked picture',
  'Scale attention',
  'Detail crop',
];
/** What a masked pixel is on the screen: the mean of ImageNet's pictures, which is zero to the network. */
const MASKED = [124, 116, 104];
const WHITE = [255, 255, 255];

const probe = (page: Page) => page.getByTestId('probe');

/** The layer in the first view, as soon as it was read back. */
async function choose(page: Page, layer: string) {
  await page.getByRole('combobox', { name: 'Layer', exact: true }).selectOption(layer);
  const pane = paneOf(page, layer);
  await expect(pane).toHaveAttribute('data-pixels', '128x128', { timeout: ITERATION_MS });
  return pane;
}

test('masked picture, scale attention, detail crop and all other layers of a run are shown and probed', async ({
  page,
}) => {
  test.setTimeout(FIRST_ITERATION_MS + 2 * ITERATION_MS);
  page.on('dialog', (dialog) => dialog.accept());
  await page.emulateMedia({ colorScheme: 'light' });
  const config = DEMO_PRESETS['demo-mic'];
  await goOnWithCity(page, { ...config, schedule: { ...config.schedule, evaluateEvery: 1800 } });
  await expect(page.getByTestId('progress')).toContainText('Iteration 1 of', { timeout: FIRST_ITERATION_MS });
  for (const layer of ['Source with labels', 'Target', 'Mixed picture', 'Pseudo-label', 'Mixed weight'])
    await expect(paneOf(page, layer)).toHaveAttribute('data-pixels', '128x128', { timeout: ITERATION_MS });

  // A run that waits shows what is asked for at once.
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByTestId('status')).toHaveText('paused', { timeout: ITERATION_MS });
  await page.getByRole('radiogroup', { name: 'Views' }).getByText('One', { exact: true }).click();
  const layers = page.getByRole('combobox', { name: 'Layer', exact: true }).getByRole('option');
  await expect(layers).toHaveText(LAYERS);
  for (const layer of LAYERS) await choose(page, layer);

  // Of the detail crop, half as wide and high as the picture, the rest of the view stays empty.
  const detail = await screenOf(await choose(page, 'Detail crop'));
  const empty = detail.count(WHITE) / (detail.width * detail.height);
  expect(empty).toBeGreaterThan(0.65);
  expect(empty).toBeLessThan(0.8);

  // Seven of ten blocks of a masked picture are taken away.
  const masked = await screenOf(await choose(page, 'Masked picture'));
  expect(masked.count(MASKED) / (masked.width * masked.height)).toBeGreaterThan(0.5);

  // The probe reads all layers of the place together: on the mixed picture what the student saw, weight and attention ...
  await (await choose(page, 'Student')).hover();
  await expect(probe(page)).toContainText(/Label\D+Student\D+Weight/);
  await (await choose(page, 'Scale attention')).hover();
  await expect(probe(page)).toContainText(/Weight[01]\.\d\d/);
  await expect(probe(page)).toContainText(/Scale attention[01]\.\d\d/);
  // ... on the target the class before and after, the teacher's three likeliest ...
  await (await choose(page, 'After relabeling')).hover();
  await expect(probe(page)).toContainText(/Before\D+After\D+Teacher(\D+[01]\.\d\d){3}/);
  // ... and on the source the ground truth, and whether its features are held.
  await (await choose(page, 'Feature distance')).hover();
  await expect(probe(page)).toContainText(/Ground truth\D+Feature distance[01]\.00/);

  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByTestId('status')).toHaveText('stopped', { timeout: ITERATION_MS });
});
