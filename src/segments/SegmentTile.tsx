/** One patch in the gallery: what lies in its box, what it was to become, and why it did or did not. */
import { memo, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import type { PictureCrop } from '../../workers/patch-columns';
import { ThumbnailQueue } from '../data/thumbnail-queue';
import { show } from '../stage/canvas';
import { Swatch } from '../stage/Legend';
import { paintNever, paintSoon } from '../stage/paint-queue';
import { paintRgb } from '../stage/palette';
import type { PatchTable, SerialPatch } from './patch-table';
import type { RunPictures } from './run-pictures';
import classes from './SegmentGallery.module.css';
import { nameOf, VERDICT_WORDS, verdictOf } from './segment-words';
import { surroundings } from './surroundings';

/** Lines of text below the picture. */
export const CAPTION_PX = 48;
/** Pixels of the picture's longer side; tiles are hardly larger. */
const SIDE = 144;
const BOX_COLOR = '#ffd43b';

const queue = new ThumbnailQueue<PictureCrop>();

interface Props {
  table: PatchTable;
  serial: number;
  pictures: RunPictures | null;
  failure: string | null;
  taxonomy: Taxonomy;
  left: number;
  top: number;
  width: number;
  onOpen(serial: number): void;
}

export const SegmentTile = memo(function SegmentTile({ table, serial, taxonomy, left, top, width, ...props }: Props) {
  const patch = useMemo(() => table.at(serial), [table, serial]);
  if (!patch) return null;
  const verdict = VERDICT_WORDS[verdictOf(patch)];
  const [from, to] = [nameOf(taxonomy, patch.from), nameOf(taxonomy, patch.to)];
  return (
    <button
      type="button"
      className={classes.tile}
      style={{ left, top, width }}
      data-verdict={verdict}
      aria-label={`${from} to ${to}, ${verdict}, iteration ${patch.iteration + 1}`}
      onClick={() => props.onOpen(serial)}
    >
      <BoxPicture patch={patch} pictures={props.pictures} failure={props.failure} />
      <span className={classes.line}>
        <Swatch taxonomy={taxonomy} id={patch.from} />
        <span className={classes.dim}>→</span>
        <Swatch taxonomy={taxonomy} id={patch.to} />
        <b>{to}</b>
      </span>
      <span className={`${classes.line} ${patch.accepted ? classes.accepted : classes.rejected}`}>{verdict}</span>
      <span className={`${classes.line} ${classes.dim}`} title="OWL-ViT’s score, CLIP’s score, iteration">
        {patch.detectionScore.toFixed(2)} · {patch.classScore?.toFixed(2) ?? '–'} · it.{' '}
        {(patch.iteration + 1).toLocaleString('en')}
      </span>
    </button>
  );
});

function BoxPicture({ patch, pictures, failure }: { patch: SerialPatch } & Pick<Props, 'pictures' | 'failure'>) {
  const paintKey = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    setProblem(null);
    if (!pictures) return;
    const { area, box } = surroundings(patch);
    const giveUp = queue.ask({
      key: `${pictures.name} ${patch.file} ${Object.values(area).join()}`,
      load: () => pictures.cut(patch.file, area, SIDE),
      onLoad: (crop) => paintSoon(paintKey, () => canvas.current && paint(canvas.current, crop, box, area.width)),
      onFail: setProblem,
    });
    return () => {
      giveUp();
      paintNever(paintKey);
    };
  }, [patch, pictures, paintKey]);
  const why = problem ?? failure;
  return (
    <span className={classes.picture}>
      <canvas ref={canvas} />
      {why && <span className={classes.missing}>{why}</span>}
    </span>
  );
}

/** `side` is the area's in pixels of the picture, of which `box` is a part. */
function paint(canvas: HTMLCanvasElement, crop: PictureCrop, box: SerialPatch['box'], side: number): void {
  show(canvas, crop.width, crop.height, paintRgb(crop.rgb));
  const context = canvas.getContext('2d');
  if (!context) return;
  const scale = crop.width / side;
  context.strokeStyle = BOX_COLOR;
  context.lineWidth = Math.max(1, crop.width / 72);
  context.strokeRect(box.x0 * scale, box.y0 * scale, (box.x1 - box.x0) * scale, (box.y1 - box.y0) * scale);
  canvas.dataset.painted = 'true';
}
