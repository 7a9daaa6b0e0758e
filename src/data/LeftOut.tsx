/** Files of a folder that are not used: those with a problem by name, those that are no part of the data set by kind. */
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { DatasetCard } from '../../workers/protocol';
import { download } from '../app/download';
import { counted } from '../app/format';
import { SaveIcon } from '../app/icons';

const ROWS_AT_ONCE = 100;

export function LeftOut({ card: { name, problems, skipped } }: { card: DatasetCard }) {
  const [shown, setShown] = useState(ROWS_AT_ONCE);
  const save = () => {
    const lines = problems.map(({ file, message }) => `${file}\t${message}\n`);
    download(`${name}-problems.tsv`, new Blob(lines, { type: 'text/tab-separated-values' }));
  };
  return (
    <Stack gap="md">
      <div data-testid="all-problems">
        <Group gap="sm" mb={4}>
          <Title order={3} size="h6">
            {problems.length === 0 ? 'No problems' : counted(problems.length, 'problem')}
          </Title>
          {problems.length > 0 && (
            <Button size="compact-xs" variant="default" leftSection={<SaveIcon size={12} />} onClick={save}>
              Save the list
            </Button>
          )}
        </Group>
        <ul className="plain-list">
          {problems.slice(0, shown).map(({ file, message }) => (
            <li key={`${file} ${message}`}>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                <b>{file}</b>: {message}
              </Text>
            </li>
          ))}
        </ul>
        {problems.length > shown && (
          <Button size="compact-sm" variant="subtle" onClick={() => setShown(shown + ROWS_AT_ONCE)}>
            {counted(problems.length - shown, 'more problem')}
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
