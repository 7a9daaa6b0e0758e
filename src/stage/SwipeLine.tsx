/** The line between two layers in one pane: dragged, or moved by the arrows. */
import { type PointerEvent, type RefObject, useEffect, useState } from 'react';
import { swipeLine as words } from '../words/stage';
import { act } from './actions';
import { SwipeIcon } from './icons';
import type { StageStore } from './model';
import classes from './SwipeLine.module.css';
import { useStage } from './use-stage';

interface Props {
  stage: StageStore;
  pane: RefObject<HTMLDivElement | null>;
}

export function SwipeLine({ stage, pane }: Props) {
  const at = useStage(stage, (s) => s.swipeAt);
  const [box, setBox] = useState({ top: 0, left: 0, width: 0, height: 0 });
  useEffect(() => {
    const element = pane.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setBox({
        top: element.offsetTop,
        left: element.offsetLeft,
        width: element.offsetWidth,
        height: element.offsetHeight,
      }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [pane]);
  const drag = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !pane.current) return;
    const { left, width } = pane.current.getBoundingClientRect();
    stage.setState({ swipeAt: Math.min(1, Math.max(0, (event.clientX - left) / width)) });
  };
  return (
    <div
      className={classes.swipe}
      style={{ top: box.top, height: box.height, left: box.left + at * box.width }}
      role="slider"
      tabIndex={0}
      aria-label={words.title}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(100 * at)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={(event) => {
        const action = { ArrowLeft: 'swipe-left', ArrowRight: 'swipe-right' }[event.key];
        if (!action) return;
        event.preventDefault();
        event.stopPropagation();
        act(action as 'swipe-left' | 'swipe-right', { stage, pane: box, stacks: [], far: false });
      }}
    >
      <span className={classes.grip}>
        <SwipeIcon size={16} />
      </span>
    </div>
  );
}
