/** Sessions of earlier visits that were not finished. */
import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { BinIcon, ContinueIcon } from '../app/icons';
import { mayRead } from '../data/folder-memory';
import { useHardware } from '../store/hardware';
import { isBusy, type Resumable, useSession } from '../store/session';
import { discardSession, resumeSession } from './control';
import { lacksFiles, type SessionRecord } from './session';

export function ResumeList() {
  const resumable = useSession((s) => s.resumable);
  const failure = useSession((s) => s.listFailure);
  const running = useHardware((s) => s.failure === null);
  // Without its background part the lab can do nothing, and the hardware check says so already.
  if (failure && running)
    return (
      <Alert color="red" title="Earlier runs could not be read">
        {failure}
      </Alert>
    );
  if (resumable.length === 0) return null;
  return (
    <Paper component="section" aria-labelledby="unfinished">
      <Title order={2} size="h4" id="unfinished" mb="sm">
        Unfinished
      </Title>
      <Stack gap="sm">
        {resumable.map((entry) => (
          <ResumeLine key={entry.record.id} {...entry} />
        ))}
      </Stack>
    </Paper>
  );
}

function ResumeLine({ record, stored }: Resumable) {
  const busy = useSession(isBusy);
  const [error, setError] = useState<string | null>(null);
  const again = record.runs.some((run) => lacksFiles(run.options));
  const resume = async () => {
    try {
      await allowFolders(record);
      await resumeSession(record);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <div>
      <Group justify="space-between">
        <div>
          <Text fw={600}>{record.title}</Text>
          <Text size="sm" c="dimmed">
            Started {new Date(record.startedAt).toLocaleString()} · {whereItStands(record, stored)}
          </Text>
        </div>
        <Group gap="xs">
          <Button leftSection={<ContinueIcon size={16} />} disabled={busy || again} onClick={() => void resume()}>
            Resume {record.title}
          </Button>
          <Button
            variant="subtle"
            color="red"
            leftSection={<BinIcon size={16} />}
            disabled={busy}
            onClick={() => void discardSession(record)}
          >
            Delete
          </Button>
        </Group>
      </Group>
      {again && (
        <Text size="sm" c="dimmed">
          Its files were given through a file dialog, which a browser does not remember. Start it anew with the same
          folders.
        </Text>
      )}
      {error && (
        <Alert color="red" mt="xs" title="It could not be resumed">
          {error}
        </Alert>
      )}
    </div>
  );
}

function whereItStands(record: SessionRecord, stored: Resumable['stored']): string {
  const next = record.runs.find((run) => !record.finished.includes(run.run));
  const saved = stored.find((s) => s.run === next?.run);
  const where = saved
    ? `iteration ${saved.iteration} of ${saved.iterations} is saved`
    : 'no checkpoint yet, it begins anew';
  return record.runs.length > 1 ? `run ${record.finished.length + 1} of ${record.runs.length}: ${where}` : where;
}

async function allowFolders(record: SessionRecord): Promise<void> {
  for (const { options } of record.runs)
    for (const origin of [options.source, options.target, options.validation])
      if (origin?.kind === 'handle' && !(await mayRead(origin.handle)))
        throw new Error(`Reading "${origin.handle.name}" was not allowed. Press Resume again and allow it.`);
}
