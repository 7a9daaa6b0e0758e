/** The checkpoint: a button to choose one, and what was found in it. */
import { Button, FileButton, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { CrossIcon } from '../app/icons';
import { obstacle, useHardware } from '../store/hardware';
import { usePrediction } from '../store/prediction';
import { checkpointCard as words } from '../words/predict';
import { WEIGHTS_ACCEPT } from './dropped';

export function CheckpointCard() {
  const { facts, loading, working, load, clear, refuse } = usePrediction();
  const problem = obstacle(useHardware());
  return (
    <Stack gap={6}>
      <Group justify="space-between">
        <Title order={2} size="h5">
          {words.title}
        </Title>
        {facts && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<CrossIcon size={14} />}
            disabled={working}
            onClick={() => clear().catch(refuse)}
          >
            {words.remove}
          </Button>
        )}
      </Group>
      {facts && (
        <Text size="sm" data-testid="checkpoint">
          {facts.summary} {facts.note} {words.looksAt(facts.taxonomy.classes.length, facts.inputSize)}
        </Text>
      )}
      {loading && (
        <Group gap="xs">
          <Loader size="xs" />
          <Text size="sm">{words.reading(loading)}</Text>
        </Group>
      )}
      {problem && <Text size="sm">{problem}</Text>}
      <Group gap="sm">
        <FileButton accept={WEIGHTS_ACCEPT} onChange={(file) => file && void load(file)}>
          {(props) => (
            <Button variant="default" disabled={working || loading !== null || problem !== null} {...props}>
              {facts ? words.another : words.choose}
            </Button>
          )}
        </FileButton>
        {!facts && (
          <Text size="sm" c="dimmed">
            {words.orDrop}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
