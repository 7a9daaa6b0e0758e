import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { readTensor } from '../../engine/backend';
import { engineInfo } from '../../engine/device';
import { takeDispatchCount } from '../../engine/kernel';
import { RandomStream } from '../../engine/random';
import { Tape, withTape } from '../../engine/tape';
import { expectClose } from '../../testing/close';
import { KERNEL_SETS, onGpu, withGpu } from '../../testing/gpu';
import { checkOperation, kept, normal, type Values } from '../../testing/gradients';
import { referenceResize } from '../resize/reference';
import { crossEntropy } from './cross-entropy';

withGpu();

function randomLabels(shape: number[], classes: number, key: number): Values {
  const random = new RandomStream(key, 98, 0);
  const size = shape.reduce((a, b) => a * b, 1);
  const draw = () => (random.uniform() < 0.2 ? 255 : random.integer(classes));
  return { shape, values: Float32Array.from({ length: size }, draw) };
}

function reference(
  logits: Float64Array,
  shape: number[],
  labels: Values,
  weights: Float32Array | null,
  average: 'valid' | 'all',
): { loss: number; accuracy: number } {
  const [, height = 1, width = 1] = labels.shape;
  const classes = shape[3]!;
  const full = referenceResize(logits, shape, height, width);
  let [loss, valid, right] = [0, 0, 0];
  labels.values.forEach((label, i) => {
    if (label === 255) return;
    const scores = full.subarray(i * classes, (i + 1) * classes);
    const top = scores.reduce((a, b) => Math.max(a, b));
    const logSum = top + Math.log(scores.reduce((sum, v) => sum + Math.exp(v - top), 0));
    loss += (logSum - scores[label]!) * (weights?.[i] ?? 1);
    valid++;
    if (scores.indexOf(top) === label) right++;
  });
  const eps = 1.1920929e-7;
  return {
    loss: loss / (average === 'all' ? labels.values.length : valid + eps),
    accuracy: (right + eps) / (valid + eps),
  };
}

describe.each(KERNEL_SETS)('crossEntropy, %s', (set) => {
  it.each([
    { shape: [2, 3, 4, 5], height: 12, width: 16, weighted: true, average: 'valid' as const },
    { shape: [1, 5, 3, 19], height: 13, width: 17, weighted: false, average: 'all' as const },
    { shape: [2, 4, 4, 3], height: 4, width: 4, weighted: true, average: 'all' as const },
    { shape: [1, 7, 6, 4], height: 3, width: 5, weighted: false, average: 'valid' as const },
    { shape: [1, 1, 2, 4], height: 9, width: 2, weighted: true, average: 'valid' as const },
  ])('agrees with the definition: $shape at $height x $width', async (options) => {
    const { shape, height, width, weighted, average } = options;
    const labels = randomLabels([shape[0]!, height, width], shape[3]!, 4);
    const weights = weighted ? normal(labels.shape, 5).values.map(Math.abs) : null;
    const labelTensor = kept(labels, 'int32');
    const weightTensor = weights && kept({ shape: labels.shape, values: weights });
    await checkOperation({
      set,
      inputs: [normal(shape, 1, 3)],
      forward: ([logits]) => crossEntropy(logits!, labelTensor, weightTensor, { average }).loss,
      reference: ([logits]) => Float64Array.of(reference(logits!, shape, labels, weights, average).loss),
    });
    const logits = normal(shape, 1, 3);
    const expected = reference(Float64Array.from(logits.values), shape, labels, weights, average);
    const { accuracy } = crossEntropy(kept(logits), labelTensor, weightTensor, { average });
    expectClose(await readTensor(accuracy), [expected.accuracy]);
  });

  it('divides by all valid pixels, those of weight zero included (golden example)', async () => {
    const logits = normal([1, 2, 2, 4], 3);
    const labels = { shape: [1, 2, 2], values: new Float32Array([1, 255, 2, 3]) };
    const weights = new Float32Array([0.5, 1, 0, 1]);
    const errors = [0, 2, 3].map((i) => {
      const scores = Array.from(logits.values.subarray(i * 4, i * 4 + 4));
      return Math.log(scores.reduce((s, v) => s + Math.exp(v), 0)) - scores[labels.values[i]!]!;
    });
    const sum = 0.5 * errors[0]! + errors[2]!;
    const loss = (average: 'valid' | 'all') =>
      onGpu(set, () =>
        readTensor(
          crossEntropy(kept(logits), kept(labels, 'int32'), kept({ shape: [1, 2, 2], values: weights }), { average })
            .loss,
        ),
      );
    expectClose(await loss('valid'), [sum / 3]);
    expectClose(await loss('all'), [sum / 4]);
  });

  it('gives zero loss and gradient where every pixel is ignored, and stays finite at extreme logits', async () => {
    const labels = kept({ shape: [1, 4, 4], values: new Float32Array(16).fill(255) }, 'int32');
    const logits = kept({ shape: [1, 2, 2, 3], values: Float32Array.from({ length: 12 }, (_, i) => (i % 3) * 500) });
    const one = kept({ shape: [1], values: new Float32Array([1]) });
    const step = async (label: tf.Tensor) => {
      const tape = new Tape();
      tape.watch(logits);
      const { loss } = withTape(tape, () => crossEntropy(logits, label, null, { average: 'valid' }));
      const [dx] = tape.backward([{ tensor: loss, gradient: one }], [logits]);
      return { loss: (await readTensor(loss))[0]!, dx: await readTensor(dx!) };
    };
    await onGpu(set, async () => {
      const ignored = await step(labels);
      expect(ignored.loss).toBe(0);
      expectClose(ignored.dx, Array(12).fill(0), { absolute: 0 });
      const wrong = await step(kept({ shape: [1, 4, 4], values: new Float32Array(16) }, 'int32'));
      expectClose([wrong.loss], [1000]);
      expectClose(wrong.dx, [-0.25, 0, 0.25, -0.25, 0, 0.25, -0.25, 0, 0.25, -0.25, 0, 0.25]);
    });
  });

  it('gives the same gradient in bands where the cells exceed what the adapter binds', async () => {
    const logits = kept(normal([2, 8, 6, 19], 1));
    const labels = kept(randomLabels([2, 20, 24], 19, 2), 'int32');
    const weights = kept({ shape: [2, 20, 24], values: normal([2, 20, 24], 3).values.map(Math.abs) });
    const one = kept({ shape: [1], values: new Float32Array([1]) });
    const { limits } = engineInfo();
    const real = limits.maxStorageBufferBindingSize;
    const gradient = (largest: number) =>
      onGpu(set, async () => {
        const tape = new Tape();
        tape.watch(logits);
        const { loss } = withTape(tape, () => crossEntropy(logits, labels, weights, { average: 'valid' }));
        limits.maxStorageBufferBindingSize = largest;
        takeDispatchCount();
        try {
          const [dx] = tape.backward([{ tensor: loss, gradient: one }], [logits]);
          return { values: [...(await readTensor(dx!))], kernels: takeDispatchCount() };
        } finally {
          limits.maxStorageBufferBindingSize = real;
        }
      });
    const whole = await gradient(real);
    const banded = await gradient(logits.size * 4);
    expect(banded.values).toEqual(whole.values);
    // Four rows of cells fit, one of which belongs to the band before: six bands of the sixteen rows, not one.
    expect(banded.kernels - whole.kernels).toBe(10);
  });

  it('is the same to the last bit every time', async () => {
    const logits = kept(normal([2, 16, 24, 19], 1));
    const labels = kept(randomLabels([2, 64, 96], 19, 2), 'int32');
    const one = kept({ shape: [1], values: new Float32Array([1]) });
    const step = () =>
      onGpu(set, async () => {
        const tape = new Tape();
        tape.watch(logits);
        const { loss } = withTape(tape, () => crossEntropy(logits, labels, null, { average: 'valid' }));
        const [dx] = tape.backward([{ tensor: loss, gradient: one }], [logits]);
        return [...(await readTensor(loss)), ...(await readTensor(dx!))];
      });
    expect(await step()).toEqual(await step());
  });
});

it('refuses labels of another batch', () => {
  const logits = kept(normal([1, 2, 2, 3], 1));
  const labels = tf.keep(tf.zeros([2, 4, 4], 'int32'));
  expect(() => crossEntropy(logits, labels, null, { average: 'valid' })).toThrow('labels [2,4,4]');
});
