/**
 * How fast training crops come: pairs of 2048 x 1024 PNGs as Cityscapes has them (an RGB picture with Paeth filters, a
 * grey label), resized to 1024 x 512 and cut to 512 x 512, two of the source and two of the target in each batch.
 * Nothing is kept from batch to batch, as in a data set that is larger than memory.
 */
import { RandomStream } from '../../models/engine/random';
import { FolderBatches } from '../../workers/data/batches';
import type { Decoder } from '../../workers/data/decoder';
import { LABEL_RULES } from '../../workers/data/layouts/label-ids';
import type { Item } from '../../workers/data/layouts/layout';
import { chunk, encodePng } from '../../workers/data/png/encode';
import { dataPipeline } from '../../workers/experiment/pipelines';
import type { SourceFile } from '../../workers/host';
import type { BenchCase } from './measure';

const WIDTH = 2048;
const HEIGHT = 1024;
const PAIRS = 4;
const BATCHES = 12;
/** Steps of a small network and of a large one on a workstation's GPU. */
const STEP_SECONDS = [0.25, 1];
const STREAM = 1001;

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

/** Soft blobs under a little noise: packs about as well as a photograph. */
function photograph(seed: number): Uint8Array {
  const random = new RandomStream(seed, STREAM, 0);
  const waves = Array.from({ length: 12 }, () => [random.uniform() / 90, random.uniform() / 90, random.uniform() * 7]);
  const noise = Int8Array.from({ length: 4096 }, () => random.integer(7) - 3);
  const rgb = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let y = 0, i = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++, i += 3) {
      let value = 0;
      for (const [u, v, phase] of waves) value += Math.sin(x * u! + y * v! + phase!);
      const grey = 120 + value * 9;
      for (let c = 0; c < 3; c++) rgb[i + c] = grey + c * 6 + noise[(i * 7 + c * 13 + y) & 4095]!;
    }
  return rgb;
}

/** With Paeth filters in all rows: what photographs are saved with, and the slowest to undo. */
async function encodePhotograph(rgb: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const stride = WIDTH * 3;
  const raw = new Uint8Array(HEIGHT * (stride + 1));
  for (let y = 0; y < HEIGHT; y++) {
    raw[y * (stride + 1)] = 4;
    for (let i = 0; i < stride; i++) {
      const at = y * stride + i;
      const left = i >= 3 ? rgb[at - 3]! : 0;
      const above = y > 0 ? rgb[at - stride]! : 0;
      const corner = i >= 3 && y > 0 ? rgb[at - stride - 3]! : 0;
      const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
      const near = a <= b && a <= c ? left : b <= c ? above : corner;
      raw[y * (stride + 1) + 1 + i] = rgb[at]! - near;
    }
  }
  const plain = await encodePng({ width: 1, height: 1, channels: 3, data: new Uint8Array(3) });
  const header = plain.slice(16, 29);
  const view = new DataView(header.buffer);
  view.setUint32(0, WIDTH);
  view.setUint32(4, HEIGHT);
  const packed = new Response(new Blob([raw]).stream().pipeThrough(new CompressionStream('deflate'))).arrayBuffer();
  const parts = [
    plain.slice(0, 8),
    chunk('IHDR', header),
    chunk('IDAT', new Uint8Array(await packed)),
    chunk('IEND', new Uint8Array(0)),
  ];
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

function memoryFile(path: string, bytes: Uint8Array<ArrayBuffer>): SourceFile {
  return {
    name: path,
    path,
    size: async () => bytes.length,
    stamp: async () => `${bytes.length}`,
    bytes: async () => bytes.slice(),
    slice: async (from, to) => bytes.slice(from, to),
  };
}

async function makePairs(): Promise<Item[]> {
  const items: Item[] = [];
  for (let i = 0; i < PAIRS; i++) {
    const picture = memoryFile(`${i}.png`, await encodePhotograph(photograph(i)));
    const data = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => ((at % WIDTH) >> 7) + ((at / WIDTH) >> 8));
    const label = memoryFile(`${i}_label.png`, await encodePng({ width: WIDTH, height: HEIGHT, channels: 1, data }));
    items.push({ picture, label, rule: LABEL_RULES.trainIds, stem: `${i}` });
  }
  return items;
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

function batchesOf(items: Item[], decoder: Decoder): FolderBatches {
  const host = { decodePicture: () => Promise.reject(new Error('The decoder decodes.')) };
  const source = items.map((item) => ({ item, counts: { 0: WIDTH * HEIGHT } }));
  return new FolderBatches({ source, target: items, config, host, decoder, cacheBytes: 0 });
}

/** Batches per second of processor time and of the clock, and what of a step is spent waiting for its batch. */
export async function dataLoadingCases({ here, pool, cpuSeconds, memoryBytes }: DataBench): Promise<BenchCase[]> {
  const items = await makePairs();
  const cases: BenchCase[] = [];
  const add = (name: string, unit: BenchCase['unit'], ours: number, peakBytes: number) =>
    cases.push({ name, ours, stock: null, unit, ratio: null, dispatches: 0, peakBytes });
  for (const [name, decoder] of [
    ['in one thread', here],
    [`in a pool of ${pool.threads}`, pool],
  ] as const) {
    const batches = batchesOf(items, decoder);
    await batches.batch(0);
    const [clock, cpu] = [performance.now(), cpuSeconds()];
    let peak = 0;
    for (let t = 1; t <= BATCHES; t++) {
      await batches.batch(t);
      peak = Math.max(peak, memoryBytes());
    }
    const seconds = (performance.now() - clock) / 1000;
    add(`data ${name}, per second`, 'batches/s', BATCHES / seconds, peak);
    add(`data ${name}, per second of a core`, 'batches/s', BATCHES / (cpuSeconds() - cpu), peak);
  }
  for (const step of STEP_SECONDS) {
    const batches = batchesOf(items, pool);
    await batches.batch(0);
    let waited = 0;
    const start = performance.now();
    for (let t = 1; t <= BATCHES; t++) {
      const asked = performance.now();
      await batches.batch(t);
      waited += performance.now() - asked;
      // The GPU computes, and this thread is free.
      await new Promise((resolve) => setTimeout(resolve, step * 1000));
    }
    add(`data waited for, of steps of ${step} s`, 'share', waited / (performance.now() - start), memoryBytes());
  }
  return cases;
}
