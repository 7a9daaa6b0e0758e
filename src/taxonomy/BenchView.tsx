/** The bench's picture with its boxes, and below it what the detector and CLIP say about them; two columns for two detectors. */
import { ActionIcon, Grid, Group, Paper, SegmentedControl, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { BenchBoxPixels } from '../../workers/prompt-bench';
import { icon } from '../app/icons';
import { show } from '../stage/canvas';
import { paintRgb } from '../stage/palette';
import { useBench } from '../store/bench';
import { useBenchPictures } from '../store/bench-pictures';
import { SIDES, type Side } from '../store/bench-side';
import { useColored } from '../store/colors';
import { useDraft } from '../store/taxonomy';
import { benchView as words } from '../words/taxonomy-bench';
import classes from './Bench.module.css';
import { BoxList, ClipTable } from './BoxTables';
import { colorsOf } from './box-colors';
import { foundWords, type Part, rounded, type Window } from './concepts';
import { DetectorChoice } from './DetectorChoice';

const PARTS = [
  { value: 'whole', label: words.parts.whole },
  { value: 'left', label: words.parts.left },
  { value: 'middle', label: words.parts.middle },
  { value: 'right', label: words.parts.right },
];

/** Smaller pictures show their pixels. */
const SMALL_PX = 600;

const PreviousIcon = icon(<path d="M15 5l-7 7 7 7" />);
const NextIcon = icon(<path d="M9 5l7 7-7 7" />);

export function BenchView() {
  const { set: pictures, picture, opening, show: open } = useBenchPictures();
  const { part, comparing, choosePart } = useBench();
  const working = SIDES[0]((s) => s.working);
  const step = (by: number) => picture && void open(picture.index + by);
  return (
    <Paper component="section" aria-labelledby="bench-picture">
      <Group justify="space-between" mb="xs" gap="sm">
        <Title order={2} size="h5" id="bench-picture" style={{ overflowWrap: 'anywhere' }}>
          {picture ? picture.file : words.title}
        </Title>
        {picture && pictures && (
          <Group gap="sm">
            <SegmentedControl
              size="xs"
              aria-label={words.part}
              value={part}
              onChange={(value) => choosePart(value as Part)}
              data={PARTS}
            />
            <Group gap={4} wrap="nowrap">
              <ActionIcon
                variant="default"
                size={30}
                aria-label={words.previous}
                disabled={picture.index === 0 || working !== null}
                onClick={() => step(-1)}
              >
                <PreviousIcon size={16} />
              </ActionIcon>
              <ActionIcon
                variant="default"
                size={30}
                aria-label={words.next}
                disabled={picture.index + 1 >= pictures.total || working !== null}
                onClick={() => step(1)}
              >
                <NextIcon size={16} />
              </ActionIcon>
            </Group>
          </Group>
        )}
      </Group>
      {picture ? (
        <>
          <Grid gap="md">
            {SIDES.slice(0, comparing ? 2 : 1).map((side, i) => (
              <Grid.Col key={i === 0 ? 'first' : 'second'} span={{ base: 12, md: comparing ? 6 : 12 }}>
                <SideView useSide={side} place={i} comparing={comparing} />
              </Grid.Col>
            ))}
          </Grid>
          <Text size="xs" c="dimmed">
            {part === 'whole' ? words.wholeExplanation : words.partExplanation}
          </Text>
        </>
      ) : (
        <div className={classes.empty}>
          <Text c="dimmed" maw={440}>
            {opening ? words.opening : words.empty}
          </Text>
        </div>
      )}
    </Paper>
  );
}

function SideView({ useSide, place, comparing }: { useSide: Side; place: number; comparing: boolean }) {
  const { answer, asked } = useSide();
  const half = comparing ? 12 : 6;
  return (
    <section aria-label={words.detectors[place]}>
      {comparing && <DetectorChoice useSide={useSide} place={place} />}
      <PictureWithBoxes useSide={useSide} />
      <Text size="sm" mt="xs" role="status" data-testid="bench-found">
        {answer ? foundWords(asked, answer) : words.notLooked}
      </Text>
      {answer && answer.boxes.length > 0 && (
        <Grid gap="md" mt="sm">
          <Grid.Col span={{ base: 12, md: half }}>
            <BoxList useSide={useSide} answer={answer} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: half }}>
            <ClipTable useSide={useSide} answer={answer} />
          </Grid.Col>
        </Grid>
      )}
    </section>
  );
}

function PictureWithBoxes({ useSide }: { useSide: Side }) {
  const picture = useBenchPictures((s) => s.picture);
  const { window, answer, asked, selected, select } = useSide();
  const draft = useDraft();
  const colors = colorsOf(asked, useColored(draft.taxonomy));
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current && picture) show(canvas.current, picture.width, picture.height, paintRgb(picture.rgb));
  }, [picture]);
  if (!picture) return null;
  const { width, height } = picture;
  const hasEdge = window && (window.width < width || window.height < height);
  return (
    <div
      className={classes.frame}
      style={{ aspectRatio: width / height, maxWidth: `calc((100dvh - 210px) * ${width / height})` }}
      data-testid="bench-frame"
    >
      <canvas ref={canvas} role="img" aria-label={picture.file} data-small={width < SMALL_PX} />
      {hasEdge && <div className={classes.edge} style={placeOf(window, picture)} />}
      {window &&
        answer?.boxes
          .map((found, i) => ({ ...found, i }))
          // Small boxes lie on top of large ones, so that each can be pressed.
          .sort((a, b) => areaOf(b.box) - areaOf(a.box))
          .map(({ i, box, concept, prompt, score }) => (
            <button
              key={`${box.x0} ${box.y0} ${box.x1} ${box.y1} ${concept}`}
              type="button"
              className={classes.box}
              data-selected={i === selected}
              aria-label={words.box(prompt, rounded(score))}
              style={{
                ...placeOf(
                  { x: window.x + box.x0, y: window.y + box.y0, width: box.x1 - box.x0, height: box.y1 - box.y0 },
                  picture,
                ),
                borderColor: colors[concept],
              }}
              onClick={() => void select(i)}
            >
              <span className={classes.tag} style={{ background: colors[concept] }}>
                {rounded(score)}
              </span>
            </button>
          ))}
    </div>
  );
}

const areaOf = ({ x0, y0, x1, y1 }: BenchBoxPixels): number => (x1 - x0) * (y1 - y0);

/** A place on the picture, as shares of its sides. */
function placeOf({ x, y, width, height }: Window, picture: { width: number; height: number }) {
  return {
    left: `${(100 * x) / picture.width}%`,
    top: `${(100 * y) / picture.height}%`,
    width: `${(100 * width) / picture.width}%`,
    height: `${(100 * height) / picture.height}%`,
  };
}
