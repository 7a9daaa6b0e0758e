/** A picture of a data set with its labels over it, as small as asked for. `--label-opacity` above it says how strong. */
import { useEffect, useId, useRef, useState } from 'react';
import type { Thumbnail } from '../../workers/protocol';
import { lab } from '../lab';
import { blank, show } from '../stage/canvas';
import layers from '../stage/LayeredPicture.module.css';
import { paintNever, paintSoon } from '../stage/paint-queue';
import { type Palette, paintLabels, paintRgb } from '../stage/palette';
import styles from './SampleGrid.module.css';
import { ThumbnailQueue } from './thumbnail-queue';

const queue = new ThumbnailQueue<Thumbnail>();

interface Props {
  id: string;
  index: number;
  /** Changes when the labels are read by another map. */
  revision: number;
  maxSide: number;
  palette: Palette;
}

export function SampleThumbnail({ id, index, revision, maxSide, palette }: Props) {
  const paintKey = useId();
  const picture = useRef<HTMLCanvasElement>(null);
  const labels = useRef<HTMLCanvasElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    setFailure(null);
    const giveUp = queue.ask({
      key: `${id} ${revision} ${index} ${maxSide}`,
      load: () => lab().thumbnail(id, index, maxSide),
      onLoad: (thumbnail) => paintSoon(paintKey, () => paint(picture.current, labels.current, thumbnail, palette)),
      onFail: setFailure,
    });
    return () => {
      giveUp();
      paintNever(paintKey);
    };
  }, [id, index, revision, maxSide, palette, paintKey]);
  return (
    <span className={styles.picture} title={failure ?? undefined}>
      <canvas ref={picture} className={layers.layer} data-testid="thumbnail" />
      <canvas ref={labels} className={`${layers.layer} ${layers.labels}`} />
      {failure && <span className={styles.failure}>{failure}</span>}
    </span>
  );
}

function paint(
  picture: HTMLCanvasElement | null,
  over: HTMLCanvasElement | null,
  { width, height, rgb, labels }: Thumbnail,
  palette: Palette,
): void {
  if (!picture || !over) return;
  show(picture, width, height, paintRgb(rgb));
  if (labels) show(over, width, height, paintLabels(labels, palette));
  else blank(over);
  picture.dataset.painted = 'true';
}
