import { describe, expect, it } from 'vitest';
import { decimate, nearestIndex } from './decimate';
import { SvgPen } from './pen';
import { plotOf, tickWords } from './plot';
import { smooth } from './smoothing';

describe('smoothing', () => {
  it('leaves a constant as it is, from the first value on', () => {
    expect([...smooth([3, 3, 3], 0.9)].map((v) => v.toFixed(9))).toEqual(['3.000000000', '3.000000000', '3.000000000']);
  });

  it('weighs a value k steps back with the weight to the k', () => {
    const [, second, third] = smooth([4, 0, 1], 0.5);
    expect(second).toBeCloseTo((4 * 0.5) / 1.5, 12);
    expect(third).toBeCloseTo((4 * 0.25 + 1) / 1.75, 12);
    expect([...smooth([4, 0, 1], 0)]).toEqual([4, 0, 1]);
  });

  it('keeps gaps, and goes on after them as if they were not there', () => {
    expect([...smooth([1, Number.NaN, 3], 0.5)]).toEqual([1, Number.NaN, (1 * 0.5 + 3) / 1.5]);
  });
});

describe('decimation', () => {
  const x = Float64Array.from({ length: 100_000 }, (_, i) => i);

  it('keeps every spike of a long curve in at most four points a column', () => {
    const y = x.map((i) => Math.sin(i / 500));
    y[33_333] = 50;
    y[77_777] = -50;
    const points = decimate(x, y, [0, 99_999], 400);
    expect(points.length).toBeLessThanOrEqual(1600);
    expect(points).toContainEqual({ x: 33_333, y: 50 });
    expect(points).toContainEqual({ x: 77_777, y: -50 });
    expect(points.every((p, i) => i === 0 || p.x > points[i - 1]!.x)).toBe(true);
  });

  it('keeps all points where there is room, and leaves out what is not finite', () => {
    expect(decimate([0, 1, 2, 3], [5, Number.NaN, 7, Number.POSITIVE_INFINITY], [0, 3], 100)).toEqual([
      { x: 0, y: 5 },
      { x: 2, y: 7 },
    ]);
  });

  it('keeps the neighbours of a section, so that its lines run to the edges', () => {
    expect(decimate([0, 10, 20, 30, 40], [1, 2, 3, 4, 5], [15, 25], 10).map((p) => p.x)).toEqual([10, 20, 30]);
    expect(decimate([], [], [0, 1], 10)).toEqual([]);
  });
});

it('finds the nearest iteration', () => {
  expect([-5, 4, 5, 6, 99].map((v) => nearestIndex([0, 10, 20], v))).toEqual([0, 0, 0, 1, 2]);
  expect(nearestIndex([], 3)).toBe(-1);
});

describe('a figure', () => {
  const series = [{ name: 'a', label: 'a < b', color: '#123456', x: [0, 10, 20], y: [1, 10, 100] }];
  const options = { width: 400, height: 200, domain: [0, 20], unit: 'nats & more', smoothing: 0, dark: false } as const;
  const drawn = (log: boolean) => {
    const pen = new SvgPen(400, 200);
    const plot = plotOf(series, { ...options, log });
    plot.draw(pen);
    return { plot, svg: pen.svg() };
  };

  it('names its axes and escapes what is written in it', () => {
    const { svg } = drawn(false);
    expect(svg).toContain('>iteration</text>');
    expect(svg).toContain('nats &amp; more');
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 400 200"/);
  });

  it('has equal steps for equal factors on a logarithmic axis', () => {
    const { plot } = drawn(true);
    expect(plot.y(1) - plot.y(10)).toBeCloseTo(plot.y(10) - plot.y(100), 9);
    expect(plot.x.invert(plot.x(7))).toBeCloseTo(7, 9);
    expect(plot.y.invert(plot.y(7))).toBeCloseTo(7, 9);
  });
});

it('writes ticks short and exact', () => {
  expect([0, 0.05, 1200, 0.00002].map(tickWords)).toEqual(['0', '0.05', '1,200', '2e−5']);
});
