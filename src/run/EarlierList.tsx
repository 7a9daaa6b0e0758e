/** Earlier sessions of this browser: unfinished ones can be resumed, finished ones looked at. */
import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { BinIcon, ContinueIcon } from '../app/icons';
import { sentenceOf } from '../app/sentence';
import { mayRead } from '../data/folder-memory';
import { useHardware } from '../store/hardware';
import { type EarlierSession, isBusy, useSession } from '../store/session';
import { DID_NOT_WORK } from '../words/app';
import { earlierList as words } from '../words/run';
import { discardSession, openSession } from './control';
import { lacksFiles, type SessionRecord } from './session';

export function EarlierList() {
  const earlier = useSession((s) => s.earlier);
  const failure = useSession((s) => s.listFailure);
  const running = useHardware((s) => s.failure === null);
  // Without its background part the lab can do nothing, and the hardware check says so already.
  if (failure && running)
    return (
      <Alert color="red" title={words.notRead}>
        {failure}
      </Alert>
    );
  if (earlier.length === 0) return null;
  return (
    <Paper component="section" aria-labelledby="earlier">
      <Title order={2} size="h4" id="earlier" mb="sm">
        {words.title}
      </Title>
      <Stack gap="sm">
        {earlier.map((entry) => (
          <EarlierLine key={entry.record.id} {...entry} />
        ))}
      </Stack>
    </Paper>
  );
}

function EarlierLine({ record, stored }: EarlierSession) {
  const busy = useSession(isBusy);
  const [error, setError] = useState<string | null>(null);
  const finished = record.finished.length === record.runs.length;
  const again = !finished && record.runs.some((run) => lacksFiles(run.options));
  const attempt = (work: () => Promise<void>) => {
    work().catch((failure: unknown) => setError(sentenceOf(failure)));
  };
  const open = async () => {
    if (!finished) await allowFolders(record);
    await openSession(record);
  };
  return (
    <div>
      <Group justify="space-between">
        <div>
          <Text fw={600}>{record.title}</Text>
          <Text size="sm" c="dimmed">
            {words.started(new Date(record.startedAt).toLocaleString(), whereItStands(record, stored))}
          </Text>
        </div>
        <Group gap="xs">
          <Button
            variant={finished ? 'default' : 'filled'}
            leftSection={finished ? undefined : <ContinueIcon size={16} />}
            disabled={busy || again}
            onClick={() => attempt(open)}
          >
            {finished ? words.show(record.title) : words.resume(record.title)}
          </Button>
          <DeleteButton disabled={busy} onDelete={() => attempt(() => discardSession(record))} />
        </Group>
      </Group>
      {again && (
        <Text size="sm" c="dimmed">
          {words.lacksFiles}
        </Text>
      )}
      {error && (
        <Alert color="red" mt="xs" title={DID_NOT_WORK}>
          {error}
        </Alert>
      )}
    </div>
  );
}

/** Asks by its second press: what it deletes cannot be had back. */
function DeleteButton({ disabled, onDelete }: { disabled: boolean; onDelete: () => void }) {
  const [sure, setSure] = useState(false);
  return (
    <Button
      variant={sure ? 'filled' : 'subtle'}
      color="red"
      leftSection={<BinIcon size={16} />}
      disabled={disabled}
      onBlur={() => setSure(false)}
      onClick={() => (sure ? onDelete() : setSure(true))}
    >
      {sure ? words.deleteForGood : words.delete}
    </Button>
  );
}

function whereItStands(record: SessionRecord, stored: EarlierSession['stored']): string {
  const next = record.runs.find((run) => !record.finished.includes(run.run));
  if (!next) return words.finished;
  const saved = stored.find((s) => s.run === next.run);
  const where = saved?.iteration ? words.saved(saved.iteration, saved.iterations) : words.notSaved;
  return record.runs.length > 1 ? words.runOf(record.finished.length + 1, record.runs.length, where) : where;
}

async function allowFolders(record: SessionRecord): Promise<void> {
  for (const { options } of record.runs)
    for (const origin of [options.source, options.target, options.validation])
      if (origin?.kind === 'handle' && !(await mayRead(origin.handle)))
        throw new Error(words.notAllowed(origin.handle.name));
}
