import { describe, expect, it } from 'vitest';
import { readTensor } from '../../engine/backend';
import type { Param } from '../../engine/params';
import { Tape, withTape } from '../../engine/tape';
import { expectClose } from '../../testing/close';
import { fixture } from '../../testing/fixtures';
import { KERNEL_SETS, onGpu, withGpu } from '../../testing/gpu';
import { checkOperation, kept, normal, packed, type Values } from '../../testing/gradients';
import { batchNorm } from './batch-norm';

withGpu();

const plain = (name: string, value: Values): Param => ({ name, value: kept(value) });

function reference([x, weight, bias, mean, variance]: Float64Array[], relu: boolean): Float64Array {
  const c = weight!.length;
  const rows = x!.length / c;
  const column = (k: number) => Array.from({ length: rows }, (_, r) => x![r * c + k]!);
  const means = weight!.map((_, k) => mean?.[k] ?? column(k).reduce((a, b) => a + b, 0) / rows);
  const scales = weight!.map(
    (_, k) => 1 / Math.sqrt((variance?.[k] ?? column(k).reduce((a, b) => a + (b - means[k]!) ** 2, 0) / rows) + 1e-5),
  );
  return x!.map((v, i) => {
    const k = i % c;
    const y = (v - means[k]!) * scales[k]! * weight![k]! + bias![k]!;
    return relu ? Math.max(0, y) : y;
  });
}

describe.each(KERNEL_SETS)('batchNorm, %s', (set) => {
  it.each([
    [[2, 3, 5, 8], true],
    [[1, 19, 11, 3], false],
    [[3, 9, 7, 1], true],
  ])('normalises by the batch: %j, ReLU %s', async (shape, relu) => {
    const c = shape[3]!;
    const state = [plain('mean', normal([c], 8)), plain('var', normal([c], 9))];
    await checkOperation({
      set,
      inputs: [normal(shape, 1, 2, 5)],
      params: [normal([c], 2), normal([c], 3)],
      forward: ([x], [weight, bias]) =>
        batchNorm(
          x!,
          { weight: weight!, bias: bias!, runningMean: state[0]!, runningVar: state[1]! },
          { training: true, relu },
        ),
      reference: (arrays) => reference(arrays, relu),
    });
  });

  it('normalises by the running statistics in evaluation mode, and leaves them alone', async () => {
    const mean = normal([5], 8);
    const variance = { shape: [5], values: normal([5], 9).values.map((v) => v * v + 0.5) };
    const state = [plain('mean', mean), plain('var', variance)];
    const fixed = [Float64Array.from(mean.values), Float64Array.from(variance.values)];
    await checkOperation({
      set,
      inputs: [normal([2, 3, 3, 5], 1)],
      params: [normal([5], 2), normal([5], 3)],
      forward: ([x], [weight, bias]) =>
        batchNorm(
          x!,
          { weight: weight!, bias: bias!, runningMean: state[0]!, runningVar: state[1]! },
          { training: false, relu: true },
        ),
      reference: (arrays) => reference([...arrays, ...fixed], true),
    });
    expect(await readTensor(state[0]!.value)).toEqual(mean.values);
    expect(await readTensor(state[1]!.value)).toEqual(variance.values);
  });

  it('agrees with PyTorch, running statistics included', async () => {
    const numbers = fixture('micro');
    const at = (key: string): Values => {
      const name = `batchnorm_train/${key}`;
      return { shape: numbers.shape(name), values: numbers.floats(name) };
    };
    const x = kept(numbers.map('batchnorm_train/x'));
    const { list } = packed([at('w'), at('b')]);
    const runningMean = plain('mean', at('before/running_mean'));
    const runningVar = plain('var', at('before/running_var'));
    const bn = { weight: list[0]!, bias: list[1]!, runningMean, runningVar };
    await onGpu(set, async () => {
      const tape = new Tape();
      tape.watch(x);
      const y = withTape(tape, () => batchNorm(x, bn, { training: true, relu: false }));
      numbers.expectMap('batchnorm_train/y', await readTensor(y));
      const [dx] = tape.backward([{ tensor: y, gradient: kept(numbers.map('batchnorm_train/g')) }], [x]);
      numbers.expectMap('batchnorm_train/gx', await readTensor(dx!));
      numbers.expectTensor('batchnorm_train/gw', await readTensor(list[0]!.grad!));
      numbers.expectTensor('batchnorm_train/gb', await readTensor(list[1]!.grad!));
      numbers.expectTensor('batchnorm_train/after/running_mean', await readTensor(runningMean.value));
      numbers.expectTensor('batchnorm_train/after/running_var', await readTensor(runningVar.value));
    });
  });

  it('keeps its digits where the mean is large and the spread small', async () => {
    const { shape, values } = normal([4, 40, 40, 4], 5, 0.01, 100);
    const bn = {
      weight: plain('w', { shape: [4], values: new Float32Array(4).fill(1) }),
      bias: plain('b', { shape: [4], values: new Float32Array(4) }),
      runningMean: plain('m', { shape: [4], values: new Float32Array(4) }),
      runningVar: plain('v', { shape: [4], values: new Float32Array(4) }),
    };
    const x = kept({ shape, values });
    const y = await onGpu(set, () => readTensor(batchNorm(x, bn, { training: true, relu: false })));
    const ones = new Float64Array(4).fill(1);
    expectClose(y, reference([Float64Array.from(values), ones, new Float64Array(4)], false), { relative: 3e-4 });
  });

  it('refuses a single value per channel', () => {
    const [w, b, m, v] = ['w', 'b', 'm', 'v'].map((name) => plain(name, normal([4], 1)));
    const bn = { weight: w!, bias: b!, runningMean: m!, runningVar: v! };
    expect(() => batchNorm(kept(normal([1, 1, 1, 4], 1)), bn, { training: true, relu: false })).toThrow('one value');
  });
});
