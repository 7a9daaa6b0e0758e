import { describe, expect, it } from 'vitest';
import { readTensor } from '../../engine/backend';
import { Tape, withTape } from '../../engine/tape';
import { expectClose } from '../../testing/close';
import { fixture } from '../../testing/fixtures';
import { KERNEL_SETS, onGpu, withGpu } from '../../testing/gpu';
import { checkOperation, kept, normal } from '../../testing/gradients';
import { referenceResize } from './reference';
import { concatChannels, resizeBilinear, resizeConcat } from './resize';

withGpu();

describe.each(KERNEL_SETS)('resizeBilinear, %s', (set) => {
  it.each([
    [[2, 4, 6, 4], 8, 12],
    [[1, 3, 5, 3], 17, 31],
    [[1, 9, 7, 4], 4, 3],
    [[1, 2, 3, 44], 4, 5],
    [[1, 2, 2, 11], 3, 4],
    [[2, 1, 1, 5], 3, 4],
    [[1, 5, 1, 8], 2, 1],
  ])('agrees with the definition: %j to %d x %d', async (shape, height, width) => {
    await checkOperation({
      set,
      inputs: [normal(shape, 1)],
      forward: ([x]) => resizeBilinear(x!, height, width),
      reference: ([x]) => referenceResize(x!, shape, height, width),
    });
  });

  it('agrees with PyTorch on every size', async () => {
    const numbers = fixture('micro');
    for (let k = 0; k <= 8; k++) {
      const name = `resize_size_${k}_nac`;
      const x = kept(numbers.map(`${name}/x`));
      const [, height, width] = numbers.map(`${name}/y`).shape as [number, number, number];
      await onGpu(set, async () => {
        const tape = new Tape();
        tape.watch(x);
        const y = withTape(tape, () => resizeConcat([x], height, width));
        numbers.expectMap(`${name}/y`, await readTensor(y));
        const [dx] = tape.backward([{ tensor: y, gradient: kept(numbers.map(`${name}/g`)) }], [x]);
        numbers.expectMap(`${name}/gx`, await readTensor(dx!));
      });
    }
  });

  it('gives a map of the right size back as it is', () => {
    const x = kept(normal([1, 2, 3, 4], 1));
    expect(resizeBilinear(x, 2, 3)).toBe(x);
  });
});

describe.each(KERNEL_SETS)('resizeConcat, %s', (set) => {
  it.each([
    [
      [2, 6, 8, 4],
      [2, 3, 4, 8],
      [2, 2, 2, 4],
    ],
    [
      [1, 6, 8, 3],
      [1, 3, 4, 4],
      [1, 6, 8, 5],
    ],
  ])('puts every map in its channels: %j, %j, %j', async (...shapes) => {
    await checkOperation({
      set,
      inputs: shapes.map((shape, k) => normal(shape, k)),
      forward: (xs) => resizeConcat(xs, 6, 8),
      reference: (xs) =>
        interleave(
          xs.map((x, k) => referenceResize(x, shapes[k]!, 6, 8)),
          shapes.map((s) => s[3]!),
        ),
    });
  });

  it('refuses maps of another batch', () => {
    expect(() => resizeConcat([kept(normal([1, 2, 2, 4], 1)), kept(normal([2, 2, 2, 4], 1))], 4, 4)).toThrow(
      '[2,2,2,4] is not a map of a batch of 1',
    );
  });
});

describe('concatChannels', () => {
  it('keeps the order', async () => {
    const a = kept({ shape: [1, 1, 2, 1], values: new Float32Array([1, 2]) });
    const b = kept({ shape: [1, 1, 2, 2], values: new Float32Array([3, 4, 5, 6]) });
    expectClose(await onGpu('barrier-free', () => readTensor(concatChannels([a, b]))), [1, 3, 4, 2, 5, 6]);
    expect(() => concatChannels([a, kept(normal([1, 2, 2, 1], 1))])).toThrow('differ in size');
  });
});

function interleave(maps: Float64Array[], channels: number[]): Float64Array {
  const pixels = maps[0]!.length / channels[0]!;
  const all: number[] = [];
  for (let p = 0; p < pixels; p++)
    maps.forEach((map, k) => {
      all.push(...map.subarray(p * channels[k]!, (p + 1) * channels[k]!));
    });
  return Float64Array.from(all);
}
