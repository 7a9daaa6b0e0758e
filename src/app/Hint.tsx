/** A hint for a first visit, with a button by which it goes away for good. */
import { Button, Group, Paper, Text } from '@mantine/core';
import { useDatasets } from '../store/datasets';
import { usePage } from '../store/page';
import { useSession } from '../store/session';
import { hints, hint as words } from '../words/app';
import classes from './Hint.module.css';
import { type HintName, hintsOf } from './hints';

/** Shows nothing where the hint was read, or is of no use. */
export function Hint({ name }: { name: HintName }) {
  const { read, dismiss } = usePage();
  const view = useSession((s) => s.view);
  const runs = useSession((s) => s.earlier.length > 0);
  const datasets = useDatasets((s) => s.source.status !== 'empty' || s.target.status !== 'empty');
  if (!hintsOf(view, read, { datasets, runs }).includes(name)) return null;
  const { title, text } = hints[name];
  return (
    <Paper
      component="aside"
      p="sm"
      className={classes.hint}
      aria-label={words.label(title)}
      data-testid={`hint-${name}`}
    >
      <Group justify="space-between" align="center" wrap="nowrap" gap="md">
        <Text size="sm">
          <b>{`${title}.`}</b> {text}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          flex="none"
          onClick={() => dismiss(name)}
          aria-label={words.readLabel(title)}
        >
          {words.read}
        </Button>
      </Group>
    </Paper>
  );
}
