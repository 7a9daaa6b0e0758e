/** One view of a stage: a caption, and a window onto the canvas behind it. */
import { NativeSelect, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { stagePane as words } from '../words/stage';
import type { StageStore } from './model';
import { isShowable, type Stack } from './picture';
import { listen } from './pointer';
import { RAMP_CSS } from './ramp';
import classes from './StagePane.module.css';
import { SwipeLine } from './SwipeLine';
import { useStage } from './use-stage';

interface Props {
  stage: StageStore;
  stack: Stack;
  against: Stack | null;
  /** What can be chosen; null where the pane always shows the same. */
  choices: readonly Stack[] | null;
  onChoose(place: 0 | 1, key: string): void;
  /** Which of the chosen stacks it shows. */
  place: 0 | 1;
  /** Width over height. */
  aspect: number;
  waiting: string;
  inUse(): boolean;
}

export function StagePane({ stage, stack, against, choices, onChoose, place, aspect, waiting, inUse }: Props) {
  const pane = useRef<HTMLDivElement>(null);
  const picture = useStage(stage, (s) => s.picture);
  const zoomed = useStage(stage, (s) => s.view !== null);
  const showable = isShowable(stack, picture);
  const scalar = picture?.layers.some(({ name, kind }) => kind === 'scalar' && [stack.base, stack.over].includes(name));
  useEffect(
    () => (pane.current ? listen(pane.current, stage, stack.key, inUse) : undefined),
    [stage, stack.key, inUse],
  );
  return (
    <figure className={classes.figure} aria-label={stack.title} data-testid={`picture-${stack.title}`}>
      <figcaption className={classes.caption}>
        {choices ? (
          <div className={classes.choices}>
            <StackSelect
              label={words.layer}
              value={stack.key}
              choices={choices}
              onChange={(key) => onChoose(place, key)}
            />
            {against && (
              <StackSelect
                label={words.layerOnRight}
                value={against.key}
                choices={choices}
                onChange={(key) => onChoose(1, key)}
              />
            )}
          </div>
        ) : (
          <Text size="sm" fw={600}>
            {stack.title}
          </Text>
        )}
        <Text size="xs" c="dimmed" component="span">
          {picture?.note}
        </Text>
      </figcaption>
      <div
        ref={pane}
        data-pane={stack.key}
        data-zoomed={zoomed || undefined}
        data-pixels={showable && picture ? `${picture.width}x${picture.height}` : undefined}
        className={classes.pane}
        style={{ aspectRatio: aspect, maxWidth: `calc(var(--pane-height) * ${aspect})` }}
        role="img"
        aria-label={against ? words.both(stack.title, against.title) : stack.title}
      >
        {!showable && <div className={classes.waiting}>{waiting}</div>}
      </div>
      {against && showable && <SwipeLine stage={stage} pane={pane} />}
      <div className={classes.explanation}>
        <Text size="xs" c="dimmed">
          {against ? words.swiped(stack.title, against.title) : stack.explanation}
        </Text>
        {scalar && (
          <span className={classes.ramp}>
            {words.least}
            <span style={{ background: RAMP_CSS }} />
            {words.most}
          </span>
        )}
      </div>
    </figure>
  );
}

interface SelectProps {
  label: string;
  value: string;
  choices: readonly Stack[];
  onChange(key: string): void;
}

function StackSelect({ label, value, choices, onChange }: SelectProps) {
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={choices.map(({ key, title }) => ({ value: key, label: title }))}
    />
  );
}
