/** A run of the built-in city with any configuration: this browser began it, and goes on with it. */
import { expect, type Page } from '@playwright/test';
import type { ExperimentConfig } from '../workers/experiment/schema';
import { rememberBegun } from './considered';

const RUN = 'own-city';

/** Opens the page and starts the run at its first iteration. */
export async function goOnWithCity(page: Page, config: ExperimentConfig): Promise<void> {
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await rememberBegun(page, RUN, config, null, false);
  await page.reload();
  await page.getByRole('button', { name: `Resume ${RUN}` }).click();
  await expect(page.getByTestId('progress')).toBeVisible();
}
