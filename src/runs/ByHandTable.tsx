/** What people did to each of the compared runs: without it, runs of one configuration are not told apart. */
import { Alert, Paper, ScrollArea, Stack, Text, Title } from '@mantine/core';
import type { RunRecord } from '../../workers/protocol';
import { useRead } from '../timeline/use-read';
import { byHandTable as words } from '../words/runs';
import { type ByHand, readByHand } from './by-hand';
import { runFacts } from './run-facts';

const LIST_PX = 220;

export function ByHandTable({ records }: { records: RunRecord[] }) {
  // What was done in a run that goes on is read again when its list of runs is.
  const key = records.map(({ run, logged }) => `${run} ${logged}`).join(' ');
  const { value, failure } = useRead(key, () => Promise.all(records.map(readByHand)));
  // Between a new choice of runs and its answer, what was read belongs to other runs.
  const read = value?.length === records.length ? value : null;
  if (!failure && !read?.some(({ changes, decisions }) => changes.length + decisions.length > 0)) return null;
  return (
    <Paper component="section" aria-labelledby="by-hand" data-testid="by-hand">
      <Title order={2} size="h4" id="by-hand">
        {words.title}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {words.explanation}
      </Text>
      {failure && <Alert color="red" title={failure} />}
      <Stack gap="sm">
        {read?.map((done, i) => (
          <OfRun key={records[i]!.run} title={runFacts(records[i]!, null).title} done={done} />
        ))}
      </Stack>
    </Paper>
  );
}

function OfRun({ title, done: { changes, decisions, supervision } }: { title: string; done: ByHand }) {
  return (
    <section aria-label={title}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {changes.length + decisions.length === 0 && <Text size="sm">{words.nothing}</Text>}
      <Sentences title={words.changes(changes.length)} sentences={changes} />
      {supervision && <Text size="sm">{supervision}</Text>}
      <Sentences title={words.decisions(decisions.length)} sentences={decisions} />
    </section>
  );
}

function Sentences({ title, sentences }: { title: string; sentences: string[] }) {
  if (sentences.length === 0) return null;
  return (
    <>
      <Text size="sm">{title}</Text>
      <ScrollArea.Autosize
        mah={LIST_PX}
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': title }}
      >
        <ol>
          {numbered(sentences).map(([place, sentence]) => (
            <li key={place}>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {sentence}
              </Text>
            </li>
          ))}
        </ol>
      </ScrollArea.Autosize>
    </>
  );
}

/** A log only grows, so that a place in it is a name. */
const numbered = (sentences: string[]): [string, string][] => sentences.map((sentence, i) => [`${i + 1}`, sentence]);
