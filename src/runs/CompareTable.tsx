/** Scores of the chosen runs per class; seeds of one configuration are one column with mean and spread. */
import { Group, Paper, SegmentedControl, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { RunRecord } from '../../workers/protocol';
import { formatDifference, formatPoints } from '../app/format';
import { SaveMenu } from '../charts/SaveMenu';
import type { Table } from '../charts/table';
import classes from './CompareTable.module.css';
import { type ComparedColumn, type ComparedRow, comparedColumns, comparedRows } from './compared';
import type { Spread } from './seeds';

export function CompareTable({ records }: { records: RunRecord[] }) {
  const [which, setWhich] = useState<'best' | 'last'>('last');
  const columns = comparedColumns(records, which);
  const rows = comparedRows(columns);
  const seeds = columns.some(({ records: group }) => group.length > 1);
  return (
    <Paper component="section" aria-labelledby="compared-scores">
      <Group justify="space-between" align="flex-start" gap="xs">
        <div>
          <Title order={2} size="h4" id="compared-scores">
            Scores compared
          </Title>
          <Text size="sm" c="dimmed">
            IoU in points of 100.{seeds && ' Seeds of one configuration: mean ± standard deviation (least to most).'}
            {columns.length > 1 && ' Changes are against the first column.'}
          </Text>
        </div>
        <Group gap="xs">
          <SegmentedControl
            aria-label="Evaluation"
            size="xs"
            value={which}
            onChange={setWhich}
            data={[
              { value: 'last', label: 'last' },
              { value: 'best', label: 'best' },
            ]}
          />
          <SaveMenu name="comparison-iou" what="Scores compared" table={() => tableOf(columns, rows)} />
        </Group>
      </Group>
      <div className={classes.scroll}>
        <table className={classes.table} data-testid="compared-scores">
          <thead>
            <tr>
              <th scope="col">Class</th>
              {columns.map(({ label, detail, records: [first] }) => (
                <th scope="col" key={first!.run}>
                  {label}
                  <Text size="xs" c="dimmed">
                    {detail}
                  </Text>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label} className={row.mean ? classes.mean : undefined}>
                <th scope="row">
                  {row.label}
                  {row.targetOnly && <span className={classes.only}>only in the target</span>}
                </th>
                {row.cells.map((cell, i) => (
                  <td key={columns[i]!.records[0]!.run}>
                    <Cell cell={cell} first={i === 0 ? null : row.cells[0]!} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Paper>
  );
}

function Cell({ cell, first }: { cell: Spread | null; first: Spread | null }) {
  if (!cell) return <Text size="sm">absent</Text>;
  const change = first && formatDifference(first.mean, cell.mean);
  const way =
    !first || Math.abs(cell.mean - first.mean) < 5e-4 ? '' : cell.mean > first.mean ? classes.better : classes.worse;
  return (
    <>
      {formatPoints(cell.mean)}
      {cell.deviation !== null && (
        <span className={classes.spread}>
          {' '}
          ± {formatPoints(cell.deviation)} ({formatPoints(cell.least)} to {formatPoints(cell.most)})
        </span>
      )}
      {change && <span className={`${classes.change} ${way}`}>{change}</span>}
    </>
  );
}

function tableOf(columns: ComparedColumn[], rows: ComparedRow[]): Table {
  return {
    columns: [
      'class',
      ...columns.flatMap(({ label, detail }) => [
        `${label} (${detail})`,
        `${label}: standard deviation`,
        `${label}: runs`,
      ]),
    ],
    rows: rows.map(({ label, cells }) => [
      label,
      ...cells.flatMap((cell) => [cell?.mean ?? null, cell?.deviation ?? null, cell?.count ?? 0]),
    ]),
  };
}
