/** Files of a folder that are not used: those with a problem by name, those that are no part of the data set by kind. */
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import type { DatasetCard } from '../../workers/protocol';
import { download } from '../app/download';
import { SaveIcon } from '../app/icons';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import { type DatasetRole, useDatasets } from '../store/datasets';
import { problem, leftOut as words } from '../words/data';

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
            {words.problems(problemCount)}
          </Title>
          {problemCount > 0 && (
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<SaveIcon size={12} />}
              onClick={() => save().catch(fail)}
            >
              {words.save}
            </Button>
          )}
        </Group>
        <ul className="plain-list">
          {problems.map((found) => (
            <li key={`${found.file} ${found.message}`}>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {problem(found)}
              </Text>
            </li>
          ))}
        </ul>
        {problemCount > shown && (
          <Button size="compact-sm" variant="subtle" onClick={() => setShown(shown + ROWS_AT_ONCE)}>
            {words.more(problemCount - shown)}
          </Button>
        )}
      </div>
      <div data-testid="skipped">
        <Title order={3} size="h6" mb={4}>
          {skipped.length === 0 ? words.noneSkipped : words.skipped}
        </Title>
        <ul className="plain-list">
          {skipped.map(({ reason, count, example }) => (
            <li key={reason}>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {words.reason(count, reason, example)}
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
