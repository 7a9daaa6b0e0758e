/** Says once that a run's pictures are not there, and lets a person point to their folder: drop it here, or choose it. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { sentenceOf } from '../app/sentence';
import { chooseFolder, droppedThings, folderOf, type HandleFolder, hasFolderDialog } from '../data/pick';
import type { RunEntry } from '../store/session';
import { useSession } from '../store/session';
import { unknownPicturesAlert as words } from '../words/segments';
import { checkPictures } from './run-pictures';

interface Props {
  entry: RunEntry;
  /** Why there are none. */
  failure: string;
  /** A picture that the run has seen: a folder without it is another one's. */
  file: string;
}

export function UnknownPictures({ entry, failure, file }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const [looking, setLooking] = useState(false);
  const take = async (find: () => Promise<HandleFolder | null | undefined>) => {
    setProblem(null);
    try {
      const folder = await find();
      if (!folder) return;
      setLooking(true);
      const options = { ...entry.options, target: folder.origin };
      await checkPictures(options, file).catch((error: unknown) => {
        throw new Error(words.otherFolder(folder.name, sentenceOf(error)));
      });
      useSession.getState().change(entry.run, { options });
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setLooking(false);
    }
  };
  const choose = async () => {
    const handle = await chooseFolder('run-pictures');
    return handle && folderOf(handle);
  };
  return (
    <Alert
      color="yellow"
      variant="default"
      title={failure}
      data-testid="unknown-pictures"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const { dataTransfer } = event;
        void take(async () => (await droppedThings(dataTransfer)).folders[0]);
      }}
    >
      <Group gap="sm">
        <Text size="sm">{words.explanation}</Text>
        {hasFolderDialog() && (
          <Button size="compact-sm" variant="default" loading={looking} onClick={() => void take(choose)}>
            {words.choose}
          </Button>
        )}
      </Group>
      {problem && (
        <Text size="sm" c="red" mt={4} role="alert">
          {problem}
        </Text>
      )}
    </Alert>
  );
}
