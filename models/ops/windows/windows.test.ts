import { describe, expect, it } from 'vitest';
import { KERNEL_SETS, onGpu, values, withGpu } from '../../testing/gpu';
import { kept, normal } from '../../testing/gradients';
import { averageWindows, cutBox, cutWindows, dividedGrid, stack, windowGrid } from './windows';

withGpu();

describe('windowGrid', () => {
  it.each([
    [[1024, 1024], [512, 512], [256, 256], 3, 3, 512, 512],
    [[1024, 2048], [1024, 1024], [512, 512], 1, 3, 0, 1024],
    [[1080, 1920], [1024, 1024], [512, 512], 2, 3, 56, 896],
    [[40, 30], [64, 64], [32, 32], 1, 1, 0, 0],
  ] as const)('covers %s with windows of %s', (picture, crop, stride, rows, columns, lastY, lastX) => {
    const found = windowGrid([...picture], [...crop], [...stride]);
    expect(found).toMatchObject({ rows, columns, lastY, lastX });
  });

  it('refuses windows between the pixels of a smaller map', () => {
    expect(() => dividedGrid(windowGrid([1030, 1024], [512, 512], [256, 256]), 4)).toThrow(/no multiple/);
    expect(dividedGrid(windowGrid([1024, 1024], [512, 512], [256, 256]), 4).lastX).toBe(128);
  });
});

describe.each(KERNEL_SETS)('windows, %s', (set) => {
  it('cut from a picture and put back give the picture, twice', async () => {
    const picture = normal([2, 11, 9, 3], 1);
    const x = kept(picture);
    const windows = windowGrid([11, 9], [5, 4], [3, 2]);
    for (let time = 0; time < 2; time++) {
      const back = await onGpu(set, () => averageWindows(cutWindows(x, windows), { windows, height: 11, width: 9 }));
      const found = await values(back);
      found.forEach((v, i) => {
        expect(v).toBeCloseTo(picture.values[i]!, 5);
      });
    }
  });

  it('cut in groups are the same windows, window by window', async () => {
    const picture = normal([2, 7, 8, 2], 2);
    const x = kept(picture);
    const windows = windowGrid([7, 8], [4, 3], [2, 3]);
    const count = windows.rows * windows.columns;
    await onGpu(set, async () => {
      const whole = await values(cutWindows(x, windows));
      const parts = [cutWindows(x, windows, 0, 2), cutWindows(x, windows, 2, count - 2)];
      expect(Array.from(await values(stack(parts.map((tensor) => ({ tensor })))))).toEqual(Array.from(whole));
      const [sample, window, row, column] = [1, count - 1, 3, 2];
      const at = (((window * 2 + sample) * 4 + row) * 3 + column) * 2;
      const from = ((sample * 7 + windows.lastY + row) * 8 + windows.lastX + column) * 2;
      expect(whole[at]).toBe(picture.values[from]);
    });
  });

  it('averages what overlapping windows say, after resizing each', async () => {
    // Two windows of 4 pixels that overlap by 2, each given by 2 values that are far apart.
    const x = kept({ shape: [2, 1, 2, 1], values: Float32Array.of(0, 4, 10, 20) });
    const windows = windowGrid([1, 6], [1, 4], [1, 2]);
    const y = await onGpu(set, () => averageWindows(x, { windows, height: 1, width: 6 }));
    expect(Array.from(await values(y))).toEqual([0, 1, (3 + 10) / 2, (4 + 12.5) / 2, 17.5, 20]);
  });

  it('gives single rows of a single sample', async () => {
    const x = kept(normal([6, 4, 4, 2], 3));
    const windows = windowGrid([4, 8], [4, 4], [4, 2]);
    await onGpu(set, async () => {
      const whole = await values(averageWindows(x, { windows, height: 4, width: 8 }));
      const part = averageWindows(x, { windows, height: 4, width: 8, firstRow: 1, rows: 2, sample: 1 });
      expect(Array.from(await values(part))).toEqual(Array.from(whole.slice(64 + 16, 64 + 48)));
    });
  });

  it('cuts one box of labels and weights, at a place read from a tensor', async () => {
    const labels = kept({ shape: [2, 4, 5], values: Float32Array.from({ length: 40 }, (_, i) => i) }, 'int32');
    for (const [y, x] of [
      [1, 2],
      [2, 0],
    ] as const) {
      const box = kept({ shape: [2], values: Float32Array.of(y, x) }, 'int32');
      const found = await onGpu(set, () => cutBox(labels, box, 2, 3));
      const line = (b: number, row: number) => [0, 1, 2].map((column) => b * 20 + (y + row) * 5 + x + column);
      expect(Array.from(await values(found))).toEqual([...line(0, 0), ...line(0, 1), ...line(1, 0), ...line(1, 1)]);
    }
  });

  it('stacks single samples of two batches', async () => {
    const a = kept({ shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) });
    const b = kept({ shape: [2, 3], values: Float32Array.of(7, 8, 9, 10, 11, 12) });
    const y = await onGpu(set, () =>
      stack([
        { tensor: a, sample: 0 },
        { tensor: b, sample: 1 },
      ]),
    );
    expect(Array.from(await values(y))).toEqual([1, 2, 3, 10, 11, 12]);
    expect(() => stack([{ tensor: a }, { tensor: kept(normal([1, 2], 1)) }])).toThrow(/beside/);
  });
});
