/** All runs in this browser's storage: named, compared, exported, imported, deleted and restored. */
import { Alert, Button, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { ErrorBoundary } from '../app/ErrorBoundary';
import { useRuns } from '../store/runs';
import { useSession } from '../store/session';
import { DID_NOT_WORK } from '../words/app';
import { CompareView } from './CompareView';
import { DeletedRuns } from './DeletedRuns';
import { ImportButtons } from './ImportButtons';
import { RunTable } from './RunTable';

export function RunsView() {
  const { records, failure, said, deleted, importing, load, restore, say } = useRuns();
  const active = useSession((s) => s.active);
  // A run that has begun or ended since changes what the list says.
  useEffect(() => {
    if (active !== undefined) void load();
  }, [active, load]);
  const there = records?.filter(({ about }) => about.deletedAt === null) ?? [];
  const gone = records?.filter(({ about }) => about.deletedAt !== null) ?? [];
  const justDeleted = gone.find(({ run }) => run === deleted);
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end">
        <div>
          <Title order={1} size="h2">
            Runs
          </Title>
          <Text size="sm" c="dimmed">
            What lies in this browser’s storage, the newest first. Choose two or more to compare them.
          </Text>
        </div>
        <ImportButtons />
      </Group>
      {importing && (
        <Paper p="sm">
          <Text size="sm" mb={4}>
            {importing.what}
          </Text>
          <Progress
            value={importing.total ? (100 * importing.done) / importing.total : 0}
            aria-label="Progress of the import"
          />
        </Paper>
      )}
      <div aria-live="polite">
        {failure && (
          <Alert color="red" title={DID_NOT_WORK} data-testid="runs-failure">
            {failure}
          </Alert>
        )}
        {said && <Alert color="teal" title={said} withCloseButton onClose={() => say(null)} />}
        {justDeleted && (
          <Alert color="gray" title={`${justDeleted.about.title ?? justDeleted.run} is deleted.`}>
            <Button size="compact-sm" variant="default" onClick={() => void restore(justDeleted.run)}>
              Undo
            </Button>
          </Alert>
        )}
      </div>
      {records === null ? (
        <Text c="dimmed">Reading…</Text>
      ) : there.length === 0 ? (
        <Alert color="gray" title="No run yet">
          <Text size="sm">
            Start the demo or a run on your own data under “Set up”, or import a run that the lab command has written.
          </Text>
        </Alert>
      ) : (
        <ErrorBoundary what="The list of runs">
          <RunTable records={there} />
        </ErrorBoundary>
      )}
      <ErrorBoundary what="The comparison">
        <CompareView records={there} />
      </ErrorBoundary>
      {gone.length > 0 && <DeletedRuns records={gone} />}
    </Stack>
  );
}
