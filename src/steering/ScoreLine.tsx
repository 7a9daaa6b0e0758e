/** A histogram of scores on which the threshold is a line to drag, or to move by the keys. */
import { Group, Text } from '@mantine/core';
import { fromLogScale } from '../../workers/prompt-bench';
import { Fraction } from '../taxonomy/Fraction';
import { thresholdWords } from '../words/map-changes';
import { scoreLine as words } from '../words/steering';
import classes from './Steering.module.css';
import { type Bins, SCALES, type ScoredPatches, scoreBins, type Thresholds } from './scores';

const BINS = 50;
/** Places of the line. */
const STEPS = 400;

const MARKS = { detection: [0.001, 0.01, 0.1, 1], clip: [0, 0.25, 0.5, 0.75, 1] };

/** The threshold at a place of the line, to three digits that matter. */
const SCORE_AT = {
  detection: (place: number) => Number(fromLogScale(place).toPrecision(3)),
  clip: (place: number) => Number(place.toFixed(3)),
};

interface Props {
  which: 'detection' | 'clip';
  name: string;
  patches: ScoredPatches;
  /** That hold now. */
  present: number;
  /** With the line where it is. */
  wanted: Thresholds;
  value: number;
  /** False: the run has ended, and the line shows what would have been. */
  live: boolean;
  onMove(value: number): void;
  onTake(value: number): void;
  onGiveUp(): void;
}

export function ScoreLine({ which, name, patches, present, wanted, value, live, ...on }: Props) {
  const bins = scoreBins(patches, which, wanted, BINS);
  const scale = SCALES[which];
  const label = words.thresholdOf(words.labels[which], name);
  const take = () => (value === present ? undefined : on.onTake(value));
  return (
    <div data-testid={`line-${which}-${name}`}>
      <Group justify="space-between" gap="xs" mb={4}>
        <Text size="xs" fw={600}>
          {words.titles[which]}
        </Text>
        {live && <Fraction label={words.asNumber(label)} value={value} onTake={on.onTake} />}
      </Group>
      <div className={classes.scores}>
        <Bars bins={bins} present={scale(present)} />
        <input
          type="range"
          className={classes.line}
          aria-label={label}
          aria-valuetext={thresholdWords(value)}
          min={0}
          max={STEPS}
          value={Math.round(scale(value) * STEPS)}
          onChange={(event) => on.onMove(SCORE_AT[which](Number(event.currentTarget.value) / STEPS))}
          onPointerUp={take}
          onBlur={take}
          onKeyDown={({ key }) => {
            if (key === 'Enter') take();
            if (key === 'Escape') on.onGiveUp();
          }}
        />
      </div>
      <div className={classes.ticks} aria-hidden="true">
        {MARKS[which].map((mark) => (
          <span key={mark} style={{ left: `${100 * scale(mark)}%` }}>
            {mark}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Heights grow with the logarithm of the count, so that single patches are seen beside thousands. */
function Bars({ bins: { accepted, refused }, present }: { bins: Bins; present: number }) {
  const heights = accepted.map((kept, i) => Math.log1p(kept + refused[i]!));
  const tallest = Math.max(1, ...heights);
  return (
    <svg viewBox={`0 0 ${BINS} 1`} preserveAspectRatio="none" aria-hidden="true">
      {heights.map((full, i) => {
        const height = full / tallest;
        const all = accepted[i]! + refused[i]!;
        const kept = all > 0 ? (height * accepted[i]!) / all : 0;
        const key = `bin ${i}`;
        return (
          <g key={key}>
            <rect className={classes.dropped} x={i} width={0.9} y={1 - height} height={height - kept} />
            <rect className={classes.kept} x={i} width={0.9} y={1 - kept} height={kept} />
          </g>
        );
      })}
      <line className={classes.present} x1={present * BINS} x2={present * BINS} y1={0} y2={1} />
    </svg>
  );
}
