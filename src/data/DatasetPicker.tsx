/** A drop zone for one folder, with a button for those who do not drag, and what the scan found. */
import { Alert, Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useRef } from 'react';
import type { Progress as ScanProgress } from '../../workers/protocol';
import { formatTimeLeft } from '../app/format';
import { ClockIcon, CrossIcon, FolderIcon } from '../app/icons';
import { sentenceOf } from '../app/sentence';
import { type DatasetRole, useDatasets } from '../store/datasets';
import { ChoiceList } from './ChoiceList';
import { DatasetCard } from './DatasetCard';
import { DropZone } from './DropZone';
import { PERMISSION_WORDS } from './data-words';
import { planDrop } from './drop-plan';
import { importIdMap } from './id-map-file';
import { chooseFolder, type DroppedThings, folderOf, folderOfFiles, hasFolderDialog } from './pick';

interface Props {
  dataset: DatasetRole;
  title: string;
  purpose: string;
  /** A run can do without: no room is kept for it. */
  optional?: boolean;
}

export function DatasetPicker({ dataset: role, title, purpose, optional = false }: Props) {
  const dataset = useDatasets((s) => s[role]);
  const { open, reopen, offer, refuse, note, clear, stop } = useDatasets.getState();
  const input = useRef<HTMLInputElement>(null);

  const fail = (error: unknown) => refuse(role, '', sentenceOf(error));
  const drop = (things: DroppedThings) => {
    const plan = planDrop(role, things, dataset.card !== null);
    if (plan.do === 'open') void open(role, plan.folder, { notice: plan.notice });
    else if (plan.do === 'choose')
      offer(
        role,
        plan.folders.map((folder) => ({ folder, path: null, layout: null })),
      );
    else if (plan.do === 'map') void importIdMap(role, plan.file);
    // What is open stays open when something else is dropped on it by mistake.
    else if (dataset.card?.layout) note(role, plan.sentence);
    else refuse(role, '', plan.sentence);
  };
  const choose = () => {
    if (!hasFolderDialog()) {
      input.current?.click();
      return;
    }
    chooseFolder(role).then((handle) => handle && open(role, folderOf(handle)), fail);
  };

  return (
    <DropZone
      label={`${title} folder`}
      testId={`drop-${role}`}
      filled={dataset.status === 'ready'}
      compact={optional}
      onDrop={drop}
      onFail={fail}
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
        {dataset.notice && (
          <Alert color="blue" p="xs" data-testid="notice" withCloseButton onClose={() => note(role, '')}>
            {dataset.notice}
          </Alert>
        )}
        {dataset.status === 'scanning' && (
          <Scanning name={dataset.name} progress={dataset.progress} onStop={() => stop(role)} />
        )}
        {dataset.status === 'refused' && (
          <Alert color="red" title={dataset.name ? `"${dataset.name}" cannot be used` : 'This cannot be used'}>
            {dataset.error}
          </Alert>
        )}
        {dataset.status === 'choosing' && <ChoiceList role={role} choices={dataset.choices} />}
        {dataset.card && <DatasetCard role={role} card={dataset.card} />}
        {dataset.status !== 'ready' && dataset.status !== 'scanning' && (
          <Group gap="sm">
            <Button variant="default" leftSection={<FolderIcon size={16} />} onClick={choose}>
              Choose folder
            </Button>
            {dataset.remembered && (
              <Button variant="light" leftSection={<ClockIcon size={16} />} onClick={() => void reopen(role)}>
                Reopen {dataset.remembered.handle.name}
              </Button>
            )}
            <Text size="sm" c="dimmed">
              or drop it here
            </Text>
          </Group>
        )}
        {dataset.remembered && (
          <Text size="xs" c="dimmed" data-testid="permission">
            {PERMISSION_WORDS[dataset.remembered.permission]}
          </Text>
        )}
        <input
          ref={input}
          type="file"
          hidden
          aria-label={`${title} folder files`}
          onChange={(event) => {
            const folder = folderOfFiles([...(event.target.files ?? [])]);
            if (folder) void open(role, folder);
          }}
          {...{ webkitdirectory: '' }}
        />
      </Stack>
    </DropZone>
  );
}

interface ScanningProps {
  name: string;
  progress: ScanProgress | null;
  onStop(): void;
}

function Scanning({ name, progress, onStop }: ScanningProps) {
  const isCounted = progress !== null && progress.total > 0;
  const [done, total] = [progress?.done ?? 0, progress?.total ?? 0].map((n) => n.toLocaleString('en'));
  return (
    <Group gap="sm" wrap="nowrap" align="flex-end">
      <Stack gap={6} flex={1} miw={0}>
        <Text size="sm">
          {isCounted ? `${progress.what}: ${done} of ${total}` : `Reading "${name}"…`}
          {isCounted && progress.secondsLeft !== null && `, ${formatTimeLeft(progress.secondsLeft)} left`}
        </Text>
        <Progress
          value={isCounted ? (100 * progress.done) / progress.total : 100}
          animated={!isCounted}
          aria-label={`Reading ${name}`}
        />
      </Stack>
      <Button size="compact-sm" variant="default" flex="none" onClick={onStop}>
        Cancel
      </Button>
    </Group>
  );
}
