import { describe, expect, it } from 'vitest';
import { readTensor } from '../../engine/backend';
import { ParamStore } from '../../engine/params';
import { Tape, withTape } from '../../engine/tape';
import { fixture } from '../../testing/fixtures';
import { KERNEL_SETS, onGpu, randomTensor, withGpu } from '../../testing/gpu';
import { checkOperation, kept, normal, packed } from '../../testing/gradients';
import { depthwiseConv2d } from './depthwise-conv2d';

withGpu();

function reference(
  [x, w, b]: Float64Array[],
  [batch = 1, height = 1, width = 1, channels = 1]: number[],
  pad: number,
  dilation: number,
): Float64Array {
  const outHeight = height + 2 * pad - 2 * dilation;
  const outWidth = width + 2 * pad - 2 * dilation;
  const y = new Float64Array(batch * outHeight * outWidth * channels);
  for (let i = 0; i < y.length; i++) {
    const c = i % channels;
    const ox = Math.floor(i / channels) % outWidth;
    const oy = Math.floor(i / channels / outWidth) % outHeight;
    const n = Math.floor(i / channels / outWidth / outHeight);
    let total = b?.[c] ?? 0;
    for (let tap = 0; tap < 9; tap++) {
      const iy = oy - pad + Math.floor(tap / 3) * dilation;
      const ix = ox - pad + (tap % 3) * dilation;
      if (iy >= 0 && iy < height && ix >= 0 && ix < width)
        total += x![((n * height + iy) * width + ix) * channels + c]! * w![tap * channels + c]!;
    }
    y[i] = total;
  }
  return y;
}

describe.each(KERNEL_SETS)('depthwiseConv2d, %s', (set) => {
  it.each([
    { x: [1, 1, 1, 1], pad: 1, dilation: 1, bias: true },
    { x: [2, 5, 7, 3], pad: 1, dilation: 1, bias: true },
    { x: [1, 6, 19, 9], pad: 1, dilation: 1, bias: false },
    { x: [1, 15, 17, 3], pad: 6, dilation: 6, bias: true },
    { x: [2, 9, 11, 2], pad: 12, dilation: 12, bias: false },
    { x: [1, 20, 5, 2], pad: 18, dilation: 18, bias: false },
    { x: [1, 7, 8, 5], pad: 0, dilation: 2, bias: true },
    { x: [1, 4, 5, 2], pad: 3, dilation: 2, bias: true },
  ])('agrees with the definition for $x, dilation $dilation, pad $pad', async ({ x, pad, dilation, bias }) => {
    const channels = x[3]!;
    await checkOperation({
      set,
      inputs: [normal(x, 1)],
      params: [normal([3, 3, channels], 2), ...(bias ? [normal([channels], 3)] : [])],
      forward: ([input], [w, b]) => depthwiseConv2d(input!, w!, b, { pad, dilation }),
      reference: (arrays) => reference(arrays, x, pad, dilation),
    });
  });

  it.each([
    ['dwconv3x3', 1],
    ['dwconv3x3_dil6', 6],
  ] as const)('agrees with PyTorch: %s', async (name, dilation) => {
    const numbers = fixture('micro');
    const init = { kind: 'zeros' as const };
    const store = new ParamStore(
      [
        { name: 'w', shape: numbers.shape(`${name}/w`), layout: 'depthwise', init },
        { name: 'b', shape: numbers.shape(`${name}/b`), layout: 'plain', init },
      ],
      { seed: 1, trained: true },
    );
    for (const key of ['w', 'b']) store.load(key, numbers.floats(`${name}/${key}`));
    const x = kept(numbers.map(`${name}/x`));
    await onGpu(set, async () => {
      const tape = new Tape();
      tape.watch(x);
      const y = withTape(tape, () => depthwiseConv2d(x, store.get('w'), store.get('b'), { pad: dilation, dilation }));
      numbers.expectMap(`${name}/y`, await readTensor(y));
      const [dx] = tape.backward([{ tensor: y, gradient: kept(numbers.map(`${name}/g`)) }], [x]);
      numbers.expectMap(`${name}/gx`, await readTensor(dx!));
      const gradients = await store.exportGradients();
      numbers.expectTensor(`${name}/gw`, gradients.get('w')!);
      numbers.expectTensor(`${name}/gb`, gradients.get('b')!);
    });
    store.dispose();
  });

  it('names the layer whose shapes do not fit', async () => {
    const { store, list } = packed([normal([3, 3, 4], 1), normal([5, 5, 4], 2)]);
    await onGpu(set, () => {
      const x = randomTensor([1, 4, 4, 4], 1);
      expect(() => depthwiseConv2d(randomTensor([1, 4, 4, 3], 1), list[0]!, undefined, {})).toThrow(/p0: input/);
      expect(() => depthwiseConv2d(x, list[1]!, undefined, {})).toThrow(/only 3 x 3/);
      expect(() => depthwiseConv2d(x, list[0]!, undefined, { dilation: 6 })).toThrow(/pad 0 does not fit/);
    });
    store.dispose();
  });
});
