/** Deleted runs, until they are deleted for good. */
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { RunRecord } from '../../workers/protocol';
import { formatBytes } from '../app/format';
import { KEPT_DAYS, useRuns } from '../store/runs';
import { deletedRuns as words } from '../words/runs';

export function DeletedRuns({ records }: { records: RunRecord[] }) {
  const { restore, purge } = useRuns();
  return (
    <Paper component="section" aria-labelledby="deleted-runs" data-testid="deleted-runs">
      <Title order={2} size="h5" id="deleted-runs">
        {words.title}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {words.kept(KEPT_DAYS, formatBytes(records.reduce((sum, { bytes }) => sum + bytes, 0)))}
      </Text>
      <Stack gap={6}>
        {records.map(({ run, about }) => (
          <Group key={run} gap="xs">
            <Text size="sm" flex={1}>
              {about.title ?? run}
            </Text>
            <Button size="compact-sm" variant="default" onClick={() => void restore(run)}>
              {words.restore}
            </Button>
            <Button size="compact-sm" variant="subtle" color="red" onClick={() => void purge(run)}>
              {words.purge}
            </Button>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}
