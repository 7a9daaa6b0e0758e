import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { add, sum } from '../ops/add/add';
import { expectClose } from '../testing/close';
import { randomTensor, withGpu } from '../testing/gpu';
import { backend, constantTensor, gpuBytes, PRIVATE_MEMBERS, readTensor, writeTensor } from './backend';
import { guarded } from './device';
import { run } from './kernel';
import { GpuError } from './open-device';
import { ParamStore } from './params';
import { record } from './replay';
import { recompute, Tape, withTape } from './tape';

withGpu();

describe('backend', () => {
  it('still has the private members that the lab relies on', () => {
    const be = backend() as unknown as Record<string, unknown>;
    for (const name of PRIVATE_MEMBERS) expect(name in be, name).toBe(true);
  });

  it('reads and writes views of a packed buffer', async () => {
    const store = new ParamStore(
      [
        { name: 'a', shape: [3, 5], layout: 'linear', init: { kind: 'normal', std: 1 } },
        { name: 'b', shape: [7], layout: 'plain', init: { kind: 'ones' } },
      ],
      { seed: 1, trained: true },
    );
    const weights = Float32Array.from({ length: 15 }, (_, i) => i);
    store.load('a', weights);
    expect(Array.from(await readTensor(store.get('a').value)).slice(0, 4)).toEqual([0, 5, 10, 1]);
    const exported = await store.export();
    expect(exported.get('a')!.values).toEqual(weights);
    expect(Array.from(exported.get('b')!.values)).toEqual(Array(7).fill(1));
    store.dispose();
  });
});

describe('errors', () => {
  it('names an invalid launch instead of computing zeros', async () => {
    const x = randomTensor([4], 1);
    const broken = () =>
      run({ name: 'broken', code: 'fn main() { }', inputs: { x }, outputs: { y: [4] }, groups: [1] });
    await expect(guarded('forward pass', broken)).rejects.toThrow(GpuError);
    await guarded('the next step', () => sum(x, x).dispose());
  });
});

describe('tape', () => {
  it('adds the gradients of a tensor that is used several times and frees everything', async () => {
    const x = randomTensor([5, 3], 2);
    const one = tf.keep(tf.ones([5, 3]));
    const before = tf.memory().numTensors;
    const tape = new Tape();
    tape.watch(x);
    const y = withTape(tape, () => {
      const twice = add(x, x);
      return add(add(twice, twice), x);
    });
    const [dx] = tape.backward([{ tensor: y, gradient: one }], [x]);
    expectClose(await readTensor(dx!), Array(15).fill(5));
    dx!.dispose();
    y.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives the same gradients with recomputation', async () => {
    const x = randomTensor([4], 3);
    const one = tf.keep(tf.ones([4]));
    const tape = new Tape();
    tape.watch(x);
    const y = withTape(tape, () => recompute((v) => add(add(v, v), v), add(x, x)));
    const [dx] = tape.backward([{ tensor: y, gradient: one }], [x]);
    expectClose(await readTensor(dx!), Array(4).fill(6));
  });
});

describe('replay', () => {
  it('repeats a step on new input, bit-identical, without touching the pool', async () => {
    const x = constantTensor(new Float32Array([6, 5, 4, 3, 2, 1]));
    const recording = record(() => tf.tidy(() => tf.keep(add(add(x, x), x))));
    const first = Array.from(await readTensor(recording.result));
    const used = gpuBytes().used;
    writeTensor(x, new Float32Array([1, 2, 3, 4, 5, 6]));
    recording.replay();
    expect(Array.from(await readTensor(recording.result))).toEqual([3, 6, 9, 12, 15, 18]);
    expect(first).not.toEqual([3, 6, 9, 12, 15, 18]);
    expect(gpuBytes().used).toBe(used);
    expect(recording.dispatches.length).toBe(2);
  });

  it('refuses to upload inside a recording, which no replay would repeat, and can record again', async () => {
    const late = randomTensor([6], 4);
    const twice = () => record(() => tf.tidy(() => tf.keep(add(late, late))));
    expect(twice).toThrow('A tensor [6] was uploaded inside a recorded step');
    await readTensor(late);
    expect(twice().dispatches.length).toBe(1);
  });
});
