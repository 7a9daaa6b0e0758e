/** Runs the benchmarks in an installed browser, on a page of their own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../workers/host-node';
import type { BenchReport } from '../bench';
import { browserArguments, needBrowser } from '../browser';
import type { BenchState } from './page/main';

const LOOK_EVERY_MS = 500;

export interface BrowserBenchOptions {
  only?: string;
  onProgress: (name: string, done: number, total: number) => void;
}

/** @throws the page's sentence where a benchmark fails. */
export async function benchInBrowser({ only, onProgress }: BrowserBenchOptions): Promise<BenchReport> {
  const { build, preview } = await import('vite');
  const { chromium } = await import('playwright');
  const executablePath = await needBrowser();
  const outDir = mkdtempSync(join(tmpdir(), 'csi-lab-bench-'));
  const common = {
    root: join(packageRoot(), 'cli', 'bench', 'page'),
    configFile: false as const,
    logLevel: 'warn' as const,
  };
  try {
    await build({ ...common, base: './', build: { outDir, target: 'es2023', chunkSizeWarningLimit: 4000 } });
    const server = await preview({ ...common, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
    const browser = await chromium.launch({ executablePath, headless: true, args: browserArguments() });
    try {
      const page = await browser.newPage();
      page.on('pageerror', (error) => console.error(`page: ${error.message}`));
      await page.goto(`${server.resolvedUrls!.local[0]!}?${new URLSearchParams(only ? { only } : {})}`);
      for (;;) {
        const state = await page.evaluate(() => (globalThis as { csiLabBench?: BenchState }).csiLabBench ?? {});
        if (state.failure) throw new Error(state.failure);
        if (state.report) return state.report;
        if (state.running) onProgress(state.running.name, state.running.done, state.running.total);
        await page.waitForTimeout(LOOK_EVERY_MS);
      }
    } finally {
      await browser.close();
      await server.close();
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}
