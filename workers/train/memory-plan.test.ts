import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { backend, gpuBytes, trimPool } from '../../models/engine/backend';
import { engineInfo, isCounting } from '../../models/engine/device';
import { withGpu } from '../../models/testing/gpu';
import type { Batch, Crop } from '../data/batch';
import { DEMO_BASELINE } from '../experiment/demo';
import { parseConfig } from '../experiment/read-config';
import type { ExperimentConfig } from '../experiment/schema';
import { planMemory } from './memory-plan';
import { createTrainer, HRDA, MASK, SIZE } from './testing/tiny-run';

withGpu();

const LABELS: [number, number] = [160, 96];

function small(change: (config: ExperimentConfig) => void): ExperimentConfig {
  const config = structuredClone(DEMO_BASELINE);
  config.network.encoder = { ...config.network.encoder, dims: [16, 32, 48, 64], depths: [1, 1, 1, 1] };
  config.network.head = { kind: 'daformer', channels: 16, dropout: 0.1 };
  config.data.source.crop = [SIZE, SIZE];
  config.data.target.crop = [SIZE, SIZE];
  config.data.evaluation = [96, 64];
  config.schedule.batch = 2;
  change(config);
  return parseConfig(config, 'test');
}

/** Most bytes of GPU buffers that existed at once while `work` ran, as the device itself sees them. */
async function measured(work: () => Promise<void>): Promise<number> {
  trimPool();
  const { device } = backend();
  const create = device.createBuffer.bind(device);
  let [live, peak] = [0, 0];
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    live += descriptor.size;
    peak = Math.max(peak, live);
    let there = true;
    buffer.destroy = () => {
      if (there) live -= descriptor.size;
      there = false;
      return destroy();
    };
    return buffer;
  };
  try {
    await work();
  } finally {
    device.createBuffer = create;
  }
  return peak;
}

function crop(config: ExperimentConfig, labelled: boolean): Crop {
  const [width, height] = config.data.source.crop;
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) % 256);
  const label = labelled ? Uint8Array.from({ length: width * height }, (_, i) => (i >> 6) % 19) : null;
  return { rgb, label, width, height, file: 'a', x: 0, y: 0, flipped: false };
}

/** Trains, evaluates, trains on, and writes a checkpoint, on the GPU. */
async function really(config: ExperimentConfig): Promise<number> {
  return measured(async () => {
    const trainer = await createTrainer(config);
    const samples = (labelled: boolean) => [crop(config, labelled), crop(config, labelled)];
    const batch = (iteration: number): Batch => ({
      iteration,
      source: samples(true),
      target: samples(false),
      drawnClasses: [],
    });
    await trainer.step(batch(0), async (labels) => labels);
    await trainer.step(batch(1), async (labels) => labels);
    const [width, height] = config.data.evaluation;
    const sample = { rgb: new Uint8Array(width * height * 3), width, height, label: new Uint8Array(0) };
    await trainer.predict({ ...sample, labelWidth: LABELS[0], labelHeight: LABELS[1], file: 'a' });
    await trainer.step(batch(2), null);
    await trainer.exportState();
    trainer.dispose();
  });
}

const CONFIGS: [string, ExperimentConfig][] = [
  ['one scale', small(() => undefined)],
  [
    'one scale, recomputing',
    small(({ memory }) => {
      memory.recompute = true;
    }),
  ],
  [
    'two scales (HRDA)',
    small(({ network, memory }) => {
      network.hrda = HRDA;
      memory.windowsAtOnce = 4;
    }),
  ],
  [
    'two scales and masked pictures (MIC) with a teacher of their own',
    small(({ network, method }) => {
      network.hrda = HRDA;
      method.mask = { ...MASK, mode: 'separatetrgaug', emaAlpha: 0.5 };
    }),
  ],
];

describe('planMemory', () => {
  it.each(CONFIGS)('says what the GPU will hold, within a twentieth: %s', async (_, config) => {
    const plan = await planMemory(config, { labels: LABELS });
    const peak = await really(config);
    expect(Math.abs(plan.total - peak) / peak).toBeLessThan(0.05);
    expect(plan.validation).toBeLessThan(plan.training);
    expect(plan.weights + plan.optimizer + plan.activations + plan.buffers).toBe(plan.training);
    for (const part of [plan.weights, plan.optimizer, plan.activations, plan.buffers]) expect(part).toBeGreaterThan(0);
    expect(plan.refusals).toEqual([]);
  });

  it('leaves the engine and its tensors as they were', async () => {
    const kept = tf.keep(tf.tensor1d([1, 2, 3]));
    const before = [tf.memory().numTensors, gpuBytes().used];
    const device = backend().device;
    await planMemory(CONFIGS[0]![1]);
    expect([tf.memory().numTensors, gpuBytes().used]).toEqual(before);
    expect(backend().device).toBe(device);
    expect(isCounting()).toBe(false);
    expect([...(await kept.data())]).toEqual([1, 2, 3]);
    kept.dispose();
  });

  it('names the tensors that the adapter cannot bind, and so does the run itself', async () => {
    const { limits } = engineInfo();
    const real = limits.maxStorageBufferBindingSize;
    limits.maxStorageBufferBindingSize = 1 << 18;
    try {
      const config = CONFIGS[0]![1];
      const { refusals } = await planMemory(config);
      expect(refusals.length).toBeGreaterThan(0);
      expect(refusals[0]).toMatch(/ \[[\d,]+\] needs \d+ MiB in one piece/);
      await expect(really(config)).rejects.toThrow('in one piece');
    } finally {
      limits.maxStorageBufferBindingSize = real;
    }
  });

  it('takes less for activations with recomputation, and adds what the models take', async () => {
    const [plain, recomputing] = [await planMemory(CONFIGS[0]![1]), await planMemory(CONFIGS[1]![1])];
    expect(recomputing.activations).toBeLessThan(plain.activations);
    expect(recomputing.weights).toBe(plain.weights);
    const models = { bytes: 1e6, onGpu: true };
    expect((await planMemory(CONFIGS[0]![1], { models })).total).toBe(plain.total + 1e6);
    expect((await planMemory(CONFIGS[0]![1], { models: { ...models, onGpu: false } })).total).toBe(plain.total);
  });
});
