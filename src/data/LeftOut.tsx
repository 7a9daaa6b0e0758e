/** Files of a folder that are not used: those with a problem by name, those that are no part of the data set by kind. */
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import type { DatasetCard } from '../../workers/protocol';
import { download } from '../app/download';
import { counted } from '../app/format';
import { SaveIcon } from '../app/icons';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import { type DatasetRole, useDatasets } from '../store/datasets';

const ROWS_AT_ONCE = 100;

interface Props {
  role: DatasetRole;
  card: DatasetCard;
  revision: number;
}

export function LeftOut({ role, card, revision }: Props) {
  const { id, name, problemCount, skipped } = card;
  const [shown, setShown] = useState(ROWS_AT_ONCE);
  const fail = (error: unknown) => useDatasets.getState().note(role, sentenceOf(error));
  const problems = useProblems(card, revision, shown, fail);
  const save = async () => {
    const all = await lab().problems(id, 0, problemCount);
    const lines = all.map(({ file, message }) => `${file}\t${message}\n`);
    download(`${name}-problems.tsv`, new Blob(lines, { type: 'text/tab-separated-values' }));
  };
  return (
    <Stack gap="md">
      <div data-testid="all-problems">
        <Group gap="sm" mb={4}>
          <Title order={3} size="h6">
            {problemCount === 0 ? 'No problems' : counted(problemCount, 'problem')}
          </Title>
          {problemCount > 0 && (
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<SaveIcon size={12} />}
              onClick={() => save().catch(fail)}
            >
              Save the list
            </Button>
          )}
        </Group>
        <ul className="plain-list">
          {problems.map(({ file, message }) => (
            <li key={`${file} ${message}`}>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {message.includes(file) ? message : `${file}: ${message}`}
              </Text>
            </li>
          ))}
        </ul>
        {problemCount > shown && (
          <Button size="compact-sm" variant="subtle" onClick={() => setShown(shown + ROWS_AT_ONCE)}>
            {counted(problemCount - shown, 'more problem')}
          </Button>
        )}
      </div>
      <div data-testid="skipped">
        <Title order={3} size="h6" mb={4}>
          {skipped.length === 0 ? 'Nothing else was skipped' : 'Skipped, and no mistake'}
        </Title>
        <ul className="plain-list">
          {skipped.map(({ reason, count, example }) => (
            <li key={reason}>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {counted(count, 'file')}: {reason}; for example {example}
              </Text>
            </li>
          ))}
        </ul>
      </div>
    </Stack>
  );
}

/** The first `shown` problems: those that the card carries, or asked for where it carries fewer. */
function useProblems(
  { id, problems, problemCount, checked }: DatasetCard,
  revision: number,
  shown: number,
  onFail: (error: unknown) => void,
): DatasetCard['problems'] {
  const [asked, setAsked] = useState(problems);
  const fits = Math.min(shown, problemCount) <= problems.length;
  // Named here, so that the effect runs again for every card that may have other problems.
  const version = `${checked.done} ${revision}`;
  const failed = useEffectEvent(onFail);
  useEffect(() => {
    if (fits || !version) return;
    let isCurrent = true;
    lab()
      .problems(id, 0, shown)
      .then((found) => isCurrent && setAsked(found), failed);
    return () => {
      isCurrent = false;
    };
  }, [fits, version, id, shown]);
  return fits ? problems.slice(0, shown) : asked;
}
