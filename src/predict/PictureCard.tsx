/** The pictures: buttons to choose them, progress, the list of what was predicted, and the button that saves it. */
import { Button, FileButton, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { FolderIcon } from '../app/icons';
import { chooseSaveTarget, finishSaving } from '../app/save-target';
import { chooseFolder, hasFolderDialog } from '../data/pick';
import { lab } from '../lab';
import { usePrediction } from '../store/prediction';
import { pictureCard as words } from '../words/predict';
import { chosenPictures, PICTURES_ACCEPT } from './dropped';
import { PredictedList } from './PredictedList';

const FOLDER_NAME = 'predictions';

export function PictureCard() {
  const { pictures, facts, working, progress, entries, problems, summary, choose, refuse, cancel } = usePrediction();
  const take = (files: File[]) => {
    const found = chosenPictures(files);
    if (found) void choose(found);
    else if (files.length) refuse(new Error(words.noPicture));
  };
  const folder = () => {
    chooseFolder('pictures').then(
      (handle) => handle && choose({ name: handle.name, origin: { kind: 'handle', handle } }),
      refuse,
    );
  };
  return (
    <Stack gap="xs">
      <Title order={2} size="h5">
        {words.title}
      </Title>
      <Group gap="sm">
        <FileButton multiple accept={PICTURES_ACCEPT} onChange={take}>
          {(props) => (
            <Button variant="default" disabled={working} {...props}>
              {words.choosePictures}
            </Button>
          )}
        </FileButton>
        {hasFolderDialog() && (
          <Button variant="default" leftSection={<FolderIcon size={16} />} disabled={working} onClick={folder}>
            {words.chooseFolder}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" data-testid="prediction-hint">
        {hint(pictures?.name ?? null, facts !== null, working, summary)}
      </Text>
      {working && (
        <Group gap="sm" wrap="nowrap">
          <Stack gap={2} flex={1}>
            <Progress
              value={progress ? (100 * progress.done) / progress.total : 100}
              animated={!progress}
              aria-label={words.progress}
            />
            {progress && (
              <Text size="xs" c="dimmed">
                {words.done(progress.done, progress.total, progress.secondsLeft)}
              </Text>
            )}
          </Stack>
          <Button size="compact-sm" variant="default" onClick={cancel}>
            {words.cancel}
          </Button>
        </Group>
      )}
      {problems.length > 0 && <Problems problems={problems} />}
      {entries.length > 0 && <PredictedList entries={entries} />}
      {entries.length > 0 && <SaveButton disabled={working} />}
    </Stack>
  );
}

function hint(name: string | null, loaded: boolean, working: boolean, summary: string | null): string {
  if (!name) return words.orDrop;
  if (!loaded) return words.waiting(name);
  return working ? words.predicting(name) : words.summary(name, summary);
}

const SHOWN_PROBLEMS = 5;

function Problems({ problems }: { problems: { file: string; message: string }[] }) {
  return (
    <Stack gap={2} data-testid="prediction-problems">
      <Text size="sm" fw={600}>
        {words.leftOut(problems.length)}
      </Text>
      {problems.slice(0, SHOWN_PROBLEMS).map(({ file, message }) => (
        <Text size="xs" key={file}>
          {message.includes(file) ? message : `${file}: ${message}`}
        </Text>
      ))}
      {problems.length > SHOWN_PROBLEMS && (
        <Text size="xs" c="dimmed">
          {words.more(problems.length - SHOWN_PROBLEMS)}
        </Text>
      )}
    </Stack>
  );
}

function SaveButton({ disabled }: { disabled: boolean }) {
  const [saving, setSaving] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const save = async () => {
    setSaid(null);
    const target = await chooseSaveTarget(FOLDER_NAME);
    if (!target) return;
    setSaving(true);
    try {
      setSaid(finishSaving(await lab().savePredictions(target), FOLDER_NAME));
    } finally {
      setSaving(false);
    }
  };
  return (
    <Group gap="sm">
      <Button disabled={disabled} loading={saving} onClick={() => save().catch(usePrediction.getState().refuse)}>
        {words.save}
      </Button>
      <Text size="sm" c="dimmed" data-testid="prediction-saved">
        {said}
      </Text>
    </Group>
  );
}
