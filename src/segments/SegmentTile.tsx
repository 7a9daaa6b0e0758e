/** One patch in the gallery: what lies in its box, what it was to become, and why it did or did not. */
import { memo, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import type { PictureCrop } from '../../workers/patch-columns';
import type { Decision } from '../../workers/protocol';
import { ThumbnailQueue } from '../data/thumbnail-queue';
import { show } from '../stage/canvas';
import { Swatch } from '../stage/Legend';
import { paintNever, paintSoon } from '../stage/paint-queue';
import { paintRgb } from '../stage/palette';
import { badgeInWords, badgeOf } from '../words/decisions';
import { nameOf, tileWords } from '../words/segment-verdicts';
import { segmentTile as words } from '../words/segments';
import { HandIcon } from './HumanSupervision';
import type { PatchTable, SerialPatch } from './patch-table';
import type { RunPictures } from './run-pictures';
import classes from './SegmentGallery.module.css';
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
  taxonomy: Taxonomy;
  left: number;
  top: number;
  width: number;
  /** What holds for its object from the next iteration on; null for nothing. */
  decision: Decision | null;
  chosen: boolean;
  onOpen(serial: number): void;
  /** `range`: all from the one that was chosen last. */
  onChoose(serial: number, range: boolean): void;
}

export const SegmentTile = memo(function SegmentTile({ table, serial, taxonomy, left, top, width, ...props }: Props) {
  const patch = useMemo(() => table.at(serial), [table, serial]);
  if (!patch) return null;
  const { decision, chosen } = props;
  const verdict = tileWords(patch);
  const [from, to] = [nameOf(taxonomy, patch.from), nameOf(taxonomy, patch.to)];
  const badge = decision && badgeOf(decision, taxonomy);
  const label = words.label(from, to, verdict, patch.iteration + 1);
  return (
    <div className={classes.place} style={{ left, top, width }} data-chosen={chosen || undefined}>
      <input
        type="checkbox"
        className={classes.choose}
        aria-label={words.choose(label)}
        checked={chosen}
        onChange={(event) =>
          props.onChoose(serial, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
        }
      />
      <button
        type="button"
        className={classes.tile}
        data-verdict={verdict}
        data-decision={decision?.ruling}
        aria-label={decision ? words.decided(label, badgeInWords(decision, taxonomy)) : label}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) props.onChoose(serial, event.shiftKey);
          else props.onOpen(serial);
        }}
      >
        <BoxPicture patch={patch} pictures={props.pictures} />
        {badge && (
          <span className={classes.badge}>
            <HandIcon size={11} />
            {` ${badge}`}
          </span>
        )}
        <span className={classes.line}>
          <Swatch taxonomy={taxonomy} id={patch.from} />
          <span className={classes.dim}>{'→'}</span>
          <Swatch taxonomy={taxonomy} id={patch.to} />
          <b>{to}</b>
        </span>
        <span className={`${classes.line} ${patch.accepted ? classes.accepted : classes.rejected}`}>{verdict}</span>
        <span className={`${classes.line} ${classes.dim}`} title={words.numbers}>
          {words.scores(patch.detectionScore, patch.classScore, patch.iteration + 1)}
        </span>
      </button>
    </div>
  );
});

/** Why there are no pictures at all is said once, around the tiles. */
export function BoxPicture({ patch, pictures }: Pick<Props, 'pictures'> & { patch: SerialPatch }) {
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
  return (
    <span className={classes.picture}>
      <canvas ref={canvas} />
      {problem && <span className={classes.missing}>{problem}</span>}
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
