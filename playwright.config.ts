import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from './cli/browser';

const PORT = 4173;

/** End-to-end tests in real Chromium on the built page; on a machine without a GPU, WebGPU is computed on the CPU. */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './tools/temp-folder.ts',
  outputDir: 'test-results',
  timeout: 180_000,
  expect: { timeout: 20_000 },
  // One GPU, or two CPU cores that stand in for one: tests that share it only slow each other down.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    // A step that waits for what never comes fails by itself, not with its whole test.
    actionTimeout: 120_000,
    baseURL: `http://127.0.0.1:${PORT}/`,
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: findBrowser() ?? undefined, args: browserArguments() },
  },
  webServer: {
    command: `npx vite build --logLevel warn && npx vite preview --host 127.0.0.1 --port ${PORT} --strictPort`,
    url: `http://127.0.0.1:${PORT}/`,
    timeout: 180_000,
    reuseExistingServer: !process.env.CI,
  },
});
