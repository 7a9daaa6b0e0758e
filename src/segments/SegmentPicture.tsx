/** A segment's picture with labels over it and the box drawn, once: it never changes. */
import { useEffect, useRef } from 'react';
import type { Segment } from '../../workers/protocol';
import { show } from '../stage/canvas';
import stage from '../stage/LayeredPicture.module.css';
import { type Palette, paintLabels, paintRgb } from '../stage/palette';

interface Props {
  segment: Segment;
  /** Label map to lay over the picture. */
  labels: Uint8Array;
  palette: Palette;
  title: string;
}

export function SegmentPicture({ segment, labels, palette, title }: Props) {
  const base = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const { picture, box } = segment;
  const { width, height } = picture;
  useEffect(() => {
    if (base.current) show(base.current, width, height, paintRgb(picture.rgb));
    if (over.current) show(over.current, width, height, paintLabels(labels, palette));
  }, [picture, labels, palette, width, height]);
  return (
    <div className={stage.frame} style={{ aspectRatio: width / height }}>
      <canvas ref={base} className={stage.layer} role="img" aria-label={title} />
      <canvas ref={over} className={`${stage.layer} ${stage.labels}`} />
      <svg className={stage.layer} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {[
          ['#000', 4],
          ['#ffd43b', 2],
        ].map(([color, stroke]) => (
          <rect
            key={color}
            x={box.x0}
            y={box.y0}
            width={box.x1 - box.x0}
            height={box.y1 - box.y0}
            fill="none"
            stroke={String(color)}
            strokeWidth={Number(stroke)}
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
    </div>
  );
}
