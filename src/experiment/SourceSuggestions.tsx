/** The relabeling map of the preset, and beside it the source classes whose names are most similar to CLIP. */
import { Alert, Button, Group, Table, Text } from '@mantine/core';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import type { SourceSuggestion } from '../../workers/protocol';
import { nameOfClass } from '../stage/class-name';
import { Swatch } from '../stage/Legend';
import { useDatasets } from '../store/datasets';
import { originOf, useModels } from '../store/models';
import { useRelabeling } from '../store/relabeling';
import { sourceSuggestions as words } from '../words/experiment';

/** Suggestions that are shown of each class. */
const SHOWN = 3;

export function SourceSuggestions({ config }: { config: ExperimentConfig }) {
  const { suggestions, asking, problem, suggest } = useRelabeling();
  const models = useModels();
  const source = useDatasets((s) => s.source);
  const { taxonomy, relabeling } = config;
  const origin = originOf(models);
  const targets = relabeling.map.map(({ target }) => target);
  const named = source.card?.classes.map(({ trainId }) => trainId) ?? [];
  const sources = named.length ? named : taxonomy.classes.map((_, id) => id).filter((id) => !targets.includes(id));
  const name = (id: number) => nameOfClass(taxonomy, id);
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={500}>
          {words.title}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          loading={asking !== null}
          disabled={!origin}
          onClick={() => origin && void suggest(origin, config, sources)}
        >
          {words.compare}
        </Button>
      </Group>
      <Table data-testid="map-suggestions" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.class}</Table.Th>
            <Table.Th>{words.hidesIn}</Table.Th>
            {suggestions && <Table.Th>{words.similar}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {relabeling.map.map((entry) => (
            <Table.Tr key={entry.target}>
              <Table.Td>
                <Group gap={6} wrap="nowrap">
                  <Swatch taxonomy={taxonomy} id={entry.target} />
                  {name(entry.target)}
                </Group>
              </Table.Td>
              <Table.Td>{entry.source === null ? words.byVotes : name(entry.source)}</Table.Td>
              {suggestions && <Table.Td>{wordsOf(suggestions, entry.target, name)}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed" mt={4}>
        {words.explanation(named.length > 0)}
      </Text>
      {problem && (
        <Alert color="red" title={words.failed} mt="xs">
          {problem}
        </Alert>
      )}
    </div>
  );
}

function wordsOf(suggestions: SourceSuggestion[], target: number, name: (id: number) => string): string {
  const ranked = suggestions.find((suggestion) => suggestion.target === target)?.ranked ?? [];
  return ranked
    .slice(0, SHOWN)
    .map(({ source, similarity }) => `${name(source)} ${similarity.toFixed(2)}`)
    .join(', ');
}
