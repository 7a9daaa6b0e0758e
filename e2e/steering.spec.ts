/**
 * The relabeling map and the classes of a run are looked at and changed: flows, thresholds to drag, categories, names and
 * colours, marks, and one history for all of it.
 */
import { expect, type Page, test } from '@playwright/test';
import type { LoggedChange } from '../workers/map-change';
import type { MapEntry } from '../workers/protocol';
import { RunFolder } from '../workers/train/run-folder';
import { considerPatches, rememberBegun } from './considered';
import { dropFolder } from './drop';
import { cityFolders } from './folders';
import { DEMO_CSI, storeRuns, trainedRun } from './stored-runs';

const RUN = 'own-csi';
/** A CPU that stands in for a GPU needs minutes for the first iteration, in which everything is compiled. */
const FIRST_ITERATION_MS = 600_000;
const ITERATION_MS = 180_000;

const MAP: MapEntry[] = DEMO_CSI.relabeling.map.map((entry, i) => ({
  ...entry,
  source: entry.source ?? 13,
  origin: entry.source === null ? 'collected' : 'manual',
  votes:
    entry.source === null
      ? [
          { source: 13, count: 210 },
          { source: 15, count: 34 },
          { source: 2, count: 20 },
        ]
      : [],
  relabeledPatches: 100 * (i + 1),
}));

const CHANGE: LoggedChange = {
  version: 1,
  iteration: 611,
  change: {
    kind: 'entry',
    target: 14,
    before: { detectionThreshold: 0.1 },
    after: { detectionThreshold: 0.14 },
  },
};

async function openStored(page: Page): Promise<void> {
  const folder = await trainedRun({ config: DEMO_CSI, skill: () => 0.5 });
  await considerPatches(folder, DEMO_CSI, 3000);
  const run = new RunFolder(folder);
  await run.saveMap(1500, MAP);
  await run.logChange(CHANGE);
  await storeRuns(page, { [RUN]: folder });
  await rememberBegun(page, RUN, DEMO_CSI);
  await showStored(page);
}

async function showStored(page: Page): Promise<void> {
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await page.getByTestId(`run-${RUN}`).getByTitle('Show this run').click();
}

/** The map's panel, scrolled to. */
const panel = (page: Page) => page.getByRole('region', { name: 'Relabeling map' });
const marksOf = (page: Page) => panel(page).getByTestId('map-changes').getByRole('listitem');

async function openClasses(page: Page) {
  const classes = page.getByRole('region', { name: 'Classes of this run' });
  await classes.getByRole('button', { name: 'Change classes' }).click();
  return classes;
}

test('the map of a stored run shows flows, scores, and what other thresholds would have changed', async ({ page }) => {
  await openStored(page);
  const map = panel(page);
  await map.scrollIntoViewIfNeeded();
  await expect(map.getByTestId('map-changes')).toHaveText(
    'Changed at iteration 612: truck’s detection threshold 0.10 to 0.14',
  );

  // Bands say their numbers in words, and the switch measures them by patches or by votes.
  const flow = map.getByRole('img', { name: /^relabeled pixels from source to target classes/ });
  await expect(flow).toHaveAccessibleName(/car to truck: [\d,]+ relabeled pixels, \d+ %/);
  await flow.locator('[data-flow="car truck"]').hover();
  await expect(map.getByTestId('flow-words')).toHaveText(/^car to truck: /);
  await map.getByText('Votes', { exact: true }).click();
  await expect(map.getByRole('img', { name: /^votes from source/ })).toHaveAccessibleName(
    /car to train: 210 votes, 80 %/,
  );
  await map.getByText('Patches', { exact: true }).click();
  await expect(map.getByRole('img', { name: /^relabeled patches from/ })).toBeVisible();

  // The line is moved by the keys: more and more of the last patches would be refused, and their tiles say so.
  await map.getByRole('button', { name: 'Scores of truck' }).click();
  const line = map.getByRole('slider', { name: 'Detection threshold of truck' });
  const words = map.getByTestId('difference-truck');
  await expect(words).toHaveText('Of the last 500 patches none would change.');
  await line.focus();
  await page.keyboard.press('End');
  await expect(line).toHaveAttribute('aria-valuetext', '1.00');
  await expect(words).toHaveText(/^Of the last 500 patches, 0 more would be accepted and [1-9]\d* more refused\.$/);
  await expect(map.getByText('would be refused').first()).toBeVisible();
  await page.keyboard.press('Home');
  await expect(words).toContainText('were not recorded');
  await page.keyboard.press('Escape');
  await expect(words).toHaveText('Of the last 500 patches none would change.');
  await expect(map.getByText('nothing is kept')).toBeVisible();
  await expect(map.getByRole('button', { name: 'Undo the last change of the map' })).toHaveCount(0);
});

test('classes of a stored run are shown by other names and colours, and what was done last is taken back first', async ({
  page,
}) => {
  await openStored(page);
  const map = panel(page);
  const marks = marksOf(page);
  const orange = map.getByTestId('map-truck').locator('[style*="rgb(255, 128, 0)"], [style*="rgb(255 128 0)"]');
  const classes = await openClasses(page);
  await expect(classes.getByRole('combobox', { name: 'Category of class 14' })).toBeDisabled();

  // A colour is in the map at once, a decision comes after it, and then another name.
  await classes.getByLabel('Colour of truck').fill('#ff8000');
  await expect(orange.first()).toBeVisible();
  await expect(marks.first()).toHaveText('Changed: truck’s colour #000046 to #ff8000');
  await page.getByTestId('segments').getByRole('checkbox').first().check();
  await page.keyboard.press('x');
  const rejected = page.getByTestId('segments').locator('[data-decision=reject]');
  await expect(rejected.first()).toBeVisible();
  const name = classes.getByRole('textbox', { name: 'Name of class 14' });
  await name.fill('car');
  await expect(classes.getByText('Another class is called so')).toBeVisible();
  await name.fill('lorry');
  await name.press('Enter');
  await expect(map.getByTestId('map-lorry')).toBeVisible();
  await expect(page.getByTestId('iou-lorry')).toBeVisible();
  await expect(marks.first()).toHaveText('Changed: truck is called lorry');

  // Ctrl+Z takes back what was done last, whatever it was; in a text field it belongs to the text.
  await name.blur();
  await page.keyboard.press('Control+z');
  await expect(map.getByTestId('map-truck')).toBeVisible();
  await expect(rejected.first()).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(rejected).toHaveCount(0);
  await expect(orange.first()).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(orange).toHaveCount(0);
  await expect(marks.first()).toHaveText('Undone: truck’s colour #ff8000 to #000046');
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+y');
  await expect(map.getByTestId('map-lorry')).toBeVisible();
  await expect(rejected.first()).toBeVisible();

  // The run keeps it, and it can be taken back when the page was closed.
  await page.reload();
  await showStored(page);
  await expect(map.getByTestId('map-lorry')).toBeVisible();
  await expect(marks).toHaveCount(7);
  await map.getByRole('button', { name: 'Undo the last change of the map' }).click();
  await expect(map.getByTestId('map-truck')).toBeVisible();
  await expect(orange.first()).toBeVisible();
});

test('a run that goes on is changed from its next iteration on, back and forth, and its folder keeps it', async ({
  page,
}) => {
  test.setTimeout(FIRST_ITERATION_MS + 6 * ITERATION_MS);
  page.on('dialog', (dialog) => dialog.accept());
  const { source, target } = await cityFolders();
  await page.goto('./');
  await dropFolder(page, 'drop-source', source);
  await dropFolder(page, 'drop-target', target);
  await page.getByRole('combobox', { name: 'Preset' }).click();
  await page.getByRole('option', { name: 'Small, with relabeling', exact: true }).click();
  await page.getByLabel('Iterations').last().fill('500');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByTestId('progress')).toContainText('Iteration ', { timeout: FIRST_ITERATION_MS });
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByTestId('status')).toHaveText('paused', { timeout: ITERATION_MS });
  const done = Number(/Iteration (\d+) of/.exec((await page.getByTestId('progress').textContent())!)![1]);

  const map = panel(page);
  await map.getByRole('button', { name: 'Change truck' }).click();
  const typed = map.getByRole('combobox', { name: 'Prompts of truck' });
  await typed.fill('lorry');
  await typed.press('Enter');
  const marks = marksOf(page);
  await expect(marks.first()).toHaveText(
    new RegExp(`^Changed from iteration ${done + 1} on: truck’s prompts truck.* to truck.*, lorry$`),
  );
  await map.getByRole('combobox', { name: 'Add a target class to the map' }).click();
  await page.getByRole('option', { name: 'bus', exact: true }).click();
  await expect(map.getByTestId('map-bus')).toContainText('being found out');
  await map.getByRole('button', { name: 'Change bus' }).click();
  await map.getByRole('combobox', { name: 'Source class of bus' }).click();
  await page.getByRole('option', { name: 'car', exact: true }).click();
  await expect(marks.first()).toContainText('bus’s source class found out by votes to car');
  await map.getByRole('button', { name: 'Undo the last change of the map' }).click();
  await expect(marks.first()).toContainText('Undone from iteration');
  await expect(map.getByTestId('map-bus')).toContainText('not known yet');
  await map.getByRole('button', { name: 'Redo the last change of the map' }).click();
  await expect(marks).toHaveCount(5);
  const classes = await openClasses(page);
  const category = classes.getByRole('combobox', { name: 'Category of class 14' });
  await category.fill('freight');
  await category.press('Tab');
  await expect(marks.first()).toHaveText(`Changed from iteration ${done + 1} on: truck’s category vehicle to freight`);
  await classes.getByRole('button', { name: 'Close' }).focus();
  await page.keyboard.press('Control+z');
  await expect(marks.first()).toContainText('truck’s category freight to vehicle');
  await page.keyboard.press('Control+z');
  await expect(map.getByTestId('map-bus')).toContainText('not known yet');
  for (let i = 0; i < 2; i++) await page.keyboard.press('Control+Shift+z');
  await expect(category).toHaveValue('freight');
  await expect(marks).toHaveCount(10);

  // The run makes the changes at its next iteration, and goes on.
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(marks.last()).toContainText(`Changed at iteration ${done + 1}:`, { timeout: ITERATION_MS });
  await expect(map.getByTestId('map-bus')).toContainText('car');
  await expect(page.getByTestId('status')).toHaveText('running');

  // What was changed is in the run's folder.
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByTestId('status')).toHaveText('stopped', { timeout: ITERATION_MS });
  await page.reload();
  await page.getByRole('banner').getByText('Runs', { exact: true }).click();
  await page.getByTitle('Show this run').first().click();
  await expect(marks).toHaveCount(10);
  await expect(marks.last()).toContainText(`Changed at iteration ${done + 1}: truck’s prompts`);
  await expect(map.getByTestId('map-bus')).toBeVisible();
});
