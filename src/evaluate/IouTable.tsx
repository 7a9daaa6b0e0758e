/**
 * IoU per class with bars, classes that the source never names first; two runs stand side by side. Of the run that is
 * shown: what changed since its last evaluation, and how each class went from the first one on.
 */
import { Group, Paper, Text, Title } from '@mantine/core';
import { Fragment } from 'react';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import { formatDifference, formatPoints } from '../app/format';
import { SaveMenu } from '../charts/SaveMenu';
import { Sparkline } from '../charts/Sparkline';
import { Swatch } from '../stage/Legend';
import type { Evaluation } from '../store/scores';
import { useScores } from '../store/scores';
import type { RunEntry } from '../store/session';
import { useLater } from '../store/use-later';
import { useScoresUntil } from '../timeline/at-moment';
import { supervisedWords } from '../words/decisions';
import { iouTable as words } from '../words/evaluate';
import classes from './IouTable.module.css';
import { type MeanRow, markedLabel, meanRows, type ScoreRow, scoreRows, scoresTable } from './score-table';

/** Differences below it are rounded away. */
const NOTHING = 0.0005;

/** `shown` is the run whose changes and trends the table tells. */
export function IouTable({ runs, shown: entry }: { runs: RunEntry[]; shown: RunEntry }) {
  const { latest, history: histories } = useScoresUntil(useLater(useScores, 'all', (s) => s));
  const config = runs.at(-1)!.options.config;
  const columns = runs.map((run) => latest[run.run]?.scores);
  const evaluated = columns.some((scores) => scores !== undefined);
  const history = histories[entry.run] ?? [];
  const before = history.at(-2);
  const trend = trendOf(config, history);
  const rows = scoreRows(config, columns);
  const groups: [string, ScoreRow[]][] = [
    [words.targetOnly, rows.filter((row) => row.targetOnly)],
    [words.named, rows.filter((row) => !row.targetOnly)],
  ];
  const body = (row: ScoreRow | MeanRow, key: string) => (
    <>
      <Cells iou={row.iou} runs={runs} />
      <Change from={before && trend(key).at(-2)} to={before && trend(key).at(-1)} />
      <td>
        <Sparkline values={trend(key)} label={words.trend(key, formatPoints(trend(key)[0]))} />
      </td>
    </>
  );
  return (
    <Paper component="section" aria-labelledby="iou">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={2} size="h4" id="iou">
          {words.title}
        </Title>
        {evaluated && (
          <SaveMenu
            name={`${entry.run}-iou`}
            what={words.title}
            table={() =>
              scoresTable(
                config,
                runs.map((run, i) => ({ label: markedLabel(run.label, latest[run.run]), scores: columns[i] })),
              )
            }
          />
        )}
      </Group>
      <Text size="sm" c="dimmed" mb="xs">
        {evaluated ? words.explanation : words.notYet(config.schedule.evaluateEvery)}
      </Text>
      {evaluated && (
        <div className={classes.scroll}>
          <table className={classes.table} data-testid="iou-table">
            <thead>
              <tr>
                <th scope="col">{words.class}</th>
                {runs.map((run) => (
                  <th scope="col" key={run.run}>
                    {run.label}
                    <Text size="xs" c="dimmed">
                      {latest[run.run] ? words.iteration(latest[run.run]!.iteration) : words.runNotYet}
                    </Text>
                    {latest[run.run]?.decisions && (
                      <Text size="xs" data-testid="scores-supervised">
                        {supervisedWords(latest[run.run]!)}
                      </Text>
                    )}
                  </th>
                ))}
                {runs.length > 1 && (
                  <th scope="col" className={classes.difference}>
                    {words.gain}
                    <Text size="xs" c="dimmed">
                      {words.byRelabeling}
                    </Text>
                  </th>
                )}
                <th scope="col" className={classes.difference}>
                  {words.since}
                  <Text size="xs" c="dimmed">
                    {before ? words.iteration(before.iteration) : words.lastOne}
                  </Text>
                </th>
                <th scope="col">
                  {words.trendColumn}
                  <Text size="xs" c="dimmed">
                    {history.length < 2 ? words.fromTwoOn : words.scores(history.length)}
                  </Text>
                </th>
              </tr>
            </thead>
            <tbody>
              {meanRows(config, columns).map((row) => (
                <tr key={row.label} className={classes.mean}>
                  <th scope="row">
                    {row.label}
                    <Text size="xs" c="dimmed">
                      {averagedWords(row)}
                    </Text>
                  </th>
                  {body(row, row.label)}
                </tr>
              ))}
              {groups.map(([title, group]) => (
                <Fragment key={title}>
                  <tr className={classes.group}>
                    <td colSpan={runs.length + 4}>{title}</td>
                  </tr>
                  {group.map((row) => (
                    <tr key={row.id} data-testid={`iou-${row.name}`}>
                      <th scope="row" className={classes.name}>
                        <Swatch taxonomy={config.taxonomy} id={row.id} />
                        {row.name}
                      </th>
                      {body(row, row.name)}
                    </tr>
                  ))}
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Paper>
  );
}

function Cells({ iou, runs }: { iou: ScoreRow['iou']; runs: RunEntry[] }) {
  return (
    <>
      {iou.map((value, i) => (
        <td key={runs[i]!.run} className={classes.cell}>
          {value === undefined ? (
            <Text size="xs" c="dimmed">
              {'–'}
            </Text>
          ) : (
            <div className={`${classes.track} ${iou.length > 1 && i === 0 ? classes.before : ''}`}>
              <span className={classes.number}>{formatPoints(value)}</span>
              <i>
                <b style={{ width: `${100 * (value ?? 0)}%` }} />
              </i>
            </div>
          )}
        </td>
      ))}
      {iou.length > 1 && <Change from={iou[0]} to={iou.at(-1)} />}
    </>
  );
}

function Change({ from, to }: { from: number | null | undefined; to: number | null | undefined }) {
  const change = (to ?? 0) - (from ?? 0);
  const way = change > NOTHING ? classes.better : change < -NOTHING ? classes.worse : '';
  return <td className={`${classes.difference} ${way}`}>{formatDifference(from, to)}</td>;
}

/** The values of a row over all evaluations of one run. */
function trendOf(config: ExperimentConfig, history: Evaluation[]): (row: string) => (number | null)[] {
  const scores = history.map((evaluation) => evaluation.scores);
  const rows = new Map<string, (number | null)[]>();
  for (const { name, iou } of scoreRows(config, scores))
    rows.set(
      name,
      iou.map((value) => value ?? null),
    );
  for (const { label, iou } of meanRows(config, scores))
    rows.set(
      label,
      iou.map((value) => value ?? null),
    );
  return (row) => rows.get(row) ?? [];
}

/** Which classes are in a mean; absent ones are told apart, since they are not averaged. */
function averagedWords({ which, label, averaged }: MeanRow): string {
  const wanted = Number(/\d+/.exec(label)![0]);
  const fewest = Math.min(...averaged.filter((n) => n > 0), wanted);
  return fewest === wanted ? which : words.absent(which, wanted - fewest);
}
