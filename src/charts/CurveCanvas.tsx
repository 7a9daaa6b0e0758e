/**
 * The drawing surface of a chart: curves on one canvas, the cursor on another over it. Drawn outside React, a few times
 * a second at most. The wheel zooms only together with Ctrl or Command, so that the page scrolls as everywhere else.
 */
import { useEffect, useEffectEvent, useRef } from 'react';
import { paintNever, paintSoon } from '../stage/paint-queue';
import { cursor, marked, zoomBy, zoomWithin } from '../store/cursor';
import { curveCanvas as words } from '../words/charts';
import classes from './CurveChart.module.css';
import { canvasPen } from './pen';
import { type Plot, type PlotOptions, plotOf, type Series, tickWords } from './plot';

const REDRAW_MS = 300;
/** A drag shorter than this is a click. */
const LEAST_DRAG_PX = 6;
const WHEEL_ZOOM = 1.3;
const KEY_ZOOM = 1.5;
/** Share of the shown iterations that an arrow key moves the cursor. */
const KEY_STEP = 0.01;

export interface CurveCanvasProps extends Pick<PlotOptions, 'unit' | 'smoothing' | 'log' | 'dark'> {
  /** What it shows, for those who do not see it. */
  label: string;
  series: () => readonly Series[];
  /** Calls back when the series have changed. */
  subscribe?: (changed: () => void) => () => void;
  iterations: number;
  /** Hears what the curves are at the cursor, or at their ends without one. */
  onValues: (iteration: number | null, values: ({ iteration: number; value: number } | null)[]) => void;
}

export function CurveCanvas({ label, series, subscribe, iterations, onValues, ...look }: CurveCanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const curves = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const plot = useRef<Plot | null>(null);
  const shown = useRef<readonly Series[]>([]);
  const drag = useRef<{ from: number; to: number } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const key = `curves ${label}`;
  const whole = [0, Math.max(1, iterations)] as const;

  const point = useEffectEvent(() => {
    const at = marked(cursor.getState());
    const current = plot.current;
    if (!current || !overlay.current) return;
    const values = current.at(at ?? whole[1]);
    onValues(at, values);
    const g = sized(overlay.current);
    if (!g) return;
    const { left, right, top, bottom } = current.area;
    const pen = canvasPen(g);
    if (drag.current) {
      const { from, to } = drag.current;
      pen.fill(Math.min(from, to), top, Math.abs(to - from), bottom - top, look.dark ? '#8fd3c8' : '#12806f', 0.2);
    }
    if (frame.current) tell(frame.current, at, shown.current, values);
    const x = at === null ? Number.NaN : current.x(at);
    if (!(x >= left - 0.5 && x <= right + 0.5)) return;
    const color = look.dark ? '#e9ecef' : '#212529';
    pen.polyline(
      [
        { x, y: top },
        { x, y: bottom },
      ],
      { color, width: 1 },
    );
    values.forEach((found, i) => {
      const y = found ? current.y(found.value) : Number.NaN;
      if (found && Number.isFinite(y)) pen.fill(current.x(found.iteration) - 3, y - 3, 6, 6, shown.current[i]!.color);
    });
  });
  const draw = useEffectEvent(() => {
    const canvas = curves.current;
    if (!canvas) return;
    paintSoon(key, () => {
      shown.current = series();
      const domain = cursor.getState().zoom ?? whole;
      plot.current = plotOf(shown.current, {
        width: canvas.clientWidth,
        height: canvas.clientHeight,
        domain: [Math.max(0, domain[0]), Math.min(whole[1], domain[1])],
        ...look,
      });
      const g = sized(canvas);
      if (g) plot.current.draw(canvasPen(g));
      point();
    });
  });
  const later = useEffectEvent(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      draw();
    }, REDRAW_MS);
  });
  const wheel = useEffectEvent((event: WheelEvent) => {
    if (!plot.current || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    zoomBy(event.deltaY < 0 ? WHEEL_ZOOM : 1 / WHEEL_ZOOM, plot.current.x.invert(event.offsetX), whole);
  });

  useEffect(() => {
    const area = frame.current!;
    const observer = new ResizeObserver(() => draw());
    observer.observe(area);
    const onWheel = (event: WheelEvent) => wheel(event);
    area.addEventListener('wheel', onWheel, { passive: false });
    const forget = cursor.subscribe((now, before) => (now.zoom === before.zoom ? point() : draw()));
    return () => {
      observer.disconnect();
      area.removeEventListener('wheel', onWheel);
      forget();
      paintNever(key);
      if (timer.current) clearTimeout(timer.current);
      timer.current = null;
    };
  }, [key]);
  useEffect(() => subscribe?.(() => later()), [subscribe]);
  // Whatever React changes (the look, the choice of series) is drawn at once.
  useEffect(() => draw());

  const iterationAt = (event: React.PointerEvent): number => {
    const box = overlay.current!.getBoundingClientRect();
    const [low, high] = plot.current!.x.domain;
    return Math.round(Math.min(high, Math.max(low, plot.current!.x.invert(event.clientX - box.left))));
  };
  const pixelAt = (event: React.PointerEvent): number => event.clientX - overlay.current!.getBoundingClientRect().left;
  const release = () => {
    const { from, to } = drag.current ?? { from: 0, to: 0 };
    drag.current = null;
    if (plot.current && Math.abs(to - from) >= LEAST_DRAG_PX) {
      const [a, b] = [plot.current.x.invert(from), plot.current.x.invert(to)];
      cursor.setState({ zoom: zoomWithin(Math.min(a, b), Math.max(a, b), whole) });
    } else point();
  };

  return (
    <div
      ref={frame}
      className={classes.chart}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={iterations}
      aria-valuenow={0}
      onPointerDown={(event) => {
        if (event.button !== 0 || !plot.current) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { from: pixelAt(event), to: pixelAt(event) };
      }}
      onPointerMove={(event) => {
        if (!plot.current) return;
        if (drag.current) drag.current.to = pixelAt(event);
        cursor.setState({ iteration: iterationAt(event) });
        if (drag.current) point();
      }}
      onPointerUp={release}
      onPointerCancel={() => {
        drag.current = null;
        point();
      }}
      onPointerLeave={() => {
        if (!drag.current) cursor.setState({ iteration: null });
      }}
      onDoubleClick={() => cursor.setState({ zoom: null })}
      onKeyDown={(event) => {
        if (keyed(event.key, event.shiftKey, whole)) event.preventDefault();
      }}
    >
      <canvas ref={curves} className={classes.canvas} />
      <canvas ref={overlay} className={classes.canvas} />
    </div>
  );
}

/** Moves the cursor or zooms. @returns whether the key means anything here. */
function keyed(key: string, far: boolean, whole: readonly [number, number]): boolean {
  const { zoom } = cursor.getState();
  const iteration = marked(cursor.getState());
  const [from, to] = zoom ?? whole;
  const step = Math.max(1, Math.round((to - from) * KEY_STEP)) * (far ? 10 : 1);
  const move = (wanted: number) =>
    cursor.setState({ iteration: Math.round(Math.min(whole[1], Math.max(whole[0], wanted))) });
  if (key === 'ArrowLeft') move(iteration === null ? to : iteration - step);
  else if (key === 'ArrowRight') move(iteration === null ? from : iteration + step);
  else if (key === 'Home') move(from);
  else if (key === 'End') move(to);
  else if (key === '+' || key === '=') zoomBy(KEY_ZOOM, iteration ?? (from + to) / 2, whole);
  else if (key === '-') zoomBy(1 / KEY_ZOOM, iteration ?? (from + to) / 2, whole);
  else if (key === '0') cursor.setState({ zoom: null });
  else if (key === 'Escape') cursor.setState({ iteration: null });
  else return false;
  return true;
}

function tell(
  frame: HTMLElement,
  at: number | null,
  series: readonly Series[],
  values: ({ iteration: number; value: number } | null)[],
): void {
  const found = series.flatMap(({ label }, i) => (values[i] ? [`${label} ${tickWords(values[i].value)}`] : []));
  frame.setAttribute('aria-valuenow', String(at ?? values.find((v) => v !== null)?.iteration ?? 0));
  frame.setAttribute('aria-valuetext', words.values(at, found));
}

/** The canvas at the screen's resolution, empty. */
function sized(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(canvas.clientWidth * ratio);
  canvas.height = Math.round(canvas.clientHeight * ratio);
  const g = canvas.getContext('2d');
  g?.scale(ratio, ratio);
  return g;
}
