/**
 * `npm run demo`: the main job in a real browser, without a person.
 *
 * Builds and serves the page, opens the lab in a browser that is found or installed, runs the demo to the end with
 * progress on the terminal, prints the table of both runs, and leaves a folder with pictures and tables.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { packageRoot } from '../workers/host-node';
import { browserArguments, hasGpu, needBrowser } from './browser';
import type { DemoReport } from './demo-report';
import { duration, TerminalProgress } from './progress';
import { reportPage } from './report-page';
import { comparison } from './score-table';

/** A browser's CPU rasteriser is some ten times slower than the `lab` command's: a run that shows, not one that scores. */
const ITERATIONS_WITHOUT_GPU = 60;
const PORT = 4183;
const LOOK_EVERY_MS = 1000;
/** The first picture of a running lab; each of the following waits twice as long, so that a long run leaves few. */
const FIRST_PICTURE_MS = 30_000;

const root = packageRoot();

interface Picture {
  file: string;
  caption: string;
}

interface Serving {
  url: string;
  close(): Promise<void>;
}

/** Builds the page and serves it with the headers that isolate it. */
async function servePage(): Promise<Serving> {
  const { build, preview } = await import('vite');
  const configFile = join(root, 'vite.config.ts');
  await build({ root, configFile, logLevel: 'warn' });
  const server = await preview({ root, configFile, logLevel: 'warn', preview: { host: '127.0.0.1', port: PORT } });
  return { url: server.resolvedUrls!.local[0]!, close: () => server.close() };
}

/** Waits for the end, showing the page's own progress line; @throws the page's sentence where the demo fails. */
async function watch(page: Page, progress: TerminalProgress, folder: string, pictures: Picture[]): Promise<DemoReport> {
  const started = Date.now();
  let running = 0;
  let wait = FIRST_PICTURE_MS;
  for (;;) {
    const state = await page.evaluate(() => ({
      demo: document.documentElement.dataset.demo,
      line: document.querySelector('[data-testid=progress]')?.textContent ?? '',
      run: document.querySelector('[data-testid=status]')?.textContent ?? '',
      failure: (globalThis as { csiLabFailure?: string }).csiLabFailure,
      report: (globalThis as { csiLabReport?: string }).csiLabReport,
    }));
    if (state.demo === 'failed') throw new Error(state.failure ?? 'the demo failed without saying why.');
    if (state.demo === 'finished') return JSON.parse(state.report!) as DemoReport;
    const spent = duration((Date.now() - started) / 1000);
    progress.show(`${spent}: ${state.run} ${state.line}`);
    if (state.run === 'running') running ||= Date.now();
    if (running && Date.now() - running > wait) {
      wait *= 2;
      pictures.push(await picture(page, folder, `running-${pictures.length + 1}`, `After ${spent}: ${state.line}`));
    }
    await page.waitForTimeout(LOOK_EVERY_MS);
  }
}

async function picture(page: Page, folder: string, name: string, caption: string): Promise<Picture> {
  const file = `${name}.png`;
  await page.screenshot({ path: join(folder, file), fullPage: true });
  return { file, caption };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { iterations: { type: 'string' }, seed: { type: 'string' }, out: { type: 'string' } },
  });
  const folder = resolve(values.out ?? join(root, 'build', 'demo-report'));
  mkdirSync(folder, { recursive: true });
  const executablePath = await needBrowser();
  const gpu = hasGpu();
  if (!gpu && !values.iterations)
    console.error(
      `No GPU: the browser computes on the CPU, so the demo is cut to ${ITERATIONS_WITHOUT_GPU} iterations a run. "npx lab demo" does the whole job on this machine.`,
    );
  const query = new URLSearchParams({ demo: '1', seed: values.seed ?? '0' });
  const iterations = values.iterations ?? (gpu ? null : `${ITERATIONS_WITHOUT_GPU}`);
  if (iterations) query.set('iterations', iterations);
  console.error('Building the page.');
  const serving = await servePage();
  const { chromium } = await import('playwright');
  const browser = await chromium.launch({ executablePath, headless: true, args: browserArguments(gpu) });
  const progress = new TerminalProgress();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', (error) => progress.note(`page: ${error.message}`));
    await page.goto(`${serving.url}?${query}`);
    const pictures: Picture[] = [];
    const report = await watch(page, progress, folder, pictures);
    progress.clear();
    pictures.push(await picture(page, folder, 'finished', 'After both runs'));
    writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
    const inline = pictures.map(({ file, caption }) => ({ caption, png: readFileSync(join(folder, file)) }));
    writeFileSync(join(folder, 'index.html'), reportPage(report, inline));
    console.log(comparison(report.runs.baseline, report.runs.csi));
    console.log(`${report.iterations} iterations a run on ${report.adapter}; report: ${join(folder, 'index.html')}`);
  } finally {
    progress.clear();
    await browser.close();
    await serving.close();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(`demo: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
