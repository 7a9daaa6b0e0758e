/** The classes of a run: how they are shown, and in which categories they are while it goes on. */
import { Alert, Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { loggedName, type ShownClass } from '../../workers/class-look';
import { type MapChange, taxonomyAt } from '../../workers/map-change';
import { ChangeMarks } from '../steering/ChangeMarks';
import { ChangeSteps } from '../steering/ChangeSteps';
import { useColored, useColors } from '../store/colors';
import { goesOn, isBegun } from '../store/goes-on';
import { type RunEntry, useSession } from '../store/session';
import { changesOf, useSteering } from '../store/steering';
import { useLater } from '../store/use-later';
import { CategoryField, ColorField, NameField } from '../taxonomy/ClassFields';
import { useMoment } from '../timeline/at-moment';
import { runClasses as words } from '../words/run';

export function RunClasses({ entry }: { entry: RunEntry }) {
  const [open, setOpen] = useState(false);
  const relabels = entry.options.config.relabeling.relabel !== null;
  return (
    <Paper component="section" aria-labelledby="run-classes">
      <Group justify="space-between" gap="sm">
        <Title order={2} size="h4" id="run-classes">
          {words.title}
        </Title>
        <Group gap="sm">
          {/* Where there is a map, they stand there. */}
          {open && !relabels && <ChangeSteps entry={entry} />}
          <Button size="compact-sm" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? words.close : words.open}
          </Button>
        </Group>
      </Group>
      {open && <Classes entry={entry} relabels={relabels} />}
    </Paper>
  );
}

function Classes({ entry, relabels }: { entry: RunEntry; relabels: boolean }) {
  const { run, options } = entry;
  const active = useLater(useSession, run, (s) => s.active);
  const moment = useMoment();
  const log = useSteering((s) => changesOf(s, run));
  const refused = useSteering((s) => s.refused[run]);
  const { taxonomy } = options.config;
  const { classes }: { classes: readonly ShownClass[] } = taxonomyAt(taxonomy, log, Number.POSITIVE_INFINITY);
  const { classes: colored } = useColored(taxonomy);
  const categories = [...new Set(classes.map(({ category }) => category))];
  const begun = isBegun(entry);
  // Only what is the case now can be changed.
  const steered = relabels && moment === null && goesOn(entry, active);
  const change = (next: MapChange) => void useSteering.getState().make(run, next);
  return (
    <Stack gap="sm" mt="sm">
      <Text size="xs" c="dimmed">
        {relabels ? words.explanation : words.looksOnly}
      </Text>
      {!relabels && refused && (
        <Alert color="red" p="xs" title={words.refused} data-testid="change-refused">
          {refused}
        </Alert>
      )}
      <Table verticalSpacing={3} horizontalSpacing={6} data-testid="run-classes">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={52}>{words.color}</Table.Th>
            <Table.Th>{words.name}</Table.Th>
            {relabels && <Table.Th>{words.category}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {classes.map((info, id) => (
            <Table.Tr key={loggedName(info)}>
              <Table.Td>
                <ColorField
                  name={info.name}
                  color={colored[id]!.color}
                  disabled={!begun}
                  onTake={(after) => {
                    useColors.getState().forget(loggedName(info));
                    change({ kind: 'color', target: id, before: info.color, after });
                  }}
                />
              </Table.Td>
              <Table.Td>
                <NameField
                  id={id}
                  classes={classes}
                  disabled={!begun}
                  onTake={(after) => change({ kind: 'name', target: id, before: info.name, after })}
                />
              </Table.Td>
              {relabels && (
                <Table.Td>
                  <CategoryField
                    id={id}
                    category={info.category}
                    categories={categories}
                    disabled={!steered}
                    onTake={(after) => change({ kind: 'category', target: id, before: info.category, after })}
                  />
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {!relabels && <ChangeMarks log={log} taxonomy={taxonomy} done={0} />}
    </Stack>
  );
}
