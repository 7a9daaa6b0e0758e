import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { readTensor, writeTensor } from '../../engine/backend';
import { hash4, STREAM } from '../../engine/random';
import { onGpu, withGpu } from '../../testing/gpu';
import { checkOperation, kept, normal } from '../../testing/gradients';
import { dropout2d } from './dropout';

withGpu();
const set = 'barrier-free';

describe('dropout2d', () => {
  it.each([[[2, 3, 5, 8]], [[3, 9, 9, 5]]])('drops whole channels of %j, the same in both passes', async (shape) => {
    const [b = 1, h = 1, w = 1, c = 1] = shape;
    const key = tf.keep(tf.tensor1d([3, 14, 0, 0], 'int32'));
    const keeps = Array.from({ length: b * c }, (_, i) => {
      const draw = (hash4(3, STREAM.dropout | (5 << 8), 14, i)[0] >>> 8) / 2 ** 24;
      return draw >= 0.3 ? 1 / 0.7 : 0;
    });
    expect(new Set(keeps).size).toBe(2);
    await checkOperation({
      set,
      inputs: [normal(shape, 1)],
      forward: ([x]) => dropout2d(x!, { rate: 0.3, key, site: 5 }),
      reference: ([x]) => x!.map((v, i) => v * keeps[Math.floor(i / (h * w * c)) * c + (i % c)]!),
    });
  });

  it('drops at the asked rate, anew in every iteration', async () => {
    const key = tf.keep(tf.tensor1d([1, 0, 0, 0], 'int32'));
    const ones = kept({ shape: [4, 1, 1, 1000], values: new Float32Array(4000).fill(1) });
    const draw = () => onGpu(set, () => readTensor(dropout2d(ones, { rate: 0.1, key, site: 2 })));
    const first = await draw();
    const dropped = first.filter((v) => v === 0).length / 4000;
    expect(dropped).toBeGreaterThan(0.08);
    expect(dropped).toBeLessThan(0.12);
    writeTensor(key, new Int32Array([1, 1, 0, 0]));
    expect(await draw()).not.toEqual(first);
  });

  it('refuses a rate outside [0, 1)', () => {
    const key = tf.keep(tf.tensor1d([1, 0, 0, 0], 'int32'));
    expect(() => dropout2d(kept(normal([1, 1, 1, 4], 1)), { rate: 1, key, site: 0 })).toThrow('rate 1');
  });
});
