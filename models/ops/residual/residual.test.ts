import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { readTensor, writeTensor } from '../../engine/backend';
import { hash4, STREAM } from '../../engine/random';
import { onGpu, withGpu } from '../../testing/gpu';
import { checkOperation, kept, normal } from '../../testing/gradients';
import { residual } from './residual';

withGpu();
const set = 'barrier-free';

function kept01(seed: number, iteration: number, site: number, sample: number, rate: number): number {
  const draw = (hash4(seed, STREAM.dropPath | (site << 8), iteration, sample)[0] >>> 8) / 2 ** 24;
  return draw >= rate ? 1 / (1 - rate) : 0;
}

describe('residual', () => {
  it('adds without drop path', async () => {
    await checkOperation({
      set,
      inputs: [normal([2, 3, 5], 1), normal([2, 3, 5], 2)],
      forward: ([x, branch]) => residual(x!, branch!),
      reference: ([x, branch]) => x!.map((v, i) => v + branch![i]!),
    });
  });

  it.each([
    [[6, 3, 4], 3],
    [[9, 5], 11],
  ])('leaves out whole samples of %j, the same in both passes', async (shape, site) => {
    const key = tf.keep(tf.tensor1d([7, 123, 0, 0], 'int32'));
    const perSample = shape.slice(1).reduce((a, b) => a * b, 1);
    const keeps = Array.from({ length: shape[0]! }, (_, b) => kept01(7, 123, site, b, 0.4));
    expect(new Set(keeps).size).toBe(2);
    await checkOperation({
      set,
      inputs: [normal(shape, 1), normal(shape, 2)],
      forward: ([x, branch]) => residual(x!, branch!, { dropPath: { rate: 0.4, key, site } }),
      reference: ([x, branch]) => x!.map((v, i) => v + branch![i]! * keeps[Math.floor(i / perSample)]!),
    });
  });

  it('draws anew for another iteration, at the asked rate', async () => {
    const key = tf.keep(tf.tensor1d([1, 0, 0, 0], 'int32'));
    const zero = kept({ shape: [2000, 1], values: new Float32Array(2000) });
    const one = kept({ shape: [2000, 1], values: new Float32Array(2000).fill(1) });
    const draw = () => onGpu(set, () => readTensor(residual(zero, one, { dropPath: { rate: 0.1, key, site: 1 } })));
    const first = await draw();
    const dropped = first.filter((v) => v === 0).length / 2000;
    expect(dropped).toBeGreaterThan(0.07);
    expect(dropped).toBeLessThan(0.13);
    expect(await draw()).toEqual(first);
    writeTensor(key, new Int32Array([1, 1, 0, 0]));
    expect(await draw()).not.toEqual(first);
  });

  it('refuses rates and shapes that make no sense', () => {
    const key = tf.keep(tf.tensor1d([1, 0, 0, 0], 'int32'));
    const x = kept(normal([2, 2], 1));
    expect(() => residual(x, x, { dropPath: { rate: 1, key, site: 0 } })).toThrow('rate 1');
    expect(() => residual(x, kept(normal([2, 3], 1)))).toThrow('[2,2] and [2,3]');
  });
});
