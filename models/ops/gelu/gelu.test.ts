import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { readTensor } from '../../engine/backend';
import { Tape, withTape } from '../../engine/tape';
import { expectClose } from '../../testing/close';
import { fixture } from '../../testing/fixtures';
import { onGpu, withGpu } from '../../testing/gpu';
import { checkOperation, kept, normal } from '../../testing/gradients';
import { gelu } from './gelu';

withGpu();

/** Error function by its Taylor series (|x| < 3) or the continued fraction of its complement. */
function erf(x: number): number {
  if (Math.abs(x) < 3) {
    let term = x;
    let sum = x;
    for (let n = 1; n < 80; n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / 2 / (Math.abs(x) + fraction);
  return Math.sign(x) * (1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (Math.abs(x) + fraction));
}

const reference = ([x]: Float64Array[]) => x!.map((v) => 0.5 * v * (1 + erf(v / Math.SQRT2)));

describe('gelu', () => {
  it.each([[[2, 3, 4]], [[7, 11]]])('agrees with the definition for %j', async (shape) => {
    await checkOperation({
      set: 'barrier-free',
      inputs: [normal(shape, 1, 3)],
      forward: ([x]) => gelu(x!),
      reference,
    });
  });

  it('is exact to 2e-7 from -8 to 8', async () => {
    const values = Float32Array.from({ length: 4001 }, (_, i) => (i - 2000) / 250);
    const x = kept({ shape: [4001], values });
    const y = await onGpu('barrier-free', () => readTensor(gelu(x)));
    const expected = reference([Float64Array.from(values)]);
    for (let i = 0; i < values.length; i++)
      expect(Math.abs(y[i]! - expected[i]!) / Math.max(1, Math.abs(values[i]!)), `at ${values[i]}`).toBeLessThan(2e-7);
  });

  it('agrees with PyTorch', async () => {
    const numbers = fixture('micro');
    const at = (key: string) => ({ shape: [1, 108], values: numbers.floats(`gelu_erf/${key}`) });
    const x = kept(at('x'));
    await onGpu('barrier-free', async () => {
      const tape = new Tape();
      tape.watch(x);
      const y = withTape(tape, () => gelu(x));
      numbers.expectTensor('gelu_erf/y', await readTensor(y));
      const [dx] = tape.backward([{ tensor: y, gradient: kept(at('g')) }], [x]);
      numbers.expectTensor('gelu_erf/gx', await readTensor(dx!));
    });
  });

  it('is finite far out', async () => {
    const x = tf.tensor1d([-1e4, -100, 100, 1e4]);
    expectClose(await onGpu('barrier-free', () => readTensor(gelu(x))), [0, 0, 100, 1e4]);
  });
});
