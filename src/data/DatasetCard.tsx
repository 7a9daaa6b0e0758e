/** What was found in a folder: layout, pictures, splits, classes, what is left out, and how far the counting is. */
import { Alert, Badge, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import type { DatasetCard as Card } from '../../workers/protocol';
import { formatBytes } from '../app/format';
import { ContinueIcon, EyeIcon } from '../app/icons';
import { useDataPanel } from '../store/data-panel';
import { type DatasetRole, useDatasets } from '../store/datasets';
import { problem, datasetCard as words } from '../words/data';
import { emptySplitWords, LAYOUT_NAMES, labelWords, sizeWords, skippedWords, splitWords } from '../words/dataset-facts';
import { ClassHistogram } from './ClassHistogram';

/** Problems named on the card; all of them are in the panel. */
const NAMED_PROBLEMS = 2;

export function DatasetCard({ role, card }: { role: DatasetRole; card: Card }) {
  const { name, reading, origin } = useDatasets((s) => s[role]);
  const { again } = useDatasets.getState();
  const { look, filter } = useDataPanel.getState();
  if (!card.layout) return null;
  const emptySplits = emptySplitWords(card);
  const labels = labelWords(card);
  return (
    <Stack gap="sm" data-testid="scan-card">
      <Group gap="xs">
        <Text fw={600}>{name}</Text>
        <Badge variant="light" radius="sm">
          {LAYOUT_NAMES[card.layout]}
        </Badge>
        <Text size="sm">{words.pictures(card.pairs)}</Text>
        <Text size="sm" c="dimmed">
          {splitWords(card)}
        </Text>
      </Group>
      <Text size="sm" c="dimmed" data-testid="facts">
        {[
          sizeWords(card),
          formatBytes(card.bytes),
          labels ? words.labels(card.labelled, labels) : words.noLabels,
          skippedWords(card),
        ]
          .filter((fact) => fact)
          .join(' · ')}
      </Text>
      {card.layout === 'gta' && (
        <SegmentedControl
          size="xs"
          aria-label={words.gtaClasses}
          value={reading.as ?? 'all'}
          onChange={(as) => void again(role, { as: as === 'gta16' ? as : null, map: null })}
          data={[
            { value: 'all', label: words.allClasses },
            { value: 'gta16', label: words.synthiaClasses },
          ]}
        />
      )}
      <ClassHistogram
        classes={card.classes}
        onPick={(classId) => {
          look(role);
          filter({ classId });
        }}
      />
      {emptySplits && (
        <Alert color="yellow" p="xs" data-testid="empty-split">
          {emptySplits}
        </Alert>
      )}
      {card.problemCount > 0 && <Problems card={card} onMore={() => look(role, 'problems')} />}
      <Group gap="sm">
        <Button size="compact-sm" variant="light" leftSection={<EyeIcon size={14} />} onClick={() => look(role)}>
          {words.look}
        </Button>
        {card.state === 'stopped' && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<ContinueIcon size={14} />}
            onClick={() => void again(role)}
          >
            {words.goOn}
          </Button>
        )}
        {card.state === 'stopped' && (
          <Text size="xs" c="dimmed">
            {words.stopped(card.checked.done, card.checked.total)}
          </Text>
        )}
        {origin?.kind === 'files' && (
          <Text size="xs" c="dimmed">
            {words.singleFiles}
          </Text>
        )}
      </Group>
    </Stack>
  );
}

function Problems({ card: { problems, problemCount }, onMore }: { card: Card; onMore(): void }) {
  return (
    <div>
      <Text size="sm" fw={600} c="light-dark(var(--mantine-color-orange-9), var(--mantine-color-orange-4))">
        {words.problems(problemCount)}
      </Text>
      <ul className="plain-list" data-testid="problems">
        {problems.slice(0, NAMED_PROBLEMS).map((found) => (
          <li key={`${found.file} ${found.message}`}>
            <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
              {problem(found)}
            </Text>
          </li>
        ))}
      </ul>
      {problemCount > NAMED_PROBLEMS && (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onMore}>
          {words.allProblems(problemCount)}
        </Button>
      )}
    </div>
  );
}
