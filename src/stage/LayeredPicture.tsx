/**
 * A photograph with its labels over it: canvases on top of each other, painted outside React whenever a new picture
 * comes. How strongly the labels cover the photograph is the style variable `--label-opacity` of any element above.
 */
import { Text } from '@mantine/core';
import { useEffect, useId, useRef } from 'react';
import type { FrameLayer, FrameName } from '../../workers/protocol';
import type { Frames } from '../store/live';
import { useLive } from '../store/use-live';
import { blank, show } from './canvas';
import classes from './LayeredPicture.module.css';
import { paintNever, paintSoon } from './paint-queue';
import { type Palette, paintChanges, paintLabels, paintRgb, paintScalar } from './palette';

export interface PictureSpec {
  title: string;
  /** One line that says what is seen. */
  explanation: string;
  /** Layer at the bottom. */
  base: FrameName;
  /** Label map over it. */
  labels?: FrameName;
  /** Label map with which `labels` is compared: what differs is outlined. */
  changedSince?: FrameName;
}

interface Props {
  run: string | null;
  spec: PictureSpec;
  palette: Palette;
  /** Width by height of the pictures to come, so that nothing jumps. */
  aspect: number;
  /** Shown until the first picture. */
  waiting: string;
}

export function LayeredPicture({ run, spec, palette, aspect, waiting }: Props) {
  const id = useId();
  const base = useRef<HTMLCanvasElement>(null);
  const labels = useRef<HTMLCanvasElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const note = useRef<HTMLDivElement>(null);
  const when = useRef<HTMLSpanElement>(null);

  useLive(
    run,
    (live) => live.frames,
    (frames) => {
      if (note.current) note.current.hidden = frames !== null && layer(frames, spec.base) !== undefined;
      if (when.current) when.current.textContent = frames ? `iteration ${frames.iteration + 1}` : '';
      for (const [name, canvas, rgba] of [
        ['base', base.current, () => painted(frames, spec.base, palette)],
        ['labels', labels.current, () => painted(frames, spec.labels, palette)],
        ['marks', marks.current, () => outlined(frames, spec)],
      ] as const)
        if (canvas)
          paintSoon(`${id}${name}`, () => {
            const layer = rgba();
            if (layer) show(canvas, layer.width, layer.height, layer.rgba);
            else blank(canvas);
          });
    },
  );
  useEffect(
    () => () => {
      for (const name of ['base', 'labels', 'marks']) paintNever(`${id}${name}`);
    },
    [id],
  );

  return (
    <figure style={{ margin: 0 }} aria-label={spec.title} data-testid={`picture-${spec.title}`}>
      <figcaption>
        <div className={classes.caption}>
          <Text size="sm" fw={600}>
            {spec.title}
          </Text>
          <Text size="xs" c="dimmed" component="span" ref={when} />
        </div>
      </figcaption>
      <div className={classes.frame} style={{ aspectRatio: aspect }}>
        <canvas ref={base} className={classes.layer} />
        <canvas ref={labels} className={`${classes.layer} ${classes.labels}`} />
        <canvas ref={marks} className={`${classes.layer} ${classes.marks}`} />
        <div ref={note} className={classes.waiting}>
          {waiting}
        </div>
      </div>
      <Text size="xs" c="dimmed" mt={4}>
        {spec.explanation}
      </Text>
    </figure>
  );
}

interface Painted {
  width: number;
  height: number;
  rgba: Uint8ClampedArray<ArrayBuffer>;
}

function layer(frames: Frames | null, name: FrameName | undefined): FrameLayer | undefined {
  return name && frames?.layers[name];
}

function painted(frames: Frames | null, name: FrameName | undefined, palette: Palette): Painted | null {
  const found = layer(frames, name);
  if (!found) return null;
  const { kind, width, height, data } = found;
  if (kind === 'labels') return { width, height, rgba: paintLabels(data, palette) };
  return { width, height, rgba: kind === 'rgb' ? paintRgb(data) : paintScalar(data) };
}

function outlined(frames: Frames | null, { labels, changedSince }: PictureSpec): Painted | null {
  const after = layer(frames, labels);
  const before = layer(frames, changedSince);
  if (!after || !before) return null;
  const { width, height } = after;
  return { width, height, rgba: paintChanges(before.data, after.data, width).rgba };
}
