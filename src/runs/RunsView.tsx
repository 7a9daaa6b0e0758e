/** All runs in this browser's storage: named, compared, exported, imported, deleted and restored. */
import { Alert, Button, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { ErrorBoundary } from '../app/ErrorBoundary';
import { useRuns } from '../store/runs';
import { useSession } from '../store/session';
import { DID_NOT_WORK } from '../words/app';
import { runsView as words } from '../words/runs';
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
            {words.title}
          </Title>
          <Text size="sm" c="dimmed">
            {words.explanation}
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
            aria-label={words.importProgress}
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
          <Alert color="gray" title={words.deleted(justDeleted.about.title ?? justDeleted.run)}>
            <Button size="compact-sm" variant="default" onClick={() => void restore(justDeleted.run)}>
              {words.undo}
            </Button>
          </Alert>
        )}
      </div>
      {records === null ? (
        <Text c="dimmed">{words.reading}</Text>
      ) : there.length === 0 ? (
        <Alert color="gray" title={words.none}>
          <Text size="sm">{words.start}</Text>
        </Alert>
      ) : (
        <ErrorBoundary what={words.list}>
          <RunTable records={there} />
        </ErrorBoundary>
      )}
      <ErrorBoundary what={words.comparison}>
        <CompareView records={there} />
      </ErrorBoundary>
      {gone.length > 0 && <DeletedRuns records={gone} />}
    </Stack>
  );
}
