/** IoU per class with bars, classes that the source never names first; two runs stand side by side. */
import { Paper, Text, Title, Tooltip } from '@mantine/core';
import { Fragment } from 'react';
import { formatDifference, formatPoints } from '../app/format';
import { Swatch } from '../stage/Legend';
import { useScores } from '../store/scores';
import type { RunEntry } from '../store/session';
import classes from './IouTable.module.css';
import { type MeanRow, meanRows, type ScoreRow, scoreRows } from './score-table';

export function IouTable({ runs }: { runs: RunEntry[] }) {
  const latest = useScores((s) => s.latest);
  const config = runs.at(-1)!.options.config;
  const columns = runs.map((run) => latest[run.run]?.scores);
  const evaluated = columns.some((scores) => scores !== undefined);
  const rows = scoreRows(config, columns);
  const groups: [string, ScoreRow[]][] = [
    ['Only in the target: the source never names them', rows.filter((row) => row.targetOnly)],
    ['Named by the source', rows.filter((row) => !row.targetOnly)],
  ];
  return (
    <Paper component="section" aria-labelledby="iou">
      <Title order={2} size="h4" id="iou">
        IoU per class
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {evaluated
          ? 'Overlap of prediction and truth on labelled target pictures, in points of 100. These labels only score.'
          : `The first evaluation comes after iteration ${config.schedule.evaluateEvery}, where the target has labels to score with.`}
      </Text>
      {evaluated && (
        <table className={classes.table} data-testid="iou-table">
          <thead>
            <tr>
              <th>Class</th>
              {runs.map((run) => (
                <th key={run.run}>
                  {run.label}
                  <Text size="xs" c="dimmed">
                    {latest[run.run] ? `iteration ${latest[run.run]!.iteration}` : 'not evaluated yet'}
                  </Text>
                </th>
              ))}
              {runs.length > 1 && <th className={classes.difference}>Change</th>}
            </tr>
          </thead>
          <tbody>
            {meanRows(config, columns).map((row) => (
              <tr key={row.label} className={classes.mean}>
                <td className={classes.name}>
                  <Tooltip label={averagedWords(row, runs)}>
                    <em style={{ fontStyle: 'normal' }}>{row.label}</em>
                  </Tooltip>
                </td>
                <Cells iou={row.iou} runs={runs} />
              </tr>
            ))}
            {groups.map(([title, group]) => (
              <Fragment key={title}>
                <tr className={classes.group}>
                  <td colSpan={runs.length + 2}>{title}</td>
                </tr>
                {group.map((row) => (
                  <tr key={row.id} data-testid={`iou-${row.name}`}>
                    <td className={classes.name}>
                      <Swatch taxonomy={config.taxonomy} id={row.id} />
                      {row.name}
                    </td>
                    <Cells iou={row.iou} runs={runs} />
                  </tr>
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      )}
    </Paper>
  );
}

function Cells({ iou, runs }: { iou: ScoreRow['iou']; runs: RunEntry[] }) {
  const [before, after] = iou;
  const change = (after ?? 0) - (before ?? 0);
  return (
    <>
      {iou.map((value, i) => (
        <td key={runs[i]!.run} className={classes.cell}>
          {value === undefined ? (
            <Text size="xs" c="dimmed">
              –
            </Text>
          ) : (
            <div className={`${classes.track} ${iou.length > 1 && i === 0 ? classes.before : ''}`}>
              <i>
                <b style={{ width: `${100 * (value ?? 0)}%` }} />
              </i>
              <span className={classes.number}>{formatPoints(value)}</span>
            </div>
          )}
        </td>
      ))}
      {iou.length > 1 && (
        <td
          className={`${classes.difference} ${change > 0.0005 ? classes.better : change < -0.0005 ? classes.worse : ''}`}
        >
          {formatDifference(before, after)}
        </td>
      )}
    </>
  );
}

function averagedWords({ averaged }: MeanRow, runs: RunEntry[]): string {
  return runs
    .map(
      (run, i) =>
        `${run.label}: ${averaged[i] ? `${averaged[i]} classes are in the labels and averaged` : 'not evaluated yet'}`,
    )
    .join('. ');
}
