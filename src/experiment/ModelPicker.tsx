/** Choice of the vision-language models. */
import { Alert, Button, Group, Paper, Progress, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { FolderIcon } from '../app/icons';
import { sentenceOf } from '../app/sentence';
import { DropZone } from '../data/DropZone';
import { chooseFolder, type DroppedThings, hasFolderDialog } from '../data/pick';
import { type ModelKind, useModels } from '../store/models';
import { modelPicker as words } from '../words/experiment';

export function ModelPicker() {
  const models = useModels();
  return (
    <Paper component="section" aria-labelledby="models" h="100%">
      <Stack gap="sm">
        <Title order={3} size="h5" id="models">
          {words.title}
        </Title>
        <SegmentedControl
          aria-label={words.where}
          value={models.kind}
          onChange={(kind) => models.choose(kind as ModelKind)}
          data={[
            { value: 'builtin', label: words.kinds.builtin },
            { value: 'hub', label: words.kinds.hub },
            { value: 'folder', label: words.kinds.folder },
          ]}
        />
        <Text size="sm" c="dimmed">
          {words.explanations[models.kind]}
        </Text>
        {models.kind === 'hub' && <HubIds />}
        {models.kind === 'folder' && <ModelFolder />}
        {models.status === 'checking' && (
          <Stack gap={4}>
            <Text size="sm">{words.doing(models.progress?.what ?? words.checking)}</Text>
            <Progress
              animated
              value={models.progress?.total ? (100 * models.progress.done) / models.progress.total : 100}
              aria-label={words.checking}
            />
          </Stack>
        )}
        {models.status === 'refused' && (
          <Alert color="red" title={words.refused} data-testid="models-error">
            {models.message}
          </Alert>
        )}
        {models.status === 'ready' && models.message && (
          <Alert color="teal" title={words.complete}>
            {models.message}
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}

function HubIds() {
  const { clip, owl, name, check } = useModels();
  return (
    <Stack gap="xs">
      <TextInput label={words.owl} value={owl} onChange={(e) => name('owl', e.currentTarget.value)} />
      <TextInput label={words.clip} value={clip} onChange={(e) => name('clip', e.currentTarget.value)} />
      <Group>
        <Button variant="default" onClick={() => void check()} disabled={!clip || !owl}>
          {words.check}
        </Button>
      </Group>
    </Stack>
  );
}

function ModelFolder() {
  const { folder, open, refuse } = useModels();
  const fail = (error: unknown) => refuse(sentenceOf(error));
  const drop = ({ folders: [dropped, second] }: DroppedThings) => {
    if (dropped && !second) void open(dropped.origin.handle);
    else refuse(words.dropOne(second !== undefined));
  };
  const choose = () => {
    chooseFolder('models').then((handle) => handle && open(handle), fail);
  };
  return (
    <DropZone label={words.folder} testId="drop-models" compact onDrop={drop} onFail={fail}>
      <Group gap="sm">
        {hasFolderDialog() && (
          <Button variant="default" leftSection={<FolderIcon size={16} />} onClick={choose}>
            {words.chooseFolder}
          </Button>
        )}
        <Text size="sm" c="dimmed">
          {folder ? words.chosen(folder.name) : words.orDrop}
        </Text>
      </Group>
    </DropZone>
  );
}
