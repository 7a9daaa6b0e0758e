import { describe, expect, it } from 'vitest';
import { readTensor } from '../../engine/backend';
import { Tape, withTape } from '../../engine/tape';
import { fixture } from '../../testing/fixtures';
import { KERNEL_SETS, onGpu, withGpu } from '../../testing/gpu';
import { checkOperation, kept, normal, packed } from '../../testing/gradients';
import { layerNorm } from './layer-norm';

withGpu();

function reference([x, gamma, beta]: Float64Array[], eps: number): Float64Array {
  const c = gamma!.length;
  const y = new Float64Array(x!.length);
  for (let r = 0; r < x!.length; r += c) {
    const row = x!.subarray(r, r + c);
    const mean = row.reduce((a, b) => a + b, 0) / c;
    const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / c;
    for (let i = 0; i < c; i++) y[r + i] = ((row[i]! - mean) / Math.sqrt(variance + eps)) * gamma![i]! + beta![i]!;
  }
  return y;
}

describe.each(KERNEL_SETS)('layerNorm, %s', (set) => {
  it.each([
    [[3, 5, 8], 1e-6],
    [[1, 7], 1e-5],
    [[2, 67, 1], 1e-5],
    [[131, 3], 1e-5],
    [[2, 260], 1e-6],
  ])('agrees with the definition for %j', async (shape, eps) => {
    const c = shape.at(-1)!;
    await checkOperation({
      set,
      inputs: [normal(shape, 1, 2, 3)],
      params: [normal([c], 2), normal([c], 3)],
      forward: ([x], [gamma, beta]) => layerNorm(x!, gamma!, beta!, eps),
      reference: (arrays) => reference(arrays, eps),
    });
  });

  it.each(['layernorm_eps1e-06', 'layernorm_eps1e-06_small', 'layernorm_eps1e-05', 'layernorm_eps1e-05_small'])(
    'agrees with PyTorch: %s',
    async (name) => {
      const numbers = fixture('micro');
      const at = (key: string) => ({
        shape: numbers.shape(`${name}/${key}`),
        values: numbers.floats(`${name}/${key}`),
      });
      const eps = name.includes('06') ? 1e-6 : 1e-5;
      const x = kept(at('x'));
      const { list } = packed([at('w'), at('b')]);
      await onGpu(set, async () => {
        const tape = new Tape();
        tape.watch(x);
        const y = withTape(tape, () => layerNorm(x, list[0]!, list[1]!, eps));
        numbers.expectTensor(`${name}/y`, await readTensor(y));
        const [dx] = tape.backward([{ tensor: y, gradient: kept(at('g')) }], [x]);
        numbers.expectTensor(`${name}/gx`, await readTensor(dx!));
        numbers.expectTensor(`${name}/gw`, await readTensor(list[0]!.grad!));
        numbers.expectTensor(`${name}/gb`, await readTensor(list[1]!.grad!));
      });
    },
  );

  it('names the parameter that does not fit', () => {
    const { list } = packed([normal([4], 1), normal([4], 2)]);
    expect(() => layerNorm(kept(normal([2, 5], 3)), list[0]!, list[1]!, 1e-5)).toThrow('p0 has 4 values');
  });
});
