/** Undo and redo of decisions, with what was done last. */
import { Group, Text } from '@mantine/core';
import { HistoryButtons } from '../taxonomy/HistoryButtons';
import { lastWords } from '../words/decisions';
import { decisionHistory as words } from '../words/segments';
import type { Deciding } from './use-decisions';

export function DecisionHistory({ deciding }: { deciding: Deciding }) {
  const { past, future, failure, blocked, undo, redo } = deciding;
  return (
    <Group gap={8} wrap="nowrap">
      <HistoryButtons
        what={words.what}
        undo={{ words: words.undo, possible: past.length > 0 && blocked === null, take: undo }}
        redo={{ words: words.redo, possible: future.length > 0 && blocked === null, take: redo }}
      />
      <Text size="sm" c={failure ? 'red' : 'dimmed'} role="status" data-testid="decision-said">
        {failure ?? blocked ?? lastWords(deciding)}
      </Text>
    </Group>
  );
}
