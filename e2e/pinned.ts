/** Pinned pictures of the built-in city in a stored run: a prediction that becomes better from evaluation to evaluation. */
import { drawScene } from '../workers/data/city/scene';
import type { ExperimentConfig } from '../workers/experiment/schema';
import type { Pin } from '../workers/run-timeline';
import type { MemoryFolder } from '../workers/testing/memory-folder';
import { appendPinnedMoment, writePrediction, writeStill } from '../workers/train/pinned-folder';
import { paletteBytes } from '../workers/train/predict/classes';
import { RunFolder } from '../workers/train/run-folder';

const [WIDTH, HEIGHT] = [256, 128];
const BUILDING = 2;
const CAR = 13;
const TRUCK = 14;
export const PINNED = ['citya_000000_000019', 'citya_000001_000019'];

const pathOf = (name: string): string => `leftImg8bit/val/citya/${name}_leftImg8bit.png`;

const scenes = PINNED.map((name, i) => ({
  pin: { set: 'validation', file: pathOf(name) } satisfies Pin as Pin,
  ...drawScene({ seed: 0, index: 2_000_000 + i, width: WIDTH, height: HEIGHT, look: 'camera' }),
}));

/**
 * Keeps predictions at each of the iterations: what lies left of a border is right, the border moves to the right.
 * @param blind truth that is never found and taken for cars
 */
export async function pinPictures(
  folder: MemoryFolder,
  { taxonomy }: ExperimentConfig,
  iterations: readonly number[],
  blind: readonly number[] = [],
): Promise<void> {
  const palette = paletteBytes(taxonomy);
  for (const [e, iteration] of iterations.entries()) {
    const border = ((e + 1) / iterations.length) * WIDTH;
    for (const { pin, rgb, trainIds } of scenes) {
      const size = { width: WIDTH, height: HEIGHT };
      const truth = new Uint8Array(trainIds);
      const data = truth.map((id, i) => (i % WIDTH < border ? (blind.includes(id) ? CAR : id) : BUILDING));
      await writeStill(folder, pin, { rgb, ...size }, { ...size, data: truth }, palette);
      await writePrediction(folder, pin, iteration, { ...size, data }, palette);
    }
    await appendPinnedMoment(folder, { iteration, pins: scenes.map(({ pin }) => pin) });
  }
}

/** Lets the votes for trucks grow: as many as a fiftieth of the iterations. */
export async function growMap(folder: MemoryFolder, iterations: readonly number[]): Promise<void> {
  const run = new RunFolder(folder);
  for (const iteration of iterations) {
    const votes = [{ source: CAR, count: iteration / 50 }];
    const entry = { target: TRUCK, source: CAR, origin: 'collected' as const, votes };
    const thresholds = { detectionThreshold: 0.1, classificationThreshold: 0.5 };
    await run.log({ type: 'map', iteration, entries: [{ ...entry, ...thresholds, relabeledPatches: iteration / 10 }] });
  }
}
