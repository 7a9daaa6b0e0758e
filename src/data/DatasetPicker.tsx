/** A drop zone for one folder, with a button for those who do not drag, and what the scan found. */
import { Alert, Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
import type { Progress as ScanProgress } from '../../workers/protocol';
import { formatTimeLeft } from '../app/format';
import { ClockIcon, CrossIcon, FolderIcon } from '../app/icons';
import { type DatasetRole, useDatasets } from '../store/datasets';
import classes from './DatasetPicker.module.css';
import { mayRead } from './folder-memory';
import { chooseFolder, droppedFolders, folderOfFiles, hasFolderDialog } from './pick';
import { ScanCard } from './ScanCard';

interface Props {
  dataset: DatasetRole;
  title: string;
  purpose: string;
}

export function DatasetPicker({ dataset: role, title, purpose }: Props) {
  const dataset = useDatasets((s) => s[role]);
  const { open, refuse, clear } = useDatasets.getState();
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const fail = (name: string) => (error: unknown) =>
    refuse(role, name, error instanceof Error ? error.message : String(error));
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    droppedFolders(event.dataTransfer).then(([folder]) => folder && open(role, folder.name, folder.origin), fail(''));
  };
  const choose = () => {
    if (!hasFolderDialog()) {
      input.current?.click();
      return;
    }
    chooseFolder(role).then((handle) => handle && open(role, handle.name, { kind: 'handle', handle }), fail(''));
  };
  const reopen = (handle: FileSystemDirectoryHandle) => {
    mayRead(handle).then((may) => {
      if (may) void open(role, handle.name, { kind: 'handle', handle });
      else refuse(role, handle.name, `Reading "${handle.name}" was not allowed. Choose or drop the folder again.`);
    }, fail(handle.name));
  };

  return (
    <section
      className={classes.zone}
      aria-label={`${title} folder`}
      data-testid={`drop-${role}`}
      data-over={over}
      data-filled={dataset.status === 'ready'}
      onDragEnter={(event) => event.preventDefault()}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div>
            <Title order={3} size="h5">
              {title}
            </Title>
            <Text size="sm" c="dimmed">
              {purpose}
            </Text>
          </div>
          {dataset.status !== 'empty' && (
            <Button
              size="compact-sm"
              flex="none"
              variant="subtle"
              color="gray"
              leftSection={<CrossIcon size={14} />}
              onClick={() => clear(role)}
            >
              Remove
            </Button>
          )}
        </Group>
        {dataset.status === 'scanning' && <Scanning name={dataset.name} progress={dataset.progress} />}
        {dataset.status === 'refused' && (
          <Alert color="red" title={dataset.name ? `"${dataset.name}" cannot be used` : 'This cannot be used'}>
            {dataset.error}
          </Alert>
        )}
        {dataset.report && <ScanCard name={dataset.name} report={dataset.report} />}
        {dataset.status !== 'ready' && dataset.status !== 'scanning' && (
          <Group gap="sm">
            <Button variant="default" leftSection={<FolderIcon size={16} />} onClick={choose}>
              Choose folder
            </Button>
            {dataset.remembered && (
              <Button
                variant="light"
                leftSection={<ClockIcon size={16} />}
                onClick={() => dataset.remembered && reopen(dataset.remembered)}
              >
                Reopen {dataset.remembered.name}
              </Button>
            )}
            <Text size="sm" c="dimmed">
              or drop it here
            </Text>
          </Group>
        )}
        <input
          ref={input}
          type="file"
          className={classes.hidden}
          aria-label={`${title} folder files`}
          onChange={(event) => {
            const folder = folderOfFiles([...(event.target.files ?? [])]);
            if (folder) void open(role, folder.name, folder.origin);
          }}
          {...{ webkitdirectory: '' }}
        />
      </Stack>
    </section>
  );
}

function Scanning({ name, progress }: { name: string; progress: ScanProgress | null }) {
  const counted = progress !== null && progress.total > 0;
  return (
    <Stack gap={6}>
      <Text size="sm">
        {counted ? `${progress.what}: ${progress.done} of ${progress.total}` : `Reading "${name}"…`}
        {counted && progress.secondsLeft !== null && `, ${formatTimeLeft(progress.secondsLeft)} left`}
      </Text>
      <Progress
        value={counted ? (100 * progress.done) / progress.total : 100}
        animated={!counted}
        aria-label={`Reading ${name}`}
      />
    </Stack>
  );
}
