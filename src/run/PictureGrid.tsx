/** The pictures of a run, the heart of the page: what it trains on now, and pinned pictures at any moment. */
import { Group, Paper, Stack, Title } from '@mantine/core';
import { useState } from 'react';
import { type Pin, pinKey } from '../../workers/run-timeline';
import type { RunEntry } from '../store/session';
import { NO_TIMELINE, useTimeline } from '../store/timeline';
import { useLater } from '../store/use-later';
import { useLive } from '../store/use-live';
import { PictureChoice } from '../timeline/PictureChoice';
import { PinMenu } from '../timeline/PinMenu';
import { PinnedStage } from '../timeline/PinnedStage';
import { pinsOf } from '../timeline/pinned-stage';
import { pictureGrid as words } from '../words/run';
import { LiveStage } from './LiveStage';

/** `auto`: crops as long as they come, a pinned picture where the time line looks back or nothing else was kept. */
type Choice = 'auto' | 'crops' | Pin;

export function PictureGrid({ entry }: { entry: RunEntry }) {
  const [choice, setChoice] = useState<Choice>('auto');
  const [crops, setCrops] = useState(false);
  const past = useTimeline((s) => s.moment !== null);
  const { pinned, pins: chosen } = useLater(useTimeline, entry.run, (s) => s.runs[entry.run] ?? NO_TIMELINE);
  useLive(
    entry.run,
    (live) => live.frames !== null,
    (there) => setCrops(there === true),
  );
  const ended = entry.status === 'finished' || entry.status === 'stopped' || entry.status === 'failed';
  const pins = pinsOf(pinned);
  const usual = past || (ended && !crops) ? (pins[0] ?? null) : null;
  const wanted = typeof choice === 'object' ? (pins.find((pin) => pinKey(pin) === pinKey(choice)) ?? null) : null;
  const shown = choice === 'auto' ? usual : wanted;
  return (
    <Paper component="section" aria-labelledby="pictures">
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={2} size="h4" id="pictures">
            {words.title}
          </Title>
          {!ended && <PinMenu run={entry.run} pins={chosen ?? pinned.at(-1)?.pins ?? []} />}
        </Group>
        {pins.length > 0 && (
          <PictureChoice {...{ pins, shown }} crops={crops || !ended} onChoose={(pin) => setChoice(pin ?? 'crops')} />
        )}
        {shown ? (
          <PinnedStage key={pinKey(shown)} entry={entry} pin={shown} />
        ) : (
          <LiveStage entry={entry} ended={ended} />
        )}
      </Stack>
    </Paper>
  );
}
