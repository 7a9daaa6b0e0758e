/** Curves over the iterations of a run: where everything lies, and drawing it with any pen. */
import { plot as words } from '../words/charts';
import { decimate, nearestIndex } from './decimate';
import type { Pen } from './pen';
import { linearScale, logScale, logTicks, positiveDomain, type Scale, ticks, valueDomain } from './scale';
import { smooth } from './smoothing';

export interface Series {
  /** Unique in its chart. */
  name: string;
  label: string;
  color: string;
  dash?: readonly number[];
  /** Rising. */
  x: ArrayLike<number>;
  /** As long as `x`; NaN where there is no value. */
  y: ArrayLike<number>;
  /** Marks single values: of few points, such as evaluations, a line alone hides where they are. */
  dots?: boolean;
}

export interface PlotOptions {
  width: number;
  height: number;
  /** Iterations that are shown. */
  domain: readonly [number, number];
  /** What the values are, with their unit. */
  unit: string;
  /** 0 = as measured; see `smooth`. */
  smoothing: number;
  log: boolean;
  dark: boolean;
}

export interface Plot {
  x: Scale;
  y: Scale;
  /** The rectangle of the curves. */
  area: { left: number; top: number; right: number; bottom: number };
  /** The drawn value of each series nearest to an iteration; null where it has none. */
  at(iteration: number): ({ iteration: number; value: number } | null)[];
  draw(pen: Pen): void;
}

const MARGIN = { left: 56, right: 14, top: 10, bottom: 38 };
const LINE_PX = 1.8;
const RAW_OPACITY = 0.28;
const DOT_PX = 5;

export function plotOf(series: readonly Series[], options: PlotOptions): Plot {
  const { width, height, domain, unit, smoothing, log, dark } = options;
  const area = { left: MARGIN.left, top: MARGIN.top, right: width - MARGIN.right, bottom: height - MARGIN.bottom };
  const columns = Math.max(1, Math.floor(area.right - area.left));
  const curves = series.map((one) => {
    const line = smoothing > 0 ? smooth(one.y, smoothing) : one.y;
    return {
      ...one,
      drawn: line,
      raw: smoothing > 0 ? decimate(one.x, one.y, domain, columns) : [],
      line: decimate(one.x, line, domain, columns),
    };
  });
  const values = curves.map(({ raw, line }) => [...raw, ...line].map((point) => point.y));
  const x = linearScale(domain, [area.left, area.right]);
  const range = [area.bottom, area.top] as const;
  const y = log ? logScale(positiveDomain(values), range) : linearScale(valueDomain(values), range);
  return {
    x,
    y,
    area,
    at: (iteration) =>
      curves.map((curve) => {
        const i = nearestFinite(curve.x, curve.drawn, iteration);
        return i < 0 ? null : { iteration: curve.x[i]!, value: curve.drawn[i]! };
      }),
    draw(pen) {
      const ink = { text: dark ? '#b3b6ba' : '#4a5158', grid: dark ? '#35383c' : '#e4e7ea' };
      const valueTicks = (log ? logTicks : ticks)(y.domain, Math.max(2, Math.floor((area.bottom - area.top) / 34)));
      for (const tick of valueTicks) {
        const at = y(tick);
        pen.polyline(
          [
            { x: area.left, y: at },
            { x: area.right, y: at },
          ],
          { color: ink.grid, width: 1 },
        );
        pen.text(tickWords(tick), area.left - 6, at, { color: ink.text, align: 'right', baseline: 'middle' });
      }
      for (const tick of ticks(x.domain, Math.max(2, Math.floor(columns / 90))).filter(Number.isInteger))
        pen.text(tick.toLocaleString('en'), x(tick), area.bottom + 6, {
          color: ink.text,
          align: 'center',
          baseline: 'top',
        });
      pen.text(words.iteration, (area.left + area.right) / 2, height - 2, {
        color: ink.text,
        align: 'center',
        baseline: 'bottom',
      });
      pen.text(unit, 12, (area.top + area.bottom) / 2, {
        color: ink.text,
        align: 'center',
        baseline: 'middle',
        upwards: true,
      });
      const pixels = (points: { x: number; y: number }[]) =>
        points.map((point) => ({ x: x(point.x), y: y(point.y) })).filter((point) => Number.isFinite(point.y));
      pen.clipped(area.left, area.top - 4, area.right - area.left, area.bottom - area.top + 8, () => {
        for (const { raw, color } of curves)
          if (raw.length) pen.polyline(pixels(raw), { color, width: 1, opacity: RAW_OPACITY });
        for (const { line, color, dash, dots } of curves) {
          const points = pixels(line);
          pen.polyline(points, { color, width: LINE_PX, dash });
          if (dots || points.length === 1)
            for (const at of points) pen.fill(at.x - DOT_PX / 2, at.y - DOT_PX / 2, DOT_PX, DOT_PX, color);
        }
      });
    },
  };
}

/** Position of the value nearest to an iteration, the one before it where that one is a gap; -1 without any. */
function nearestFinite(x: ArrayLike<number>, y: ArrayLike<number>, iteration: number): number {
  let i = nearestIndex(x, iteration);
  while (i >= 0 && !Number.isFinite(y[i]!)) i--;
  return i;
}

/** Short, and the same number again when read: "0.05", "1,200", "2e-5". */
export function tickWords(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential().replace('e-', 'e−');
  return value.toLocaleString('en', { maximumSignificantDigits: 4 });
}
