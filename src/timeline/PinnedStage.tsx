/** One pinned picture at the moment of the time line: what was predicted, what is true, where it is wrong, what changed. */
import { Alert } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { type Pin, pinKey } from '../../workers/run-timeline';
import { createStage } from '../stage/model';
import { Stage } from '../stage/Stage';
import type { RunEntry } from '../store/session';
import { NO_TIMELINE, useTimeline } from '../store/timeline';
import { useLater } from '../store/use-later';
import { pinnedStage as words } from '../words/timeline';
import { predictionOf, stillOf } from './pinned-pictures';
import { pinnedPicture, pinnedStacks, shownPredictions } from './pinned-stage';
import { useRead } from './use-read';

const OVERVIEW = ['prediction', 'truth', 'wrong', 'changed'];

export function PinnedStage({ entry, pin }: { entry: RunEntry; pin: Pin }) {
  const { run, options } = entry;
  const { taxonomy, data } = options.config;
  const [stage] = useState(() => createStage({ arrangement: 'two', chosen: ['prediction', 'truth'] }));
  const moment = useTimeline((s) => s.moment);
  const { pinned } = useLater(useTimeline, run, (s) => s.runs[run] ?? NO_TIMELINE);
  const { now, before } = shownPredictions(pinned, pin, moment);
  const key = now === null ? null : `${run} ${pinKey(pin)} ${before} ${now}`;
  const { value: picture, failure } = useRead(key, async () => {
    const [still, prediction, earlier] = await Promise.all([
      stillOf(run, pin),
      predictionOf(run, pin, now!),
      before === null ? null : predictionOf(run, pin, before),
    ]);
    return pinnedPicture(still, prediction, earlier, words.iteration(now!));
  });
  useEffect(() => stage.setState({ picture }), [stage, picture]);
  const labelled = pin.set === 'validation';
  const stacks = useMemo(() => pinnedStacks(labelled), [labelled]);
  const [width, height] = data.evaluation;
  return (
    <>
      {failure && (
        <Alert color="red" title={words.notRead}>
          {failure}
        </Alert>
      )}
      <Stage
        stage={stage}
        label={words.label(pin.file)}
        stacks={stacks}
        overview={OVERVIEW}
        taxonomy={taxonomy}
        aspect={picture ? picture.width / picture.height : width / height}
        waiting={now === null ? words.notPredicted : words.reading}
        legendLabel={words.legend}
      />
    </>
  );
}
