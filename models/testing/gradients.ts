/**
 * Checks an operation against a plain double-precision reference: its values directly, its gradients by central
 * differences of the reference. Every check runs forward and backward twice, so that a gradient which is overwritten
 * instead of added to, a mask that changes, or a buffer that is reused too early fails.
 */
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { readTensor } from '../engine/backend';
import type { KernelSet } from '../engine/device';
import { type Param, ParamStore } from '../engine/params';
import { Tape, withTape } from '../engine/tape';
import { expectClose, type Tolerance } from './close';
import { onGpu, randomValues } from './gpu';

export interface Values {
  shape: number[];
  values: Float32Array;
}

export interface OperationCheck {
  set: KernelSet;
  /** Inputs that get a gradient. */
  inputs: Values[];
  params?: Values[];
  forward: (inputs: tf.Tensor[], params: Param[]) => tf.Tensor;
  /** The same in doubles, on the inputs followed by the parameters. */
  reference: (arrays: Float64Array[]) => Float64Array;
  tolerance?: Tolerance;
  gradientTolerance?: Tolerance;
}

/** Normal values of a shape. */
export function normal(shape: number[], key: number, scale = 1, shift = 0): Values {
  const size = shape.reduce((a, b) => a * b, 1);
  return { shape, values: randomValues(size, key).map((v) => v * scale + shift) };
}

/** A tensor of the test, kept. */
export function kept({ shape, values }: Values, dtype: 'float32' | 'int32' = 'float32'): tf.Tensor {
  return tf.keep(tf.tensor(dtype === 'int32' ? Int32Array.from(values) : values, shape, dtype));
}

/** Parameters as views of one packed buffer, as in a network. */
export function packed(params: Values[]): { store: ParamStore; list: Param[] } {
  const specs = params.map(({ shape }, i) => ({
    name: `p${i}`,
    shape,
    layout: 'plain' as const,
    init: { kind: 'zeros' as const },
  }));
  const store = new ParamStore(specs, { seed: 1, trained: true });
  params.forEach(({ values }, i) => {
    store.load(`p${i}`, values);
  });
  return { store, list: specs.map(({ name }) => store.get(name)) };
}

export async function checkOperation(check: OperationCheck): Promise<void> {
  const { set, inputs, params = [], forward, reference } = check;
  const arrays = [...inputs, ...params].map(({ values }) => Float64Array.from(values));
  const expected = reference(arrays);
  const dy = randomValues(expected.length, 77);
  const expectedGradients = arrays.map((_, k) => differences(arrays, k, reference, dy));
  const { store, list } = packed(params.length ? params : [{ shape: [1], values: new Float32Array(1) }]);
  const xs = inputs.map((input) => kept(input));
  const before = tf.memory().numTensors;
  const gradientTolerance = check.gradientTolerance ?? { relative: 3e-5, absolute: 1e-6 };
  for (let pass = 1; pass <= 2; pass++) {
    await onGpu(set, async () => {
      const tape = new Tape();
      for (const x of xs) tape.watch(x);
      const y = withTape(tape, () => forward(xs, list));
      expectClose(await readTensor(y), expected, check.tolerance ?? {});
      const seed = tf.tensor(dy, y.shape, 'float32');
      const gradients = tape.backward([{ tensor: y, gradient: seed }], xs);
      for (const [k, gradient] of gradients.entries())
        expectClose(await readTensor(gradient!), expectedGradients[k]!, gradientTolerance);
      for (const gradient of new Set(gradients)) gradient!.dispose(); // two inputs may share one
      y.dispose();
      for (const [k, param] of list.entries())
        if (k < params.length)
          expectClose(
            await readTensor(param.grad!),
            expectedGradients[inputs.length + k]!.map((v) => v * pass),
            gradientTolerance,
          );
    });
  }
  expect(tf.memory().numTensors).toBe(before);
  store.dispose();
  for (const x of xs) x.dispose();
}

/** d(sum(f * dy)) / d(array k) by central differences. */
function differences(
  arrays: Float64Array[],
  k: number,
  f: (arrays: Float64Array[]) => Float64Array,
  dy: Float32Array,
): Float64Array {
  const moved = arrays.map((a) => a.slice());
  const at = moved[k]!;
  const along = () => f(moved).reduce((sum, v, i) => sum + v * dy[i]!, 0);
  return Float64Array.from(at, (value, i) => {
    const step = 1e-5 * Math.max(1, Math.abs(value));
    at[i] = value + step;
    const up = along();
    at[i] = value - step;
    const down = along();
    at[i] = value;
    return (up - down) / (2 * step);
  });
}
