/** Loss curves of a run on one canvas, drawn a few times a second at most, outside React. */
import { Paper, Text, Title, Tooltip, useComputedColorScheme } from '@mantine/core';
import { useEffect, useEffectEvent, useRef } from 'react';
import { paintNever, paintSoon } from '../stage/paint-queue';
import { type Curves, live } from '../store/live';
import { useLive } from '../store/use-live';
import { CURVES } from './curve-colors';
import classes from './LossChart.module.css';
import { linearScale, thin, ticks, valueDomain } from './scale';

const REDRAW_MS = 300;
const MARGIN = { left: 44, right: 10, top: 8, bottom: 22 };

interface Props {
  run: string;
  iterations: number;
}

export function LossChart({ run, iterations }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const empty = useRef<HTMLDivElement>(null);
  const values = useRef<Record<string, HTMLSpanElement | null>>({});
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const dark = useComputedColorScheme('light') === 'dark';
  const key = `losses of ${run}`;

  const draw = useEffectEvent(() => {
    const curves = live.getState().runs[run]?.curves;
    if (!canvas.current) return;
    if (empty.current) empty.current.hidden = (curves?.iterations.length ?? 0) > 0;
    for (const [name, span] of Object.entries(values.current)) if (span) span.textContent = lastValue(curves, name);
    const target = canvas.current;
    paintSoon(key, () => drawCurves(target, curves, iterations, dark));
  });
  useLive(
    run,
    (state) => state.iteration,
    () => {
      timer.current ??= setTimeout(() => {
        timer.current = null;
        draw();
      }, REDRAW_MS);
    },
  );
  // A change of size or look needs the same curves again.
  useEffect(() => {
    const observer = new ResizeObserver(() => draw());
    if (canvas.current) observer.observe(canvas.current);
    return () => {
      observer.disconnect();
      paintNever(key);
      if (timer.current) clearTimeout(timer.current);
      timer.current = null;
    };
  }, [key]);
  useEffect(() => {
    if (dark !== undefined) draw();
  }, [dark]);

  return (
    <Paper component="section" aria-labelledby="losses">
      <Title order={2} size="h4" id="losses" mb="xs">
        Losses
      </Title>
      <div className={classes.keys}>
        {Object.entries(CURVES).map(([name, { label, explanation, color }]) => (
          <Tooltip key={name} label={explanation}>
            <span>
              <span className={classes.line} style={{ background: color[dark ? 1 : 0] }} />
              {label}{' '}
              <Text
                span
                size="xs"
                c="dimmed"
                ref={(span: HTMLSpanElement | null) => {
                  values.current[name] = span;
                }}
              />
            </span>
          </Tooltip>
        ))}
      </div>
      <div className={classes.chart}>
        <canvas ref={canvas} className={classes.canvas} role="img" aria-label="Loss curves by iteration" />
        <Text ref={empty} size="sm" c="dimmed" ta="center" pt={80}>
          The curves begin with the first iteration.
        </Text>
      </div>
    </Paper>
  );
}

function lastValue(curves: Curves | undefined, name: string): string {
  const value = curves?.values[name]?.findLast((v) => Number.isFinite(v));
  return value === undefined ? '' : value.toPrecision(3);
}

function drawCurves(canvas: HTMLCanvasElement, curves: Curves | undefined, iterations: number, dark: boolean): void {
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const g = canvas.getContext('2d', { willReadFrequently: true });
  if (!g || !curves || curves.iterations.length === 0) return;
  g.scale(ratio, ratio);
  const names = Object.keys(CURVES).filter((name) => curves.values[name]);
  const x = linearScale([0, iterations], [MARGIN.left, width - MARGIN.right]);
  const y = linearScale(valueDomain(names.map((name) => curves.values[name]!)), [height - MARGIN.bottom, MARGIN.top]);
  g.font = '11px system-ui, sans-serif';
  g.fillStyle = dark ? '#a6a7ab' : '#495057';
  g.strokeStyle = dark ? 'rgb(255 255 255 / 10%)' : 'rgb(0 0 0 / 9%)';
  g.lineWidth = 1;
  g.textAlign = 'right';
  g.textBaseline = 'middle';
  for (const tick of ticks(y.domain, 4)) {
    line(g, [MARGIN.left, y(tick)], [width - MARGIN.right, y(tick)]);
    g.fillText(String(tick), MARGIN.left - 6, y(tick));
  }
  g.textAlign = 'center';
  g.textBaseline = 'top';
  for (const tick of ticks(x.domain, 6)) g.fillText(tick.toLocaleString('en'), x(tick), height - MARGIN.bottom + 6);
  for (const name of names) {
    g.strokeStyle = CURVES[name]!.color[dark ? 1 : 0];
    g.lineWidth = 1.6;
    g.lineJoin = 'round';
    const points = thin(curves.iterations, curves.values[name]!, x.domain, Math.max(1, Math.floor(width / 2)));
    g.beginPath();
    for (const point of points) g.lineTo(x(point.x), y(point.y));
    g.stroke();
  }
}

function line(g: CanvasRenderingContext2D, from: [number, number], to: [number, number]): void {
  g.beginPath();
  g.moveTo(...from);
  g.lineTo(...to);
  g.stroke();
}
