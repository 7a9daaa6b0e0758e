/** Drops real folders of the disk onto the page, as a person does with the mouse. */
import type { Page } from '@playwright/test';

export const dropFolder = (page: Page, testId: string, path: string): Promise<void> => dropFiles(page, testId, [path]);

/** Opens the page with both folders of a run dropped on it, and a preset chosen. */
export async function prepareRun(
  page: Page,
  folders: { source: string; target: string },
  preset: string,
  iterations: number,
): Promise<void> {
  await page.goto('./');
  await dropFolder(page, 'drop-source', folders.source);
  await dropFolder(page, 'drop-target', folders.target);
  await page.getByRole('combobox', { name: 'Preset' }).click();
  await page.getByRole('option', { name: preset, exact: true }).click();
  await page.getByLabel('Iterations').last().fill(String(iterations));
}

/** Drops several files and folders at once. */
export async function dropFiles(page: Page, testId: string, paths: string[]): Promise<void> {
  const zone = page.getByTestId(testId);
  await zone.scrollIntoViewIfNeeded();
  const box = await zone.boundingBox();
  if (!box) throw new Error(`The drop zone ${testId} is not on the screen.`);
  const client = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await client.send('Input.dispatchDragEvent', {
      type,
      ...at,
      data: { items: [], files: paths, dragOperationsMask: 1 },
    });
  await client.detach();
}
