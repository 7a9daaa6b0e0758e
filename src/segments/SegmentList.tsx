/** Relabeled segments, newest first; a click shows one large. */
import { Group, Paper, Text, Title } from '@mantine/core';
import { memo, useEffect, useRef, useState } from 'react';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import type { Segment } from '../../workers/protocol';
import { counted } from '../app/format';
import { show } from '../stage/canvas';
import { Swatch } from '../stage/Legend';
import { paintRgb } from '../stage/palette';
import { useSegments } from '../store/segments';
import type { RunEntry } from '../store/session';
import classes from './SegmentList.module.css';
import { cutOut, squareAround } from './thumbnail';
import { visibleRows } from './visible-rows';

const ROW_HEIGHT_PX = 66;
const WINDOW_HEIGHT_PX = 396;

export function SegmentList({ entry }: { entry: RunEntry }) {
  const list = useSegments((s) => s.lists[entry.run]);
  const [top, setTop] = useState(0);
  const items = list?.items ?? [];
  const { taxonomy, relabeling } = entry.options.config;
  const [from, end] = visibleRows(top, WINDOW_HEIGHT_PX, ROW_HEIGHT_PX, items.length);
  return (
    <Paper component="section" aria-labelledby="segments">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="segments">
          Relabeled segments
        </Title>
        {list && (
          <Text size="xs" c="dimmed">
            {counted(list.total, 'segment')}
            {list.total > items.length && `, the newest ${items.length.toLocaleString('en')} are listed`}
          </Text>
        )}
      </Group>
      {items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {relabeling.relabel
            ? `Nothing has been relabeled yet; it begins at iteration ${relabeling.relabel[0] + 1}.`
            : 'This run does not relabel.'}
        </Text>
      ) : (
        <div
          className={classes.window}
          style={{ height: Math.min(WINDOW_HEIGHT_PX, items.length * ROW_HEIGHT_PX) }}
          onScroll={(event) => setTop(event.currentTarget.scrollTop)}
          data-testid="segments"
        >
          <div style={{ height: items.length * ROW_HEIGHT_PX }}>
            {items.slice(from, end).map((segment, i) => (
              <Row key={segment.id} segment={segment} taxonomy={taxonomy} top={(from + i) * ROW_HEIGHT_PX} />
            ))}
          </div>
        </div>
      )}
    </Paper>
  );
}

const Row = memo(function Row({ segment, taxonomy, top }: { segment: Segment; taxonomy: Taxonomy; top: number }) {
  const name = (id: number | null) => (id === null ? 'anything' : (taxonomy.classes[id]?.name ?? `class ${id}`));
  return (
    <button
      type="button"
      className={classes.row}
      style={{ top }}
      onClick={() => useSegments.getState().show(segment)}
      aria-label={`${name(segment.from)} to ${name(segment.to)}, iteration ${segment.iteration + 1}`}
    >
      <Thumbnail segment={segment} />
      <div>
        <Group gap={6}>
          <Swatch taxonomy={taxonomy} id={segment.from} />
          <Text size="sm">{name(segment.from)}</Text>
          <Text size="sm" c="dimmed">
            →
          </Text>
          <Swatch taxonomy={taxonomy} id={segment.to} />
          <Text size="sm" fw={600}>
            {name(segment.to)}
          </Text>
        </Group>
        <Text size="xs" c="dimmed">
          OWL-ViT {segment.detectionScore.toFixed(2)} · CLIP {segment.confidence.toFixed(2)} ·{' '}
          {counted(segment.relabeledPixels, 'pixel')}
        </Text>
      </div>
      <Text size="xs" c="dimmed">
        iteration {segment.iteration + 1}
      </Text>
    </button>
  );
});

function Thumbnail({ segment }: { segment: Segment }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const square = squareAround(segment);
    if (canvas.current) show(canvas.current, square.side, square.side, paintRgb(cutOut(square, segment.picture)));
  }, [segment]);
  return <canvas ref={canvas} className={classes.thumbnail} />;
}
