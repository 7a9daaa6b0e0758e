import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { readTensor, writeTensor } from '../engine/backend';
import { engineInfo } from '../engine/device';
import { type ParamSpec, ParamStore } from '../engine/params';
import { expectClose } from '../testing/close';
import { onGpu, randomValues, withGpu } from '../testing/gpu';
import { AdamW } from './adamw';
import { scheduleValues } from './schedule';

withGpu();

const specs: ParamSpec[] = [
  { name: 'backbone.linear.weight', shape: [5, 17], layout: 'plain', init: { kind: 'normal', std: 1 } },
  { name: 'backbone.norm.weight', shape: [3], layout: 'plain', init: { kind: 'ones' } },
  { name: 'decode_head.weight', shape: [130], layout: 'plain', init: { kind: 'normal', std: 1 } },
  { name: 'decode_head.bn.running_mean', shape: [4], layout: 'plain', init: { kind: 'zeros' }, buffer: true },
];

function ruleOf(name: string) {
  if (name.includes('head')) return { lrFactor: 10, weightDecay: 0.01 };
  return { lrFactor: 1, weightDecay: name.includes('norm') ? 0 : 0.01 };
}

const schedule = { learningRate: 0.01, warmup: 2, iterations: 8 };

describe('AdamW', () => {
  it.each([
    ['in one piece', Number.POSITIVE_INFINITY],
    ['in pieces of 128 floats', 512],
  ])('follows the definition over several steps, group by group, and the teacher the student, %s', async (_, bytes) => {
    const { limits } = engineInfo();
    const real = limits.maxStorageBufferBindingSize;
    limits.maxStorageBufferBindingSize = Math.min(real, bytes);
    const student = new ParamStore(specs, { seed: 1, trained: true });
    const teacher = new ParamStore(specs, { seed: 2, trained: false });
    const optimizer = new AdamW(student, teacher, ruleOf);
    expect(student.pieces.length).toBe(bytes === 512 ? 3 : 1);
    const rates = tf.keep(tf.zeros([4]));
    const trained = specs.filter((s) => !s.buffer).map((s) => s.name);
    const start = await student.export();
    const expected = new Map(trained.map((name) => [name, Float64Array.from(start.get(name)!.values)]));
    const average = new Map(trained.map((name) => [name, new Float64Array(start.get(name)!.values.length)]));
    const m = new Map(trained.map((name) => [name, new Float64Array(start.get(name)!.values.length)]));
    const v = new Map(trained.map((name) => [name, new Float64Array(start.get(name)!.values.length)]));
    for (let t = 0; t < 5; t++) {
      const { values } = scheduleValues(t, schedule, 0.7);
      writeTensor(rates, values);
      await onGpu('barrier-free', () => {
        optimizer.updateTeacher(rates);
        optimizer.zeroGradients();
      });
      for (const name of trained) {
        const grad = student.get(name).grad!;
        const gradient = randomValues(grad.size, t * 10 + name.length);
        expect((await readTensor(grad)).every((g) => g === 0)).toBe(true);
        writeTensor(grad, gradient);
        const { lrFactor, weightDecay } = ruleOf(name);
        const rate = values[0]! * lrFactor;
        const [p, q, mt, vt] = [expected, average, m, v].map((map) => map.get(name)!);
        for (let i = 0; i < gradient.length; i++) {
          q![i] = values[1]! * q![i]! + (1 - values[1]!) * p![i]!;
          mt![i] = 0.9 * mt![i]! + 0.1 * gradient[i]!;
          vt![i] = 0.999 * vt![i]! + 0.001 * gradient[i]! ** 2;
          const step = mt![i]! / (1 - 0.9 ** (t + 1)) / (Math.sqrt(vt![i]! / (1 - 0.999 ** (t + 1))) + 1e-8);
          p![i] = p![i]! * (1 - rate * weightDecay) - rate * step;
        }
      }
      await onGpu('barrier-free', () => optimizer.step(rates));
    }
    const [after, taught] = [await student.export(), await teacher.export()];
    for (const name of trained) {
      expectClose(after.get(name)!.values, expected.get(name)!, { relative: 2e-6 });
      expectClose(taught.get(name)!.values, average.get(name)!, { relative: 2e-6 });
    }
    expect(after.get('decode_head.bn.running_mean')!.values).toEqual(new Float32Array(4));
    limits.maxStorageBufferBindingSize = real;
    optimizer.dispose();
    student.dispose();
    teacher.dispose();
  });

  it('copies the student exactly at the first iteration', async () => {
    const student = new ParamStore(specs, { seed: 1, trained: true });
    const teacher = new ParamStore(specs, { seed: 2, trained: false });
    const optimizer = new AdamW(student, teacher, ruleOf);
    await onGpu('barrier-free', () => optimizer.updateTeacher(tf.tensor1d(scheduleValues(0, schedule, 0.99).values)));
    const name = 'decode_head.weight';
    expect((await teacher.export()).get(name)!.values).toEqual((await student.export()).get(name)!.values);
  });

  it('changes nothing at rate 0', async () => {
    const student = new ParamStore(specs, { seed: 1, trained: true });
    const optimizer = new AdamW(student, null, ruleOf);
    const before = await readTensor(student.values);
    writeTensor(student.gradients!, randomValues(student.size, 3));
    await onGpu('barrier-free', () => optimizer.step(tf.tensor1d(scheduleValues(7, schedule, 0.99).values)));
    expect(await readTensor(student.values)).toEqual(before);
  });

  it('refuses a network without gradients', () => {
    const student = new ParamStore(specs, { seed: 1, trained: false });
    expect(() => new AdamW(student, null, ruleOf)).toThrow('not a trained network');
  });
});
