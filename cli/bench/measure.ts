/**
 * How the benchmarks measure: our way and the stock way in turns, so that a busy machine slows both, and the fastest
 * run of each, because everything else is somebody else's work.
 */
import { backend, flush } from '../../models/engine/backend';
import { metered } from '../../models/engine/meter';

export interface BenchCase {
  name: string;
  ours: number;
  /** Null where stock TF.js cannot compute it, or has no part in it. */
  stock: number | null;
  /** `share`: a part of the whole, 0 to 1. */
  unit: 'ms' | 'dispatches' | 'bytes' | 'batches/s' | 'share';
  /** How many times better ours is. */
  ratio: number | null;
  /** Launches of one run of ours, and its bytes above what was live before. */
  dispatches: number;
  peakBytes: number;
}

/** One run of some work: launches everything and disposes everything, without waiting. */
export type Work = () => void;

export interface Timing {
  /** Milliseconds until the GPU is done, and until everything was recorded. */
  wall: number;
  recording: number;
  dispatches: number;
  peakBytes: number;
}

const ROUNDS = 4;
const LEAST_ROUND_MS = 30;

async function settle(): Promise<void> {
  flush();
  await backend().device.queue.onSubmittedWorkDone();
}

/** Milliseconds of `count` runs together. */
async function time(work: Work, count: number): Promise<{ wall: number; recording: number }> {
  await settle();
  const start = performance.now();
  for (let i = 0; i < count; i++) work();
  flush();
  const recording = performance.now() - start;
  await settle();
  return { wall: performance.now() - start, recording };
}

/** Times several ways of doing the same; each runs twice before it counts, so that nothing compiles in between. */
export async function compare(works: Work[]): Promise<Timing[]> {
  const timings: Timing[] = [];
  const counts: number[] = [];
  for (const work of works) {
    await time(work, 1);
    const { dispatches, peakBytes } = metered(work);
    const { wall } = await time(work, 1);
    counts.push(Math.max(1, Math.min(50, Math.ceil(LEAST_ROUND_MS / wall))));
    timings.push({ wall: Number.POSITIVE_INFINITY, recording: Number.POSITIVE_INFINITY, dispatches, peakBytes });
  }
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, work] of works.entries()) {
      const count = counts[i]!;
      const { wall, recording } = await time(work, count);
      const best = timings[i]!;
      best.wall = Math.min(best.wall, wall / count);
      best.recording = Math.min(best.recording, recording / count);
    }
  return timings;
}

/** A case from one quantity of our timing and of the stock one. */
export function caseOf(
  name: string,
  unit: BenchCase['unit'],
  quantity: (timing: Timing) => number,
  ours: Timing,
  stock: Timing | null,
): BenchCase {
  const [a, b] = [quantity(ours), stock && quantity(stock)];
  const { dispatches, peakBytes } = ours;
  return { name, ours: a, stock: b, unit, ratio: b === null ? null : b / a, dispatches, peakBytes };
}
