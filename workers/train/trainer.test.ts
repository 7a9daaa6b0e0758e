import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { encoderParams } from '../../models/encoder';
import { gpuBytes } from '../../models/engine/backend';
import { ParamStore } from '../../models/engine/params';
import { RandomStream } from '../../models/engine/random';
import { withGpu } from '../../models/testing/gpu';
import type { Batch, Crop } from '../data/batch';
import { DEMO_BASELINE } from '../experiment/demo';
import type { ExperimentConfig } from '../experiment/schema';
import { encoderConfig } from './network';
import { Trainer } from './trainer';

withGpu();

const SIZE = 64;

function tinyConfig(): ExperimentConfig {
  const config = structuredClone(DEMO_BASELINE);
  config.network.encoder = {
    variant: 'custom',
    dims: [8, 16, 16, 24],
    heads: [1, 2, 2, 3],
    depths: [1, 1, 1, 1],
    dropPathRate: 0.2,
  };
  config.network.head = { kind: 'daformer', channels: 8, dropout: 0.1 };
  config.data.source.crop = [SIZE, SIZE];
  config.data.target.crop = [SIZE, SIZE];
  config.method.pseudoThreshold = 0.06;
  config.schedule = { ...config.schedule, iterations: 40, warmup: 3, batch: 2 };
  return config;
}

function crop(key: number, labelled: boolean): Crop {
  const random = new RandomStream(key, 90, 0);
  const rgb = Uint8Array.from({ length: SIZE * SIZE * 3 }, () => random.integer(256));
  const label = labelled ? Uint8Array.from({ length: SIZE * SIZE }, (_, i) => Math.floor(i / 700) * 3) : null;
  return { rgb, label, width: SIZE, height: SIZE, file: `picture ${key}`, x: 0, y: 0, flipped: false };
}

const batch = (iteration: number): Batch => ({
  iteration,
  source: [crop(4 * iteration, true), crop(4 * iteration + 1, true)],
  target: [crop(4 * iteration + 2, false), crop(4 * iteration + 3, false)],
  drawnClasses: [],
});

/** An encoder's weights, as a checkpoint would give them. */
async function pretrained(config: ExperimentConfig) {
  const store = new ParamStore(encoderParams(encoderConfig(config.network.encoder)), { seed: 5, trained: false });
  const weights = await store.export();
  store.dispose();
  return weights;
}

async function train(trainer: Trainer, from: number, to: number) {
  const losses: number[] = [];
  for (let t = from; t < to; t++) {
    const report = await trainer.step(batch(t), null);
    losses.push(...Object.values(report.losses));
  }
  return losses;
}

describe('Trainer', () => {
  it('gives the same numbers for the same seed, and others for another', async () => {
    const config = tinyConfig();
    const weights = await pretrained(config);
    const runs: number[][] = [];
    for (const seed of [1, 1, 2]) {
      const trainer = await Trainer.create({ ...config, seed }, { pretrained: weights });
      runs.push(await train(trainer, 0, 4));
      trainer.dispose();
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).not.toEqual(runs[0]);
  });

  it('continues from a saved state exactly as if it had not stopped', async () => {
    const config = tinyConfig();
    const weights = await pretrained(config);
    const whole = await Trainer.create(config, { pretrained: weights });
    await train(whole, 0, 3);
    const state = await whole.exportState();
    const expected = await train(whole, 3, 6);
    const resumed = await Trainer.create(config, { pretrained: weights });
    resumed.importState(state);
    expect(await train(resumed, 3, 6)).toEqual(expected);
    const [a, b] = [await whole.exportState(), await resumed.exportState()];
    for (const [name, { values }] of a) expect(b.get(name)!.values, name).toEqual(values);
    whole.dispose();
    resumed.dispose();
  });

  it('holds the same tensors and bytes after every iteration', async () => {
    const config = tinyConfig();
    const trainer = await Trainer.create(config, { pretrained: await pretrained(config) });
    await train(trainer, 0, 2);
    const memory = () => [tf.memory().numTensors, gpuBytes().used, gpuBytes().allocated];
    const before = memory();
    await train(trainer, 2, 8);
    expect(memory()).toEqual(before);
    trainer.dispose();
  });

  it('mixes the labels that relabeling returns', async () => {
    const config = tinyConfig();
    const trainer = await Trainer.create(config, { pretrained: await pretrained(config) });
    let seen: Uint8Array[] = [];
    await trainer.step(batch(0), async (labels) => {
      seen = labels.map((label) => label.slice());
      return labels.map((label) => label.fill(16));
    });
    expect(seen.map((label) => label.length)).toEqual([SIZE * SIZE, SIZE * SIZE]);
    const frames = await trainer.frames();
    expect(Array.from(frames.pseudoLabel!.data)).toEqual(Array.from(seen[0]!));
    expect(new Set(frames.relabeled!.data)).toEqual(new Set([16]));
    expect(new Set(frames.mixedLabel!.data).has(16)).toBe(true);
    trainer.dispose();
  });

  it('gives pseudo-labels beyond the margins of the picture no weight', async () => {
    const config = tinyConfig();
    config.data.margins = { top: 30, bottom: 240, left: 30, right: 30, followFlip: false };
    config.method.pseudoThreshold = 0; // every pixel is confident, so the weight is 1
    const trainer = await Trainer.create(config, { pretrained: await pretrained(config) });
    const [valid, all] = [{ x0: 8, y0: 4, x1: 40, y1: 50 }, batch(0)];
    await trainer.step({ ...all, target: [{ ...all.target[0]!, valid }, all.target[1]!] }, null);
    const weight = (await trainer.frames()).weight!.data;
    const values = { inside: new Set<number>(), outside: new Set<number>() };
    for (let y = 0; y < SIZE; y++)
      for (let x = 0; x < SIZE; x++) {
        const inside = x >= valid.x0 && x < valid.x1 && y >= valid.y0 && y < valid.y1;
        values[inside ? 'inside' : 'outside'].add(weight[y * SIZE + x]!);
      }
    // What is pasted from the source weighs 1 everywhere.
    expect(values.outside).toEqual(new Set([0, 255]));
    expect(values.inside).toEqual(new Set([255]));
    trainer.dispose();
  });

  it('learns the same with recomputation of activations', async () => {
    const config = tinyConfig();
    const weights = await pretrained(config);
    const losses: number[][] = [];
    for (const recompute of [false, true]) {
      const trainer = await Trainer.create({ ...config, memory: { recompute } }, { pretrained: weights });
      losses.push(await train(trainer, 0, 3));
      trainer.dispose();
    }
    for (const [i, loss] of losses[0]!.entries()) expect(losses[1]![i]!).toBeCloseTo(loss, 4);
  });

  it('lowers the source loss on a batch that it sees again and again', async () => {
    const config = tinyConfig();
    config.method.kind = 'source-only';
    config.schedule.learningRate = 3e-3;
    const trainer = await Trainer.create(config, { pretrained: await pretrained(config) });
    const losses: number[] = [];
    for (let t = 0; t < 25; t++)
      losses.push((await trainer.step({ ...batch(0), iteration: t }, null)).losses['decode.loss_seg']!);
    expect(losses.at(-1)!).toBeLessThan(0.7 * losses[0]!);
    trainer.dispose();
  });
});
