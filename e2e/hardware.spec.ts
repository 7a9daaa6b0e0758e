/** The hardware check, with and without WebGPU. */
import { chromium, expect, test } from '@playwright/test';
import { browserArguments, findBrowser } from '../cli/browser';

test('the adapter is named, and the demo is offered', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByTestId('hardware')).toContainText('WebGPU runs on');
  await expect(page.getByTestId('hardware')).toContainText('All processor cores');
  await expect(page.getByRole('button', { name: 'Run the demo' })).toBeEnabled();
});

test('without WebGPU the page says so, says what to do, and starts nothing', async ({ baseURL }) => {
  const args = browserArguments(true).filter((argument) => !/webgpu|Vulkan/i.test(argument));
  const browser = await chromium.launch({
    executablePath: findBrowser() ?? undefined,
    args: [...args, '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ baseURL });
    await page.goto('./');
    await expect(page.getByTestId('hardware')).toContainText('The lab cannot run here');
    await expect(page.getByTestId('hardware')).toContainText(/graphics driver|Use Chrome or Edge/);
    await expect(page.getByRole('button', { name: 'Run the demo' })).toBeDisabled();
    await page.goto('./?demo=1&iterations=2');
    await expect(page.locator('html')).toHaveAttribute('data-demo', 'failed');
  } finally {
    await browser.close();
  }
});

test('an address that asks for a nonsensical demo fails in words', async ({ page }) => {
  await page.goto('./?demo=1&iterations=many');
  await expect(page.locator('html')).toHaveAttribute('data-demo', 'failed');
  expect(await page.evaluate(() => window.csiLabFailure)).toContain('iterations=many');
});

test('light and dark follow the system until one is chosen, which is remembered', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('./');
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.getByRole('button', { name: 'Switch to light' }).click();
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'light');
  await page.reload();
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'light');
});
