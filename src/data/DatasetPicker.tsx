/** A drop zone for one folder, with a button for those who do not drag, and what the scan found. */
import { Alert, Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useRef } from 'react';
import type { Progress as ScanProgress } from '../../workers/protocol';
import { formatTimeLeft } from '../app/format';
import { ClockIcon, CrossIcon, FolderIcon } from '../app/icons';
import { sentenceOf } from '../app/sentence';
import { type DatasetRole, useDatasets } from '../store/datasets';
import { datasetPicker as words } from '../words/data';
import { PERMISSION_WORDS } from '../words/dataset-facts';
import { ChoiceList } from './ChoiceList';
import { DatasetCard } from './DatasetCard';
import { DropZone } from './DropZone';
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
      label={words.zone(title)}
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
              {words.remove}
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
          <Alert color="red" title={words.refused(dataset.name)}>
            {dataset.error}
          </Alert>
        )}
        {dataset.status === 'choosing' && <ChoiceList role={role} choices={dataset.choices} />}
        {dataset.card && <DatasetCard role={role} card={dataset.card} />}
        {dataset.status !== 'ready' && dataset.status !== 'scanning' && (
          <Group gap="sm">
            <Button variant="default" leftSection={<FolderIcon size={16} />} onClick={choose}>
              {words.choose}
            </Button>
            {dataset.remembered && (
              <Button variant="light" leftSection={<ClockIcon size={16} />} onClick={() => void reopen(role)}>
                {words.reopen(dataset.remembered.handle.name)}
              </Button>
            )}
            <Text size="sm" c="dimmed">
              {words.drop}
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
          aria-label={words.files(title)}
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
  return (
    <Group gap="sm" wrap="nowrap" align="flex-end">
      <Stack gap={6} flex={1} miw={0}>
        <Text size="sm">
          {isCounted ? words.counting(progress.what, progress.done, progress.total) : words.reading(name)}
          {isCounted && progress.secondsLeft !== null && words.left(formatTimeLeft(progress.secondsLeft))}
        </Text>
        <Progress
          value={isCounted ? (100 * progress.done) / progress.total : 100}
          animated={!isCounted}
          aria-label={words.progress(name)}
        />
      </Stack>
      <Button size="compact-sm" variant="default" flex="none" onClick={onStop}>
        {words.cancel}
      </Button>
    </Group>
  );
}
