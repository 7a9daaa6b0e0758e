/** The relabeling map: under which source class each target class hides, and how sure the models must be. */
import { ActionIcon, Group, Switch, Table, Text } from '@mantine/core';
import type { RelabelEntry } from '../../workers/experiment/schema';
import { BinIcon } from '../app/icons';
import { Swatch } from '../stage/Legend';
import { useDraft, useTaxonomy } from '../store/taxonomy';
import { mapTable as words } from '../words/taxonomy';
import { AddTarget } from './AddTarget';
import styles from './ClassTable.module.css';
import { addEntry, changeEntry, removeEntry } from './draft';
import { Fraction } from './Fraction';
import { SourceSelect } from './SourceSelect';

/** Where CLIP is switched on again. */
export const USUAL_CLIP_THRESHOLD = 0.5;

export function MapTable() {
  const draft = useDraft();
  const { edit } = useTaxonomy();
  return (
    <>
      <div className={styles.scroll}>
        <Table verticalSpacing={6} miw={760} data-testid="map-table">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={170}>{words.target}</Table.Th>
              <Table.Th w={210}>{words.source}</Table.Th>
              <Table.Th w={150}>{words.detector}</Table.Th>
              <Table.Th>{words.clip}</Table.Th>
              <Table.Th w={44}>
                <span className={styles.hidden}>{words.remove}</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {draft.map.map((entry) => (
              <EntryRow key={entry.target} entry={entry} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {draft.map.length === 0 && (
        <Text size="sm" c="dimmed" my="sm">
          {words.empty}
        </Text>
      )}
      <Group gap="sm" mt="sm">
        <AddTarget
          taxonomy={draft.taxonomy}
          taken={draft.map.map(({ target }) => target)}
          onAdd={(target) => edit(addEntry(target))}
        />
        <Text size="xs" c="dimmed" maw={760}>
          {words.explanation}
        </Text>
      </Group>
    </>
  );
}

function EntryRow({ entry }: { entry: RelabelEntry }) {
  const draft = useDraft();
  const { edit } = useTaxonomy();
  const { target, source, detectionThreshold, classificationThreshold } = entry;
  const { classes } = draft.taxonomy;
  const { name, prompts, category } = classes[target]!;
  const change = (part: Partial<RelabelEntry>) => edit(changeEntry(target, part));
  return (
    <Table.Tr data-testid={`entry-${name}`}>
      <Table.Td>
        <Group gap={8} wrap="nowrap">
          <Swatch taxonomy={draft.taxonomy} id={target} />
          <Text size="sm" fw={600}>
            {name}
          </Text>
        </Group>
        {prompts.length === 0 && (
          <Text size="xs" c="red">
            {words.noPrompt}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <SourceSelect
          taxonomy={draft.taxonomy}
          {...{ target, source }}
          onChange={(chosen) => change({ source: chosen })}
        />
        {source !== null && classes[source]!.category !== category && (
          <Text size="xs" c="dimmed">
            {words.otherCategory(classes[source]!.category)}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Fraction
          label={words.detectionThreshold(name)}
          value={detectionThreshold}
          onTake={(value) => change({ detectionThreshold: value })}
        />
      </Table.Td>
      <Table.Td>
        <Group gap="sm" wrap="nowrap">
          <Switch
            aria-label={words.askClip(name)}
            checked={classificationThreshold !== null}
            onChange={(event) =>
              change({ classificationThreshold: event.currentTarget.checked ? USUAL_CLIP_THRESHOLD : null })
            }
          />
          {classificationThreshold === null ? (
            <Text size="xs" c="dimmed">
              {words.clipNotAsked}
            </Text>
          ) : (
            <Fraction
              label={words.clipThreshold(name)}
              value={classificationThreshold}
              onTake={(value) => change({ classificationThreshold: value })}
            />
          )}
        </Group>
      </Table.Td>
      <Table.Td>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.takeOut(name)}
          onClick={() => edit(removeEntry(target))}
        >
          <BinIcon size={16} />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
}
