/** The crops that a run trains on, as they come. */
import { Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { createStage } from '../stage/model';
import { Stage } from '../stage/Stage';
import type { RunEntry } from '../store/session';
import { useTimeline } from '../store/timeline';
import { useLive } from '../store/use-live';
import { liveStage as words } from '../words/run';
import { LIVE_OVERVIEW, livePicture, stacksOf } from './live-picture';
import { useLook } from './use-look';

export function LiveStage({ entry, ended }: { entry: RunEntry; ended: boolean }) {
  const [stage] = useState(() => createStage({ chosen: ['pseudoLabel', 'relabeled'] }));
  const { config } = entry.options;
  const [width, height] = config.data.target.crop;
  const stacks = useMemo(() => stacksOf(config), [config]);
  const past = useTimeline((s) => s.moment !== null);
  useLook(stage, stacks);
  useLive(
    entry.run,
    (live) => live.frames,
    (frames) => stage.setState({ picture: livePicture(frames) }),
  );
  return (
    <>
      {past && (
        <Text size="sm" c="dimmed">
          {words.past}
        </Text>
      )}
      <Stage
        stage={stage}
        label={words.label}
        stacks={stacks}
        overview={LIVE_OVERVIEW}
        taxonomy={config.taxonomy}
        aspect={width / height}
        waiting={ended ? words.noneKept : words.waiting}
        legendLabel={words.legend}
      />
    </>
  );
}
