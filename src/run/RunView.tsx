/** A run while it works and after it has ended: pictures on the left, numbers on the right. */
import { Alert, Stack, Text } from '@mantine/core';
import { memo, useDeferredValue } from 'react';
import { Columns } from '../app/Columns';
import { ErrorBoundary } from '../app/ErrorBoundary';
import { Foldable } from '../app/Foldable';
import { LossChart } from '../charts/LossChart';
import { ConfusionPanel } from '../evaluate/ConfusionPanel';
import { IouTable } from '../evaluate/IouTable';
import { PictureScores } from '../evaluate/PictureScores';
import { SampledClasses } from '../evaluate/SampledClasses';
import { ScoreChart } from '../evaluate/ScoreChart';
import { SeedTable } from '../evaluate/SeedTable';
import { SegmentGallery } from '../segments/SegmentGallery';
import { type RunEntry, useSession } from '../store/session';
import { TimeLine } from '../timeline/TimeLine';
import { runView as words } from '../words/run';
import { InTurn } from './InTurn';
import { PictureGrid } from './PictureGrid';
import { ProblemList } from './ProblemList';
import { RelabelMap } from './RelabelMap';
import { RunClasses } from './RunClasses';
import { RunHeader } from './RunHeader';
import { useHistoryKeys } from './run-history';
import { useShownRuns } from './shown-runs';

export function RunView() {
  const runs = useShownRuns(useSession((s) => s.runs));
  const shown = useSession((s) => s.shown);
  // The header follows at once; a part below it that takes long to draw does not hold up the page.
  const [laterRuns, laterShown] = [useDeferredValue(runs), useDeferredValue(shown)];
  const entry = entryOf(runs, shown);
  useHistoryKeys(entry);
  if (!entry)
    return (
      <Alert color="gray" title={words.none}>
        <Text size="sm">{words.start}</Text>
      </Alert>
    );
  return (
    <Stack gap="md">
      <ErrorBoundary what={words.progress}>
        <RunHeader entry={entry} />
      </ErrorBoundary>
      <RunPanels runs={laterRuns} shown={laterShown} />
    </Stack>
  );
}

function entryOf(runs: RunEntry[], shown: string | null): RunEntry | undefined {
  return runs.find((run) => run.run === shown) ?? runs[0];
}

const RunPanels = memo(function RunPanels({ runs, shown }: { runs: RunEntry[]; shown: string | null }) {
  const entry = entryOf(runs, shown);
  if (!entry) return null;
  const several = runs.length > 1 && runs.every(({ part }) => part === 'seed');
  return (
    <>
      <ErrorBoundary what={words.timeLine}>
        <InTurn entry={entry}>{(entry) => <TimeLine key={entry.run} entry={entry} />}</InTurn>
      </ErrorBoundary>
      <Columns
        left={
          <Stack gap="md">
            <Foldable panel="pictures" title={words.pictures}>
              <InTurn entry={entry}>{(entry) => <PictureGrid key={entry.run} entry={entry} />}</InTurn>
            </Foldable>
            <Foldable panel="segments" title={words.segments}>
              <InTurn entry={entry}>{(entry) => <SegmentGallery key={entry.run} entry={entry} />}</InTurn>
            </Foldable>
            <Foldable panel="losses" title={words.losses}>
              <InTurn entry={entry}>
                {({ run, options }) => (
                  <LossChart key={run} run={run} iterations={options.config.schedule.iterations} />
                )}
              </InTurn>
            </Foldable>
            <Foldable panel="scores" title={words.scores}>
              <InTurn entry={entry}>{(entry) => <ScoreChart entry={entry} />}</InTurn>
            </Foldable>
            <Foldable panel="confusion" title={words.confusion}>
              <InTurn entry={entry}>{(entry) => <ConfusionPanel key={entry.run} entry={entry} />}</InTurn>
            </Foldable>
            <Foldable panel="picture-scores" title={words.pictureScores}>
              <InTurn entry={entry}>{(entry) => <PictureScores key={entry.run} entry={entry} />}</InTurn>
            </Foldable>
            <ProblemList />
          </Stack>
        }
        right={
          <Stack gap="md">
            {several && (
              <Foldable panel="seeds" title={words.seeds}>
                <SeedTable runs={runs} />
              </Foldable>
            )}
            <Foldable panel="iou" title={words.iou}>
              <IouTable runs={several ? [entry] : runs} shown={entry} />
            </Foldable>
            <Foldable panel="map" title={words.map}>
              <InTurn entry={entry}>{(entry) => <RelabelMap entry={entry} />}</InTurn>
            </Foldable>
            <Foldable panel="classes" title={words.classes}>
              <InTurn entry={entry}>{(entry) => <RunClasses key={entry.run} entry={entry} />}</InTurn>
            </Foldable>
            <Foldable panel="drawn" title={words.drawn}>
              <InTurn entry={entry}>{(entry) => <SampledClasses key={entry.run} entry={entry} />}</InTurn>
            </Foldable>
          </Stack>
        }
      />
    </>
  );
});
