/** The bench's picture with its boxes, and beside it what the detector and CLIP say about them. */
import { ActionIcon, Grid, Group, Paper, SegmentedControl, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { BenchBoxPixels } from '../../workers/prompt-bench';
import { icon } from '../app/icons';
import { show } from '../stage/canvas';
import { paintRgb } from '../stage/palette';
import { useBench } from '../store/bench';
import { useColored } from '../store/colors';
import { useDraft } from '../store/taxonomy';
import classes from './Bench.module.css';
import { BoxList, ClipTable } from './BoxTables';
import { colorsOf } from './box-colors';
import { foundWords, type Part, rounded, type Window } from './concepts';

const PARTS = [
  { value: 'whole', label: 'Whole' },
  { value: 'left', label: 'Left' },
  { value: 'middle', label: 'Middle' },
  { value: 'right', label: 'Right' },
];

/** Smaller pictures show their pixels. */
const SMALL_PX = 600;

const PreviousIcon = icon(<path d="M15 5l-7 7 7 7" />);
const NextIcon = icon(<path d="M9 5l7 7-7 7" />);

export function BenchView() {
  const { set: pictures, picture, part, asked, answer, working, show: open, choose } = useBench();
  const step = (by: number) => picture && void open(picture.index + by);
  return (
    <Paper component="section" aria-labelledby="bench-picture">
      <Group justify="space-between" mb="xs" gap="sm">
        <Title order={2} size="h5" id="bench-picture" style={{ overflowWrap: 'anywhere' }}>
          {picture ? picture.file : 'Prompt bench'}
        </Title>
        {picture && pictures && (
          <Group gap="sm">
            <SegmentedControl
              size="xs"
              aria-label="Part of the picture that is looked at"
              value={part}
              onChange={(value) => choose({ part: value as Part })}
              data={PARTS}
            />
            <Group gap={4} wrap="nowrap">
              <ActionIcon
                variant="default"
                size={30}
                aria-label="Previous picture"
                disabled={picture.index === 0 || working !== null}
                onClick={() => step(-1)}
              >
                <PreviousIcon size={16} />
              </ActionIcon>
              <ActionIcon
                variant="default"
                size={30}
                aria-label="Next picture"
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
          <PictureWithBoxes />
          <Text size="sm" mt="xs" role="status" data-testid="bench-found">
            {answer ? foundWords(asked, answer) : 'Not looked at yet.'}
          </Text>
          <Text size="xs" c="dimmed">
            {part === 'whole'
              ? 'A run looks at crops: the other parts are as large as the crops of the chosen preset.'
              : 'This part is as large as a crop of the chosen preset. Runs also draw and mirror crops elsewhere.'}
          </Text>
          {answer && answer.boxes.length > 0 && (
            <Grid gap="md" mt="sm">
              <Grid.Col span={{ base: 12, md: 6 }}>
                <BoxList answer={answer} />
              </Grid.Col>
              <Grid.Col span={{ base: 12, md: 6 }}>
                <ClipTable answer={answer} />
              </Grid.Col>
            </Grid>
          )}
        </>
      ) : (
        <div className={classes.empty}>
          <Text c="dimmed" maw={440}>
            {working === 'pictures'
              ? 'The pictures are being opened.'
              : 'Choose pictures, press Look, and see which boxes your words find. Nothing is trained here, and no picture leaves this tab.'}
          </Text>
        </div>
      )}
    </Paper>
  );
}

function PictureWithBoxes() {
  const { picture, window, answer, asked, selected, select } = useBench();
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
              aria-label={`${prompt}, score ${rounded(score)}`}
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
