/**
 * A whole iteration of the method, with and without recomputation: teacher, source, mixed and masked pass, and the
 * optimizer. Stock TF.js has no counterpart.
 */
import { encoderParams } from '../../models/encoder';
import { backend, flush } from '../../models/engine/backend';
import { counted } from '../../models/engine/counting';
import { takeDispatchCount } from '../../models/engine/kernel';
import { ParamStore } from '../../models/engine/params';
import { RandomStream } from '../../models/engine/random';
import type { Batch, Crop } from '../../workers/data/batch';
import { preset } from '../../workers/experiment/presets';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import { planMemory } from '../../workers/train/memory-plan';
import { segmentorConfig } from '../../workers/train/network';
import { Trainer } from '../../workers/train/trainer';
import type { BenchCase } from './measure';

const STREAM = 1001;
/** Iterations that are timed, of which the fastest counts; the one that is recorded comes before. */
const TIMED = 2;

/** The SegFormer of that size in the demo's method, on crops of 256 x 256. */
function plain(variant: 'mit_b0' | 'mit_b1'): ExperimentConfig {
  const { network, data, ...config } = structuredClone(preset('demo-baseline'));
  const crop: [number, number] = [256, 256];
  return {
    ...config,
    network: {
      encoder: { variant, dropPathRate: 0.1 },
      head: { kind: 'segformer', channels: variant === 'mit_b0' ? 128 : 256, dropout: 0.1 },
    },
    data: { ...data, source: { ...data.source, crop }, target: { ...data.target, crop } },
  };
}

/** What is measured, by name. */
export const ITERATIONS: { name: string; config: () => ExperimentConfig }[] = [
  { name: 'iteration B0 256x256', config: () => plain('mit_b0') },
  { name: 'iteration B1 256x256', config: () => plain('mit_b1') },
  { name: 'iteration demo HRDA', config: () => preset('demo-hrda') },
  { name: 'iteration demo MIC', config: () => preset('demo-mic') },
];

/** Time, launches and peak memory of an iteration that keeps its activations, and of one that makes them again. */
export async function iterationCases(name: string, config: ExperimentConfig): Promise<BenchCase[]> {
  const cases: BenchCase[] = [];
  for (const recompute of [false, true]) {
    const own = { ...config, memory: { ...config.memory, recompute } };
    const { milliseconds, dispatches } = await timed(own);
    const { training: peakBytes } = await planMemory(own);
    const label = recompute ? `${name}, recomputing` : name;
    const common = { stock: null, ratio: null, dispatches, peakBytes };
    cases.push(
      { name: `${label}: time`, ours: milliseconds, unit: 'ms', ...common },
      { name: `${label}: launches`, ours: dispatches, unit: 'dispatches', ...common },
      { name: `${label}: peak memory`, ours: peakBytes, unit: 'bytes', ...common },
    );
  }
  return cases;
}

async function timed(config: ExperimentConfig): Promise<{ milliseconds: number; dispatches: number }> {
  const dispatches = await counted(async () => {
    const trainer = await Trainer.create(config, { pretrained: blank(config) });
    takeDispatchCount();
    await trainer.step(noise(config, 0), null);
    trainer.dispose();
    return takeDispatchCount();
  });
  const trainer = await Trainer.create(config, { pretrained: await random(config) });
  try {
    let milliseconds = Number.POSITIVE_INFINITY;
    for (let iteration = 0; iteration <= TIMED; iteration++) {
      const batch = noise(config, iteration);
      const started = performance.now();
      await trainer.step(batch, null);
      flush();
      await backend().device.queue.onSubmittedWorkDone();
      if (iteration > 0) milliseconds = Math.min(milliseconds, performance.now() - started);
    }
    return { milliseconds, dispatches };
  } finally {
    trainer.dispose();
  }
}

const namesOf = (config: ExperimentConfig) => encoderParams(segmentorConfig(config).encoder);

function blank(config: ExperimentConfig): Map<string, { values: Float32Array }> {
  const values = new Float32Array(0);
  return new Map(namesOf(config).map(({ name }) => [name, { values }]));
}

async function random(config: ExperimentConfig): Promise<Map<string, { values: Float32Array }>> {
  const store = new ParamStore(namesOf(config), { seed: 1, trained: false });
  const weights = await store.export();
  store.dispose();
  return weights;
}

/** Pictures of noise: what is in them does not change what is computed. */
function noise({ data, schedule, taxonomy }: ExperimentConfig, iteration: number): Batch {
  const random = new RandomStream(1, STREAM, iteration);
  const [width, height] = data.source.crop;
  const size = width * height;
  const crop = (labelled: boolean): Crop => ({
    rgb: Uint8Array.from({ length: 3 * size }, () => random.integer(256)),
    label: labelled ? Uint8Array.from({ length: size }, (_, i) => (i >> 9) % taxonomy.classes.length) : null,
    width,
    height,
    file: 'noise',
    x: 0,
    y: 0,
    flipped: false,
  });
  const some = (labelled: boolean) => Array.from({ length: schedule.batch }, () => crop(labelled));
  return { iteration, source: some(true), target: some(false), drawnClasses: [] };
}
