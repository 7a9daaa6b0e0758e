/** Several folders where one is needed: the person says which. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { FolderIcon } from '../app/icons';
import { type Choice, type DatasetRole, useDatasets } from '../store/datasets';
import { choiceList as words } from '../words/data';
import { LAYOUT_NAMES } from '../words/dataset-facts';

export function ChoiceList({ role, choices }: { role: DatasetRole; choices: Choice[] }) {
  const { choose } = useDatasets.getState();
  const [first, second] = choices;
  const isPair = role !== 'validation' && choices.length === 2 && choices.every(({ path }) => path === null);
  const both = (source: Choice, target: Choice) => {
    void choose('source', source);
    void choose('target', target);
  };
  return (
    <Stack gap="xs" data-testid="choices">
      <Text size="sm">
        {first?.path === null ? words.dropped : words.holds(first?.folder.name ?? '')} {words.which(role)}
      </Text>
      <Group gap="xs">
        {choices.map((choice) => (
          <Button
            key={nameOf(choice)}
            size="compact-md"
            variant="default"
            leftSection={<FolderIcon size={14} />}
            onClick={() => void choose(role, choice)}
          >
            {nameOf(choice)}
            {choice.layout && words.layout(LAYOUT_NAMES[choice.layout])}
          </Button>
        ))}
      </Group>
      {isPair && first && second && (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {words.both}
          </Text>
          {[[first, second] as const, [second, first] as const].map(([source, target]) => (
            <Button key={nameOf(source)} size="compact-md" variant="light" onClick={() => both(source, target)}>
              {words.pair(nameOf(source), nameOf(target))}
            </Button>
          ))}
        </Group>
      )}
    </Stack>
  );
}

const nameOf = ({ folder, path }: Choice): string => path ?? folder.name;
