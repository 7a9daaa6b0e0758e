/** Runs in the browser's private file system, written by the lab's own code: what a page of runs is tested on. */
import { expect, type Page } from '@playwright/test';
import { DEMO_BASELINE, DEMO_CSI } from '../workers/experiment/demo';
import type { ExperimentConfig } from '../workers/experiment/schema';
import type { PictureScore } from '../workers/protocol';
import { MemoryFolder } from '../workers/testing/memory-folder';
import { ConfusionMatrix } from '../workers/train/metrics';
import { RunFolder } from '../workers/train/run-folder';

export { DEMO_BASELINE, DEMO_CSI };

interface Wanted {
  config: ExperimentConfig;
  /** Iterations that were done; as many as the configuration has by default. */
  logged?: number;
  /** Share of each class that is right at the last evaluation, 0..1. */
  skill: (classId: number) => number;
  evaluations?: number;
  drawn?: boolean;
  /** Decisions by hand that mark its scores. */
  decisions?: number;
  /** Scores of the pictures; sixty made-up ones by default. */
  pictures?: PictureScore[];
}

const PIXELS = 10_000;

/** Evaluations in which every class loses what it does not find to the class after it. */
function matrixOf(classes: number, skill: Wanted['skill'], share: number): ConfusionMatrix {
  const matrix = new ConfusionMatrix(classes);
  for (let id = 0; id < classes; id++) {
    const right = Math.round(PIXELS * skill(id) * share);
    matrix.counts[id * classes + id] = right;
    matrix.counts[id * classes + ((id + 1) % classes)] = PIXELS - right;
  }
  return matrix;
}

/** The files of a run as if it had been trained: falling losses, rising scores. */
export async function trainedRun({
  config,
  logged,
  skill,
  evaluations = 4,
  drawn,
  decisions,
  pictures,
}: Wanted): Promise<MemoryFolder> {
  const folder = new MemoryFolder('run');
  const run = new RunFolder(folder);
  await run.begin(config);
  const done = logged ?? config.schedule.iterations;
  const names = config.taxonomy.classes.map(({ name }) => name);
  const wave = (t: number, speed: number) => 1 + 0.3 * Math.sin(t * speed);
  const lines = Array.from({ length: done }, (_, t) => ({
    type: 'iteration' as const,
    iteration: t,
    lr: 4e-4 * (1 - t / done),
    'decode.loss_seg': (0.2 + 2.6 * Math.exp(-t / 90)) * wave(t, 1.7 + config.seed),
    'mix.decode.loss_seg': (0.1 + 1.4 * Math.exp(-t / 140)) * wave(t, 2.3),
    confidentShare: 0.9 - 0.6 * Math.exp(-t / 200),
    ...(drawn && { drawnClasses: [(t * 7) % 19, (t * t) % 12] }),
  }));
  await run.log(...lines);
  for (let e = 1; e <= evaluations; e++) {
    const iteration = Math.round((done * e) / evaluations);
    const matrix = matrixOf(names.length, skill, 0.4 + (0.6 * e) / evaluations);
    const iou = matrix.iou();
    const made = Array.from({ length: 60 }, (_, i): PictureScore => {
      const worse = 1 - (i % 17) / 20;
      return {
        file: `city/picture_${String(i).padStart(3, '0')}.png`,
        miou: 0.5 * worse,
        iou: iou.map((value, id) => (value === null || (i + id) % 5 === 0 ? null : value * worse)),
        errors: [[i % 19, ((i % 19) + 1) % 19, 900 - 10 * i]],
      };
    });
    const scores = matrix.scores(names);
    await run.log({ type: 'scores', iteration, decisions, scores, pictures: pictures ?? made });
  }
  await folder.write('relabel/map.json', new TextEncoder().encode('{"version":1,"iteration":0,"entries":[]}\n'));
  return folder;
}

/** Opens the page and puts runs into its storage, and other files by their paths there. */
export async function storeRuns(
  page: Page,
  runs: Record<string, MemoryFolder>,
  others: Record<string, Uint8Array> = {},
): Promise<void> {
  const contents = new Map(Object.entries(others));
  for (const [name, { files }] of Object.entries(runs))
    for (const [path, bytes] of files) contents.set(`runs/${name}/${path}`, bytes);
  await page.route('**/seed/**', (route) => {
    const path = decodeURIComponent(new URL(route.request().url()).pathname).split('/seed/')[1]!;
    return route.fulfill({ body: Buffer.from(contents.get(path)!), contentType: 'application/octet-stream' });
  });
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate(
    async (paths) => {
      const root = await navigator.storage.getDirectory();
      for (const path of paths) {
        const parts = path.split('/');
        let folder = root;
        for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create: true });
        const stream = await (await folder.getFileHandle(parts.at(-1)!, { create: true })).createWritable();
        await stream.write(await (await fetch(`seed/${path}`)).arrayBuffer());
        await stream.close();
      }
    },
    [...contents.keys()],
  );
}
