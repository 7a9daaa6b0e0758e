/** Fields in which the configurations of the chosen runs differ. */
import { Group, Paper, Text, Title } from '@mantine/core';
import type { RunRecord } from '../../workers/protocol';
import { SaveMenu } from '../charts/SaveMenu';
import { differenceTable as words } from '../words/runs';
import classes from './CompareTable.module.css';
import { configDifferences } from './config-diff';
import { runFacts } from './run-facts';

export function DifferenceTable({ records }: { records: RunRecord[] }) {
  const differences = configDifferences(records.map(({ config }) => config));
  const titles = records.map((record) => runFacts(record, null).title);
  return (
    <Paper component="section" aria-labelledby="differences">
      <Group justify="space-between">
        <Title order={2} size="h4" id="differences">
          {words.title}
        </Title>
        <SaveMenu
          name="comparison-configurations"
          what={words.title}
          table={() => ({
            columns: [words.savedField, ...titles],
            rows: differences.map(({ field, values }) => [field, ...values]),
          })}
        />
      </Group>
      {differences.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.same}
        </Text>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table} data-testid="differences">
            <thead>
              <tr>
                <th scope="col">{words.field}</th>
                {records.map(({ run }, i) => (
                  <th scope="col" key={run}>
                    {titles[i]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {differences.map(({ field, values }) => (
                <tr key={field}>
                  <th scope="row">{field}</th>
                  {values.map((value, i) => (
                    <td key={records[i]!.run} className={classes.value}>
                      {value ?? '–'}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Paper>
  );
}
