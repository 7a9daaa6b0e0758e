import { describe, expect, it } from 'vitest';
import { readTensor } from '../../engine/backend';
import { ParamStore } from '../../engine/params';
import { Tape, withTape } from '../../engine/tape';
import { fixture } from '../../testing/fixtures';
import { KERNEL_SETS, onGpu, randomTensor, withGpu } from '../../testing/gpu';
import { checkOperation, kept, normal, packed } from '../../testing/gradients';
import { type ConvOptions, conv2d } from './conv2d';

withGpu();

function reference(
  [x, w, b]: Float64Array[],
  [batch = 1, height = 1, width = 1, channels = 1]: number[],
  [kh = 1, kw = 1, , out = 1]: number[],
  { stride = 1, pad = 0, dilation = 1 }: ConvOptions,
): Float64Array {
  const outHeight = Math.floor((height + 2 * pad - dilation * (kh - 1) - 1) / stride) + 1;
  const outWidth = Math.floor((width + 2 * pad - dilation * (kw - 1) - 1) / stride) + 1;
  const y = new Float64Array(batch * outHeight * outWidth * out);
  for (let n = 0; n < batch; n++)
    for (let oy = 0; oy < outHeight; oy++)
      for (let ox = 0; ox < outWidth; ox++)
        for (let ky = 0; ky < kh; ky++)
          for (let kx = 0; kx < kw; kx++) {
            const iy = oy * stride - pad + ky * dilation;
            const ix = ox * stride - pad + kx * dilation;
            if (iy < 0 || iy >= height || ix < 0 || ix >= width) continue;
            for (let c = 0; c < channels; c++)
              for (let o = 0; o < out; o++)
                y[((n * outHeight + oy) * outWidth + ox) * out + o]! +=
                  x![((n * height + iy) * width + ix) * channels + c]! * w![((ky * kw + kx) * channels + c) * out + o]!;
          }
  return y.map((v, i) => v + (b?.[i % out] ?? 0));
}

describe.each(KERNEL_SETS)('conv2d, %s', (set) => {
  it.each([
    { x: [2, 9, 7, 3], kernel: [7, 7], out: 5, options: { stride: 4, pad: 3 }, bias: true },
    { x: [2, 7, 6, 5], kernel: [3, 3], out: 9, options: { stride: 2, pad: 1 }, bias: true },
    { x: [1, 7, 9, 4], kernel: [2, 2], out: 3, options: { stride: 2 }, bias: true },
    { x: [2, 13, 9, 2], kernel: [4, 4], out: 4, options: { stride: 4 }, bias: true },
    { x: [2, 5, 6, 6], kernel: [3, 3], out: 10, options: { pad: 1 }, bias: false },
    { x: [1, 9, 8, 3], kernel: [3, 3], out: 4, options: { pad: 6, dilation: 6 }, bias: true },
    { x: [2, 5, 7, 11], kernel: [1, 1], out: 13, options: {}, bias: true },
    { x: [1, 6, 5, 2], kernel: [3, 1], out: 3, options: { stride: 2 }, bias: false },
    { x: [1, 11, 19, 3], kernel: [3, 3], out: 35, options: { stride: 3, pad: 2 }, bias: true },
  ])('agrees with the definition for $x, kernel $kernel, $options', async ({ x, kernel, out, options, bias }) => {
    const w = [...kernel, x[3]!, out];
    await checkOperation({
      set,
      inputs: [normal(x, 1)],
      params: [normal(w, 2), ...(bias ? [normal([out], 3)] : [])],
      forward: ([input], [weight, b]) => conv2d(input!, weight!, b, options),
      reference: (arrays) => reference(arrays, x, w, options),
    });
  });

  it.each([
    ['conv7x7_s4', { stride: 4, pad: 3 }],
    ['conv3x3_s2', { stride: 2, pad: 1 }],
    ['conv_sr4', { stride: 4 }],
  ])('agrees with PyTorch: %s', async (name, options) => {
    const numbers = fixture('micro');
    const init = { kind: 'zeros' as const };
    const store = new ParamStore(
      [
        { name: 'w', shape: numbers.shape(`${name}/w`), layout: 'conv', init },
        { name: 'b', shape: numbers.shape(`${name}/b`), layout: 'plain', init },
      ],
      { seed: 1, trained: true },
    );
    for (const key of ['w', 'b']) store.load(key, numbers.floats(`${name}/${key}`));
    const x = kept(numbers.map(`${name}/x`));
    await onGpu(set, async () => {
      const tape = new Tape();
      tape.watch(x);
      const y = withTape(tape, () => conv2d(x, store.get('w'), store.get('b'), options));
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
    const { store, list } = packed([normal([3, 3, 4, 6], 1)]);
    await onGpu(set, () => {
      expect(() => conv2d(randomTensor([1, 8, 8, 3], 1), list[0]!, undefined, {})).toThrow(/conv2d p0: input/);
      expect(() => conv2d(randomTensor([1, 2, 8, 4], 1), list[0]!, undefined, {})).toThrow(/2 x 8 is smaller/);
      const both = { stride: 2, dilation: 2 };
      expect(() => conv2d(randomTensor([1, 8, 8, 4], 1), list[0]!, undefined, both)).toThrow(/not supported/);
    });
    store.dispose();
  });
});
