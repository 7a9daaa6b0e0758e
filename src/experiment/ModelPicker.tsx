/** Choice of the vision-language models. */
import { Alert, Button, Group, Paper, Progress, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { FolderIcon } from '../app/icons';
import { sentenceOf } from '../app/sentence';
import { DropZone } from '../data/DropZone';
import { chooseFolder, type DroppedThings, hasFolderDialog } from '../data/pick';
import { type ModelKind, useModels } from '../store/models';

const EXPLANATION: Record<ModelKind, string> = {
  builtin: 'Small OWL-ViT and CLIP models, shipped with the page and trained on objects of the built-in city.',
  hub: 'Models in ONNX format from the Hugging Face hub. They are downloaded once and kept by the browser.',
  folder: 'A folder of this computer with the two models in the Hugging Face layout, one sub-folder each.',
};

export function ModelPicker() {
  const models = useModels();
  return (
    <Paper component="section" aria-labelledby="models" h="100%">
      <Stack gap="sm">
        <Title order={3} size="h5" id="models">
          Vision-language models
        </Title>
        <SegmentedControl
          aria-label="Where the models come from"
          value={models.kind}
          onChange={(kind) => models.choose(kind as ModelKind)}
          data={[
            { value: 'builtin', label: 'Built-in' },
            { value: 'hub', label: 'Hugging Face' },
            { value: 'folder', label: 'Folder' },
          ]}
        />
        <Text size="sm" c="dimmed">
          {EXPLANATION[models.kind]}
        </Text>
        {models.kind === 'hub' && <HubIds />}
        {models.kind === 'folder' && <ModelFolder />}
        {models.status === 'checking' && (
          <Stack gap={4}>
            <Text size="sm">{models.progress?.what ?? 'Checking the models'}…</Text>
            <Progress
              animated
              value={models.progress?.total ? (100 * models.progress.done) / models.progress.total : 100}
              aria-label="Checking the models"
            />
          </Stack>
        )}
        {models.status === 'refused' && (
          <Alert color="red" title="These models cannot be used" data-testid="models-error">
            {models.message}
          </Alert>
        )}
        {models.status === 'ready' && models.message && (
          <Alert color="teal" title="The models are complete">
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
      <TextInput label="OWL-ViT or OWLv2" value={owl} onChange={(e) => name('owl', e.currentTarget.value)} />
      <TextInput label="CLIP" value={clip} onChange={(e) => name('clip', e.currentTarget.value)} />
      <Group>
        <Button variant="default" onClick={() => void check()} disabled={!clip || !owl}>
          Download and check
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
    else refuse(`Drop ${second ? 'one folder' : 'a folder'}: the one that holds both models, a sub-folder for each.`);
  };
  const choose = () => {
    chooseFolder('models').then((handle) => handle && open(handle), fail);
  };
  return (
    <DropZone label="Model folder" testId="drop-models" compact onDrop={drop} onFail={fail}>
      <Group gap="sm">
        {hasFolderDialog() && (
          <Button variant="default" leftSection={<FolderIcon size={16} />} onClick={choose}>
            Choose folder
          </Button>
        )}
        <Text size="sm" c="dimmed">
          {folder ? `"${folder.name}" is chosen; drop another to change it` : 'or drop it here'}
        </Text>
      </Group>
    </DropZone>
  );
}
