/** The values that were seen in the label files, how often, and the class that each is read as. */
import { Badge, Button, FileButton, Group, NativeSelect, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { IdMap } from '../../workers/experiment/id-map';
import { IGNORE_INDEX, type Taxonomy } from '../../workers/experiment/taxonomy';
import type { DatasetCard, ValueShare } from '../../workers/protocol';
import { SaveIcon } from '../app/icons';
import { Swatch } from '../stage/Legend';
import { type DatasetRole, useDatasets } from '../store/datasets';
import { useDraft } from '../store/taxonomy';
import { percent, idMap as words } from '../words/data';
import styles from './IdMapEditor.module.css';
import { currentMap, exportIdMap, importIdMap } from './id-map-file';

/** A label with instance numbers has thousands of values: they are shown a few at a time. */
const ROWS_AT_ONCE = 40;

/** The classes of the experiment; an id that is none of them stays a choice until it is changed. */
function choicesFor({ classes }: Taxonomy, now: number): { value: string; label: string }[] {
  const choices = classes.map(({ name }, id) => ({ value: String(id), label: name }));
  if (now !== IGNORE_INDEX && now >= classes.length) choices.push({ value: String(now), label: words.noClass(now) });
  return [{ value: String(IGNORE_INDEX), label: words.ignored }, ...choices];
}

export function IdMapEditor({ role, card }: { role: DatasetRole; card: DatasetCard }) {
  const own = useDatasets((s) => s[role].reading.map);
  const { setIdMap } = useDatasets.getState();
  const [shown, setShown] = useState(ROWS_AT_ONCE);
  const { values } = card;
  // A map names all values: while some may still come, it would ignore them without a word.
  const isEarly = card.state !== 'complete' && own === null;
  const map = currentMap(card, own);
  const change = (next: IdMap | null) => void setIdMap(role, next);
  if (values.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {card.state === 'complete' ? words.noLabels : words.noneCounted}
      </Text>
    );
  return (
    <Stack gap="sm" data-testid="id-map">
      <Group gap="sm">
        <Badge variant="light" color={own ? 'orange' : 'teal'}>
          {own ? words.own : words.usual}
        </Badge>
        <FileButton accept=".json" onChange={(file) => file && void importIdMap(role, file)}>
          {(props) => (
            <Button size="compact-sm" variant="default" {...props}>
              {words.importJson}
            </Button>
          )}
        </FileButton>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<SaveIcon size={14} />}
          disabled={isEarly}
          onClick={() => exportIdMap(card.name, map)}
        >
          {words.exportJson}
        </Button>
        {own && (
          <Button size="compact-sm" variant="subtle" onClick={() => change(null)}>
            {words.back}
          </Button>
        )}
        <Text size="xs" c="dimmed">
          {isEarly ? words.early : own ? words.explanationOwn : words.explanation(values.length)}
        </Text>
      </Group>
      <Table verticalSpacing={4} maw={760}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={110}>{words.value}</Table.Th>
            <Table.Th>{words.share}</Table.Th>
            <Table.Th w={220}>{words.readAs}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {values.slice(0, shown).map((entry) => (
            <Row
              key={`${entry.value} ${entry.trainId}`}
              entry={entry}
              values={values}
              disabled={isEarly}
              onChange={(trainId) => change({ ...map, [entry.value]: trainId })}
            />
          ))}
        </Table.Tbody>
      </Table>
      {values.length > shown && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => setShown(shown + ROWS_AT_ONCE)}
          style={{ alignSelf: 'flex-start' }}
        >
          {words.more(values.length - shown)}
        </Button>
      )}
    </Stack>
  );
}

interface RowProps {
  entry: ValueShare;
  values: ValueShare[];
  disabled: boolean;
  onChange(trainId: number): void;
}

function Row({ entry: { value, pixels, trainId }, values, disabled, onChange }: RowProps) {
  const { taxonomy } = useDraft();
  const total = values.reduce((sum, other) => sum + other.pixels, 0);
  const share = pixels / total;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          {value.startsWith('#') && <span className={styles.color} style={{ background: value }} />}
          {value}
        </Group>
      </Table.Td>
      <Table.Td>
        <div className={styles.track}>
          <div className={styles.bar} style={{ width: `${barWidth(share)}%` }} />
          <span className={styles.share}>{percent(share)}</span>
        </div>
      </Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          <Swatch taxonomy={taxonomy} id={trainId === IGNORE_INDEX ? null : trainId} />
          <NativeSelect
            size="xs"
            flex={1}
            aria-label={words.classOf(value)}
            disabled={disabled}
            value={String(trainId)}
            data={choicesFor(taxonomy, trainId)}
            onChange={(event) => onChange(Number(event.currentTarget.value))}
          />
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

/** From a millionth of all pixels to all of them, in percent of the track. */
function barWidth(share: number): number {
  return Math.max(1, 100 * (1 + Math.log10(share) / 6));
}
