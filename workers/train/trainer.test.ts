import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gpuBytes } from '../../models/engine/backend';
import { withGpu } from '../../models/testing/gpu';
import { createTrainer, noiseBatch, SIZE, tinyConfig, train } from './testing/tiny-run';

withGpu();

describe('Trainer', () => {
  it('gives the same numbers for the same seed, and others for another', async () => {
    const config = tinyConfig();
    const runs: Record<string, number>[][] = [];
    for (const seed of [1, 1, 2]) {
      const trainer = await createTrainer({ ...config, seed });
      runs.push(await train(trainer, 0, 4));
      trainer.dispose();
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).not.toEqual(runs[0]);
  });

  it('continues from a saved state exactly as if it had not stopped', async () => {
    const config = tinyConfig();
    const whole = await createTrainer(config);
    await train(whole, 0, 3);
    const state = await whole.exportState();
    const expected = await train(whole, 3, 6);
    const resumed = await createTrainer(config);
    resumed.importState(state);
    expect(await train(resumed, 3, 6)).toEqual(expected);
    const [a, b] = [await whole.exportState(), await resumed.exportState()];
    for (const [name, { values }] of a) expect(b.get(name)!.values, name).toEqual(values);
    whole.dispose();
    resumed.dispose();
  });

  it('holds the same tensors and bytes after every iteration', async () => {
    const config = tinyConfig();
    const trainer = await createTrainer(config);
    await train(trainer, 0, 10);
    const memory = () => [tf.memory().numTensors, gpuBytes().used, gpuBytes().allocated];
    const before = memory();
    await train(trainer, 10, 200);
    expect(memory()).toEqual(before);
    trainer.dispose();
  });

  it('mixes the labels that relabeling returns', async () => {
    const config = tinyConfig();
    const trainer = await createTrainer(config);
    let seen: Uint8Array[] = [];
    await trainer.step(noiseBatch(0), async (labels) => {
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
    const trainer = await createTrainer(config);
    const [valid, all] = [{ x0: 8, y0: 4, x1: 40, y1: 50 }, noiseBatch(0)];
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
    const losses: Record<string, number>[][] = [];
    for (const recompute of [false, true]) {
      const trainer = await createTrainer({ ...config, memory: { recompute } });
      losses.push(await train(trainer, 0, 3));
      trainer.dispose();
    }
    for (const [t, each] of losses[0]!.entries())
      for (const [name, loss] of Object.entries(each)) expect(losses[1]![t]![name]!, name).toBeCloseTo(loss, 4);
  });

  it('lowers the source loss on a batch that it sees again and again', async () => {
    const config = tinyConfig();
    config.method.kind = 'source-only';
    config.schedule.learningRate = 3e-3;
    const trainer = await createTrainer(config);
    const losses: number[] = [];
    for (let t = 0; t < 25; t++)
      losses.push((await trainer.step({ ...noiseBatch(0), iteration: t }, null)).losses['decode.loss_seg']!);
    expect(losses.at(-1)!).toBeLessThan(0.7 * losses[0]!);
    trainer.dispose();
  });
});
