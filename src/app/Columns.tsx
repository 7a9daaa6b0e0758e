/** Two columns with a line between them that is dragged, or moved by the arrow keys; below one another where it is narrow. */
import { type ReactNode, useRef } from 'react';
import { PICTURES_SHARE, useLayout } from '../store/layout';
import { columns as words } from '../words/app';
import classes from './Columns.module.css';

const STEP = 2;
const KEYS: Record<string, number | undefined> = { ArrowLeft: -STEP, ArrowRight: STEP, Home: -100, End: 100 };

export function Columns({ left, right }: { left: ReactNode; right: ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  const share = useLayout((s) => s.pictures);
  const { setPictures } = useLayout.getState();
  const drag = (event: React.PointerEvent<HTMLHRElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !root.current) return;
    const { left: from, width } = root.current.getBoundingClientRect();
    setPictures((100 * (event.clientX - from)) / width);
  };
  return (
    <div
      ref={root}
      className={classes.columns}
      style={{ '--share': `${share}fr`, '--rest': `${100 - share}fr` } as React.CSSProperties}
    >
      <div className={classes.column}>{left}</div>
      <hr
        className={classes.line}
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={words.width}
        aria-valuenow={share}
        aria-valuemin={PICTURES_SHARE.least}
        aria-valuemax={PICTURES_SHARE.most}
        aria-valuetext={words.share(share)}
        title={words.drag}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => setPictures(PICTURES_SHARE.default)}
        onKeyDown={(event) => {
          const by = KEYS[event.key];
          if (by === undefined) return;
          event.preventDefault();
          setPictures(share + by);
        }}
      />
      <div className={classes.column}>{right}</div>
    </div>
  );
}
