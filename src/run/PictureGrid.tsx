/** The live pictures of a run, the heart of the page. */
import { Paper, Stack, Title } from '@mantine/core';
import { useMemo, useState } from 'react';
import { createStage } from '../stage/model';
import { Stage } from '../stage/Stage';
import type { RunEntry } from '../store/session';
import { useLive } from '../store/use-live';
import { LIVE_OVERVIEW, livePicture, stacksOf } from './live-picture';
import { useLook } from './use-look';

export function PictureGrid({ entry }: { entry: RunEntry }) {
  const [stage] = useState(() => createStage({ chosen: ['pseudoLabel', 'relabeled'] }));
  const { config } = entry.options;
  const [width, height] = config.data.target.crop;
  const stacks = useMemo(() => stacksOf(config), [config]);
  useLook(stage, stacks);
  const ended = entry.status === 'finished' || entry.status === 'stopped' || entry.status === 'failed';
  useLive(
    entry.run,
    (live) => live.frames,
    (frames) => stage.setState({ picture: livePicture(frames) }),
  );
  return (
    <Paper component="section" aria-labelledby="pictures">
      <Stack gap="sm">
        <Title order={2} size="h4" id="pictures">
          What it sees
        </Title>
        <Stage
          stage={stage}
          label="Pictures of the run"
          stacks={stacks}
          overview={LIVE_OVERVIEW}
          taxonomy={config.taxonomy}
          aspect={width / height}
          waiting={ended ? 'No picture of this run was kept.' : 'Waiting for the first iteration'}
          legendLabel="Classes in these pictures"
        />
      </Stack>
    </Paper>
  );
}
