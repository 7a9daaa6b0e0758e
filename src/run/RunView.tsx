/** A run while it works and after it has ended: pictures on the left, numbers on the right. */
import { Alert, Grid, Stack, Text } from '@mantine/core';
import { memo, useDeferredValue } from 'react';
import { ErrorBoundary } from '../app/ErrorBoundary';
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
import { PictureGrid } from './PictureGrid';
import { ProblemList } from './ProblemList';
import { RelabelMap } from './RelabelMap';
import { RunHeader } from './RunHeader';

export function RunView() {
  const runs = useSession((s) => s.runs);
  const shown = useSession((s) => s.shown);
  // The header follows at once; a part below it that takes long to draw does not hold up the page.
  const [laterRuns, laterShown] = [useDeferredValue(runs), useDeferredValue(shown)];
  const entry = entryOf(runs, shown);
  if (!entry)
    return (
      <Alert color="gray" title="No run yet">
        <Text size="sm">Start the demo or a run on your own data under "Set up".</Text>
      </Alert>
    );
  return (
    <Stack gap="md">
      <ErrorBoundary what="The progress">
        <RunHeader entry={entry} />
      </ErrorBoundary>
      <ErrorBoundary what="The time line">
        <TimeLine key={entry.run} entry={entry} />
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
  const { config } = entry.options;
  const several = runs.length > 1 && runs.every(({ part }) => part === 'seed');
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Stack gap="md">
          <ErrorBoundary what="The pictures">
            <PictureGrid key={entry.run} entry={entry} />
          </ErrorBoundary>
          <ErrorBoundary what="The segments">
            <SegmentGallery key={entry.run} entry={entry} />
          </ErrorBoundary>
          <ErrorBoundary what="The loss curves">
            <LossChart key={entry.run} run={entry.run} iterations={config.schedule.iterations} />
          </ErrorBoundary>
          <ErrorBoundary what="The IoU curves">
            <ScoreChart entry={entry} />
          </ErrorBoundary>
          <ErrorBoundary what="The confusion matrix">
            <ConfusionPanel key={entry.run} entry={entry} />
          </ErrorBoundary>
          <ErrorBoundary what="The pictures by score">
            <PictureScores key={entry.run} entry={entry} />
          </ErrorBoundary>
          <ProblemList />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Stack gap="md">
          {several && (
            <ErrorBoundary what="The table of the seeds">
              <SeedTable runs={runs} />
            </ErrorBoundary>
          )}
          <ErrorBoundary what="The IoU table">
            <IouTable runs={several ? [entry] : runs} shown={entry} />
          </ErrorBoundary>
          <ErrorBoundary what="The relabeling map">
            <RelabelMap entry={entry} />
          </ErrorBoundary>
          <ErrorBoundary what="The drawn classes">
            <SampledClasses key={entry.run} entry={entry} />
          </ErrorBoundary>
        </Stack>
      </Grid.Col>
    </Grid>
  );
});
