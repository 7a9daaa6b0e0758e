/** Scores of the chosen runs per class; seeds of one configuration are one column with mean and spread. */
import { Group, Paper, SegmentedControl, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { RunRecord } from '../../workers/protocol';
import { formatDifference, formatPoints } from '../app/format';
import { SaveMenu } from '../charts/SaveMenu';
import type { Table } from '../charts/table';
import { compared, compareTable as words } from '../words/runs';
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
            {words.title}
          </Title>
          <Text size="sm" c="dimmed">
            {words.unit}
            {seeds && words.seeds}
            {columns.length > 1 && words.changes}
          </Text>
        </div>
        <Group gap="xs">
          <SegmentedControl
            aria-label={words.evaluation}
            size="xs"
            value={which}
            onChange={setWhich}
            data={[
              { value: 'last', label: words.last },
              { value: 'best', label: words.best },
            ]}
          />
          <SaveMenu name="comparison-iou" what={words.title} table={() => tableOf(columns, rows)} />
        </Group>
      </Group>
      <div className={classes.scroll}>
        <table className={classes.table} data-testid="compared-scores">
          <thead>
            <tr>
              <th scope="col">{words.class}</th>
              {columns.map(({ label, detail, mark, records: [first] }) => (
                <th scope="col" key={first!.run}>
                  {label}
                  <Text size="xs" c="dimmed">
                    {detail}
                  </Text>
                  {mark && (
                    <Text size="xs" data-testid="compared-supervised">
                      {mark}
                    </Text>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label} className={row.mean ? classes.mean : undefined}>
                <th scope="row">
                  {row.label}
                  {row.targetOnly && <span className={classes.only}>{words.targetOnly}</span>}
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
  if (!cell) return <Text size="sm">{words.absent}</Text>;
  const change = first && formatDifference(first.mean, cell.mean);
  const way =
    !first || Math.abs(cell.mean - first.mean) < 5e-4 ? '' : cell.mean > first.mean ? classes.better : classes.worse;
  return (
    <>
      {formatPoints(cell.mean)}
      {cell.deviation !== null && (
        <span className={classes.spread}>
          {words.spread(formatPoints(cell.deviation), formatPoints(cell.least), formatPoints(cell.most))}
        </span>
      )}
      {change && <span className={`${classes.change} ${way}`}>{change}</span>}
    </>
  );
}

function tableOf(columns: ComparedColumn[], rows: ComparedRow[]): Table {
  return {
    columns: [
      words.saved.class,
      ...columns.flatMap(({ label, detail, mark }) => [
        words.saved.mean(label, mark ? compared.marked(detail, mark) : detail),
        words.saved.deviation(label),
        words.saved.runs(label),
      ]),
    ],
    rows: rows.map(({ label, cells }) => [
      label,
      ...cells.flatMap((cell) => [cell?.mean ?? null, cell?.deviation ?? null, cell?.count ?? 0]),
    ]),
  };
}
