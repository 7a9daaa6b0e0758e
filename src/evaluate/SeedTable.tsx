/** The seeds of one experiment side by side: IoU of each at its end, and their mean and spread. */
import { Paper, Text, Title } from '@mantine/core';
import { spreadOf } from '../../workers/experiment/spread';
import { formatPoints } from '../app/format';
import { Swatch } from '../stage/Legend';
import { useScores } from '../store/scores';
import type { RunEntry } from '../store/session';
import { useLater } from '../store/use-later';
import { supervisedWords } from '../words/decisions';
import { seedTable as words } from '../words/evaluate';
import classes from './IouTable.module.css';
import { meanRows, scoreRows } from './score-table';

export function SeedTable({ runs }: { runs: RunEntry[] }) {
  const latest = useLater(useScores, 'latest', (s) => s.latest);
  const { config } = runs[0]!.options;
  const ended = runs.filter(({ run, options }) => latest[run]?.iteration === options.config.schedule.iterations);
  const columns = ended.map(({ run }) => latest[run]!.scores);
  const cells = (iou: (number | null | undefined)[]) => {
    const { mean, std } = spreadOf(iou);
    return (
      <>
        {iou.map((value, i) => (
          <td key={ended[i]!.run} className={classes.number}>
            {formatPoints(value)}
          </td>
        ))}
        <td className={classes.number}>
          {std === null ? formatPoints(mean) : `${formatPoints(mean)} ± ${formatPoints(std)}`}
        </td>
      </>
    );
  };
  return (
    <Paper component="section" aria-labelledby="seeds">
      <Title order={2} size="h4" id="seeds">
        {words.title}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {ended.length === 0 ? words.notYet(runs.length) : words.explanation(ended.length, runs.length)}
      </Text>
      {ended.length > 0 && (
        <table className={classes.table} data-testid="seed-table">
          <thead>
            <tr>
              <th scope="col">{words.class}</th>
              {ended.map(({ run, label }) => (
                <th scope="col" key={run}>
                  {label}
                  {latest[run]?.decisions && (
                    <Text size="xs" data-testid="scores-supervised">
                      {supervisedWords(latest[run])}
                    </Text>
                  )}
                </th>
              ))}
              <th scope="col">{words.mean}</th>
            </tr>
          </thead>
          <tbody>
            {meanRows(config, columns).map(({ label, iou }) => (
              <tr key={label} className={classes.mean}>
                <th scope="row">{label}</th>
                {cells(iou)}
              </tr>
            ))}
            {scoreRows(config, columns).map(({ id, name, iou }) => (
              <tr key={id}>
                <th scope="row" className={classes.name}>
                  <Swatch taxonomy={config.taxonomy} id={id} />
                  {name}
                </th>
                {cells(iou)}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Paper>
  );
}
