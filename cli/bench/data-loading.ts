/**
 * How fast training crops come: pairs of 2048 x 1024 PNGs, resized to 1024 x 512 and cut to 512 x 512, two of the source
 * and two of the target in each batch. Nothing is kept from batch to batch, as in a data set that is larger than memory.
 *
 * Every part ends with its window of time, so that a busy machine makes the numbers coarser and not the wait longer. What
 * the cores themselves reach is told from processor time, which other programs do not use up.
 */
import { FolderBatches } from '../../workers/data/batches';
import type { Decoder } from '../../workers/data/decoder';
import type { Item } from '../../workers/data/layouts/layout';
import { dataPipeline } from '../../workers/experiment/pipelines';
import type { BenchCase } from './measure';
import { HEIGHT, makePairs, WIDTH } from './photographs';

const PAIRS = 3;
const WINDOW_MS = 6000;
/** Of steps, as many as say anything; at most what a free machine makes in the window. */
const LEAST_STEPS = 3;
/** Steps of a small network and of a large one on a workstation's GPU. */
const STEP_SECONDS = [0.25, 1];
/** Pictures of a batch: two of each side. */
const LOADS_PER_BATCH = 4;

export interface DataBench {
  /** Decodes in the thread that asks. */
  here: Decoder;
  /** The threads that a run has. */
  pool: Decoder;
  /** Processor time of this process so far, over all threads. */
  cpuSeconds(): number;
  /** Bytes that this process holds. */
  memoryBytes(): number;
}

const config = {
  seed: 1,
  data: {
    ...dataPipeline('synthia', 'cityscapes'),
    source: { ...dataPipeline('synthia', 'cityscapes').source, resize: [1024, 512] as [number, number] },
    rareClassSampling: null,
  },
  schedule: {
    iterations: 10_000,
    warmup: 0,
    batch: 2,
    learningRate: 1,
    headLrFactor: 1,
    weightDecay: 0,
    evaluateEvery: 1,
  },
};

/** Counts what is loaded, and can be stopped: batches are made ahead, also when nobody wants them any more. */
class CountingDecoder implements Decoder {
  loads = 0;
  private readonly pending = new Set<Promise<unknown>>();
  private stopped = false;
  readonly count: Decoder['count'];

  constructor(private readonly decoder: Decoder) {
    this.count = decoder.count;
  }

  get threads(): number {
    return this.decoder.threads;
  }

  load(...task: Parameters<Decoder['load']>): ReturnType<Decoder['load']> {
    if (this.stopped) return Promise.reject(new Error('The benchmark has its numbers.'));
    this.loads++;
    const sample = this.decoder.load(...task);
    this.pending.add(sample);
    sample.catch(() => undefined).finally(() => this.pending.delete(sample));
    return sample;
  }

  /** Resolves when what was begun is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.allSettled(this.pending);
  }
}

function batchesOf(items: Item[], decoder: Decoder): FolderBatches {
  const host = { decodePicture: () => Promise.reject(new Error('The decoder decodes.')) };
  const source = items.map((item) => ({ item, counts: { 0: WIDTH * HEIGHT } }));
  return new FolderBatches({ source, target: items, config, host, decoder, cacheBytes: 0 });
}

interface Throughput {
  perSecond: number;
  /** Seconds of processor time that a batch takes. */
  batchCpuSeconds: number;
  peakBytes: number;
}

/** Makes batches until the window is over, after one to warm up; all that was begun is finished and counted. */
async function throughput(items: Item[], under: Decoder, { cpuSeconds, memoryBytes }: DataBench): Promise<Throughput> {
  await batchesOf(items, under).targetCrops(0);
  const decoder = new CountingDecoder(under);
  const batches = batchesOf(items, decoder);
  const [clock, cpu] = [performance.now(), cpuSeconds()];
  let peakBytes = 0;
  for (let t = 0; t === 0 || performance.now() - clock < WINDOW_MS; t++) {
    await batches.batch(t);
    peakBytes = Math.max(peakBytes, memoryBytes());
  }
  await decoder.stop();
  const made = decoder.loads / LOADS_PER_BATCH;
  const seconds = (performance.now() - clock) / 1000;
  return { perSecond: made / seconds, batchCpuSeconds: (cpuSeconds() - cpu) / made, peakBytes };
}

/** What of a step goes by before its batch is there. */
async function waitingShare(items: Item[], under: Decoder, stepSeconds: number): Promise<number> {
  const decoder = new CountingDecoder(under);
  const batches = batchesOf(items, decoder);
  await batches.batch(0);
  let waited = 0;
  const start = performance.now();
  for (let t = 1; t <= LEAST_STEPS || performance.now() - start < WINDOW_MS; t++) {
    const asked = performance.now();
    await batches.batch(t);
    waited += performance.now() - asked;
    // The GPU computes, and this thread is free.
    await new Promise((resolve) => setTimeout(resolve, stepSeconds * 1000));
  }
  const share = waited / (performance.now() - start);
  await decoder.stop();
  return share;
}

/** Batches per second of processor time and of the clock, and what of a step is spent waiting for its batch. */
export async function dataLoadingCases(bench: DataBench): Promise<BenchCase[]> {
  const { here, pool } = bench;
  const items = await makePairs(PAIRS);
  const cases: BenchCase[] = [];
  const add = (name: string, unit: BenchCase['unit'], ours: number, peakBytes: number) =>
    cases.push({ name: `data ${name}`, ours, stock: null, unit, ratio: null, dispatches: 0, peakBytes });
  const inPool = await throughput(items, pool, bench);
  for (const [name, { perSecond, batchCpuSeconds, peakBytes }] of [
    ['in one thread', await throughput(items, here, bench)],
    [`in a pool of ${pool.threads}`, inPool],
  ] as const) {
    add(`${name}, per second`, 'batches/s', perSecond, peakBytes);
    add(`${name}, per second of a core`, 'batches/s', 1 / batchCpuSeconds, peakBytes);
  }
  for (const step of STEP_SECONDS) {
    const memory = bench.memoryBytes();
    add(`waited for, of steps of ${step} s`, 'share', await waitingShare(items, pool, step), memory);
    const making = inPool.batchCpuSeconds / pool.threads;
    const share = Math.max(0, making - step) / Math.max(making, step);
    add(`waited for, of steps of ${step} s, were the cores free`, 'share', share, memory);
  }
  return cases;
}
