/** The same pinned picture of the compared runs side by side, at one moment of all of them. */
import { Alert, Group, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { RunRecord } from '../../workers/protocol';
import { type Pin, pinKey } from '../../workers/run-timeline';
import { lab } from '../lab';
import { runFacts } from '../runs/run-facts';
import { createStage } from '../stage/model';
import { Stage } from '../stage/Stage';
import { comparedPictures as words } from '../words/timeline';
import {
  type ComparedRun,
  comparableRuns,
  comparedMoments,
  comparedPicture,
  comparedPredictions,
  comparedStacks,
  sharedPins,
} from './compared-pictures';
import { MomentSlider } from './MomentSlider';
import { lastUntil, type Moment, stepped } from './moments';
import { predictionOf, stillOf } from './pinned-pictures';
import { shortName } from './pinned-stage';
import { useRead } from './use-read';

export function ComparedPictures({ records }: { records: RunRecord[] }) {
  const key = records.map(({ run }) => run).join(' ');
  const { value: all, failure } = useRead(key, () =>
    Promise.all(
      records.map(async (record): Promise<ComparedRun> => {
        const { run, config } = record;
        return { run, title: runFacts(record, null).title, config, timeline: await lab().runTimeline(run) };
      }),
    ),
  );
  const runs = useMemo(() => (all?.length ? comparableRuns(all) : []), [all]);
  const pins = useMemo(() => sharedPins(runs), [runs]);
  const [wanted, setWanted] = useState<string | null>(null);
  const pin = pins.find((found) => pinKey(found) === wanted) ?? pins[0];
  return (
    <Paper component="section" aria-labelledby="compared-pictures" data-testid="compared-pictures">
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <div>
            <Title order={2} size="h4" id="compared-pictures">
              {words.title}
            </Title>
            <Text size="sm" c="dimmed">
              {words.explanation}
            </Text>
          </div>
          {pin && (
            <Select
              aria-label={words.pin}
              size="xs"
              w={280}
              value={pinKey(pin)}
              onChange={setWanted}
              allowDeselect={false}
              data={pins.map((found) => ({ value: pinKey(found), label: shortName(found.file, 36) }))}
            />
          )}
        </Group>
        {failure && <Alert color="red" title={failure} />}
        {all && !pin && (
          <Text size="sm" c="dimmed">
            {words.none}
          </Text>
        )}
        {all && pin && runs.length < all.length && (
          <Text size="sm" c="dimmed">
            {words.otherClasses}
          </Text>
        )}
        {pin && <Views key={pinKey(pin)} runs={runs} pin={pin} />}
      </Stack>
    </Paper>
  );
}

function Views({ runs, pin }: { runs: ComparedRun[]; pin: Pin }) {
  const [stage] = useState(() => createStage());
  const [moment, setMoment] = useState<Moment>(null);
  const moments = useMemo(() => comparedMoments(runs, pin), [runs, pin]);
  const iterations = comparedPredictions(runs, pin, moment);
  const latest = moments.at(-1) ?? 0;
  const key = `${runs.map(({ run }) => run).join(' ')} ${pinKey(pin)} ${iterations.join()}`;
  const { value: picture, failure } = useRead(key, async () => {
    const owner = runs.find((_, i) => iterations[i] !== null) ?? runs[0]!;
    const [still, ...predictions] = await Promise.all([
      stillOf(owner.run, pin),
      ...runs.map(({ run }, i) => (iterations[i] == null ? null : predictionOf(run, pin, iterations[i]))),
    ]);
    return comparedPicture(still, runs, predictions);
  });
  useEffect(() => stage.setState({ picture }), [stage, picture]);
  const stacks = comparedStacks(runs, iterations, pin.set === 'validation');
  const shown = lastUntil(
    moments.map((iteration) => ({ iteration })),
    moment,
  );
  const when = moment === null ? words.last : words.iteration(shown?.iteration ?? 0);
  return (
    <>
      <Text size="sm" data-testid="compared-moment">
        {words.at(when)}
      </Text>
      <MomentSlider
        label={words.slider}
        iterations={latest}
        {...{ latest, moment }}
        words={when}
        bands={[{ phase: 'off', from: 0, to: latest }]}
        evaluations={moments}
        checkpoints={[]}
        onChange={setMoment}
        onStep={(by) => setMoment(stepped(moments, moment, by, latest))}
      />
      {failure && <Alert color="red" title={failure} />}
      <Stage
        stage={stage}
        label={words.label}
        stacks={stacks}
        overview={stacks.slice(0, -1).map(({ key }) => key)}
        taxonomy={runs[0]!.config.taxonomy}
        aspect={picture ? picture.width / picture.height : 2}
        waiting={words.waiting}
        legendLabel={words.legend}
      />
    </>
  );
}
