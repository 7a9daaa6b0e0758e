/** Curves over the iterations with their keys, smoothing, a logarithmic axis, zoom, and what can be saved of them. */
import { Button, Group, Paper, Slider, Switch, Text, Title, useComputedColorScheme } from '@mantine/core';
import { useId, useRef, useState, useSyncExternalStore } from 'react';
import { cursor } from '../store/cursor';
import { curveChart as words } from '../words/charts';
import { CurveCanvas, type CurveCanvasProps } from './CurveCanvas';
import classes from './CurveChart.module.css';
import { curvesTable, figureOf } from './figure';
import { type Series, tickWords } from './plot';
import { SaveMenu } from './SaveMenu';

interface Props extends Pick<CurveCanvasProps, 'series' | 'subscribe' | 'iterations' | 'unit'> {
  title: string;
  /** Stands with the values wherever they are shown or saved: how they came about. */
  mark?: string | null;
  /** One line that says what the values are. */
  explanation: string;
  /** Keys in words and colours; the series themselves may change at every iteration. */
  keys: Pick<Series, 'name' | 'label' | 'color' | 'dash'>[];
  /** Names that are not drawn until they are asked for. */
  hiddenAtFirst?: readonly string[];
  /** Says so where there is nothing to draw yet. */
  empty: string | null;
  /** 0..1 */
  smoothingAtFirst?: number;
  /** Evaluations are few and not smoothed. */
  smoothable?: boolean;
  format?: (value: number) => string;
  /** Of the files that are saved. */
  fileName: string;
}

const MAX_SMOOTHING = 0.98;

export function CurveChart(props: Props) {
  const { title, mark = null, explanation, keys, series, empty, unit, iterations, fileName, subscribe } = props;
  const { hiddenAtFirst = [], smoothingAtFirst = 0, smoothable = true, format = tickWords } = props;
  const id = useId();
  const dark = useComputedColorScheme('light') === 'dark';
  const [smoothing, setSmoothing] = useState(smoothingAtFirst);
  const [log, setLog] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set(hiddenAtFirst));
  const zoomed = useSyncExternalStore(cursor.subscribe, () => cursor.getState().zoom !== null);
  const values = useRef<Record<string, HTMLSpanElement | null>>({});
  const where = useRef<HTMLSpanElement>(null);
  const visible = () => series().filter(({ name }) => !hidden.has(name));
  const toggle = (name: string) => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    setHidden(next);
  };
  const look = { unit, smoothing, log, dark };
  return (
    <Paper component="section" aria-labelledby={id} data-testid={`chart-${title}`}>
      <Group justify="space-between" align="flex-start" gap="xs" mb={4}>
        <div>
          <Title order={2} size="h4" id={id}>
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {explanation}
          </Text>
          {mark && (
            <Text size="sm" data-testid="curves-marked">
              {mark}
            </Text>
          )}
        </div>
        <Group gap="sm">
          {zoomed && (
            <Button size="compact-xs" variant="light" onClick={() => cursor.setState({ zoom: null })}>
              {words.wholeRun}
            </Button>
          )}
          {smoothable && (
            <Group gap={6}>
              <Text size="xs" id={`${id}-smoothing`}>
                {words.smoothing}
              </Text>
              <Slider
                w={90}
                size="sm"
                min={0}
                max={MAX_SMOOTHING}
                step={0.02}
                value={smoothing}
                onChange={setSmoothing}
                label={(value) => value.toFixed(2)}
                thumbLabel={words.smoothingOf(title)}
              />
            </Group>
          )}
          <Switch
            size="xs"
            label={words.log}
            aria-label={words.logOf(title)}
            checked={log}
            onChange={(event) => setLog(event.currentTarget.checked)}
          />
          <SaveMenu
            name={fileName}
            what={title}
            figure={() =>
              figureOf(mark ? words.marked(title, mark) : title, visible(), {
                ...look,
                dark: false,
                domain: domainOf(iterations),
              })
            }
            table={() =>
              curvesTable(mark ? visible().map((one) => ({ ...one, label: words.marked(one.label, mark) })) : visible())
            }
          />
        </Group>
      </Group>
      {empty ? (
        <Text size="sm" c="dimmed" className={classes.empty}>
          {empty}
        </Text>
      ) : (
        <>
          <div className={classes.keys}>
            {keys.map(({ name, label, color, dash }) => (
              <button
                type="button"
                key={name}
                className={classes.key}
                aria-pressed={!hidden.has(name)}
                onClick={() => toggle(name)}
              >
                <KeyLine color={color} dash={dash} />
                {label}
                <span
                  className={classes.value}
                  ref={(span) => {
                    values.current[name] = span;
                  }}
                />
              </button>
            ))}
          </div>
          <CurveCanvas
            label={words.canvas(title, unit)}
            series={visible}
            subscribe={subscribe}
            iterations={iterations}
            {...look}
            onValues={(at, found) => {
              for (const span of Object.values(values.current)) if (span) span.textContent = '';
              visible().forEach(({ name }, i) => {
                const span = values.current[name];
                if (span && found[i]) span.textContent = format(found[i].value);
              });
              if (where.current) where.current.textContent = at === null ? words.latest : words.at(at);
            }}
          />
          <Text className={classes.hint}>
            <span ref={where} /> {words.keys}
          </Text>
        </>
      )}
    </Paper>
  );
}

const domainOf = (iterations: number): readonly [number, number] =>
  cursor.getState().zoom ?? [0, Math.max(1, iterations)];

function KeyLine({ color, dash }: Pick<Series, 'color' | 'dash'>) {
  return (
    <svg className={classes.line} aria-hidden="true">
      <line x1={0} x2={18} y1={2} y2={2} stroke={color} strokeWidth={3} strokeDasharray={dash?.join(' ')} />
    </svg>
  );
}
