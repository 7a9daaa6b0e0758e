/** Chosen runs beside each other: in what they differ, their curves over each other, their scores. */
import { Alert, Select, Stack, useComputedColorScheme } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { RunHistory, RunRecord } from '../../workers/protocol';
import { formatPoints } from '../app/format';
import { CurveChart } from '../charts/CurveChart';
import { lossStyles } from '../charts/curve-colors';
import { tickWords } from '../charts/plot';
import { useRuns } from '../store/runs';
import { ComparedPictures } from '../timeline/ComparedPictures';
import { meanOf } from '../words/evaluate';
import { compareView as words } from '../words/runs';
import { ByHandTable } from './ByHandTable';
import { CompareTable } from './CompareTable';
import { comparedSeries, type Metric, metricKey, metricsOf } from './compared';
import { DifferenceTable } from './DifferenceTable';

export function CompareView({ records }: { records: RunRecord[] }) {
  const chosen = useRuns((s) => s.chosen);
  const histories = useRuns((s) => s.histories);
  const compared = chosen.flatMap((name) => records.find(({ run }) => run === name) ?? []);
  if (compared.length === 0) return null;
  if (compared.length === 1) return <Alert color="gray" title={words.oneMore} />;
  return (
    <Stack gap="md" data-testid="comparison">
      <CompareTable records={compared} />
      <ComparedPictures records={compared} />
      <CompareCurves records={compared} histories={histories} />
      <DifferenceTable records={compared} />
      <ByHandTable records={compared} />
    </Stack>
  );
}

const FIRST = metricKey({ kind: 'score', row: meanOf(19) });

function CompareCurves({ records, histories }: { records: RunRecord[]; histories: Record<string, RunHistory> }) {
  const dark = useComputedColorScheme('light') === 'dark';
  const metrics = useMemo(() => metricsOf(records, histories), [records, histories]);
  const [wanted, setWanted] = useState(FIRST);
  const metric = metrics.find((found) => metricKey(found) === wanted) ?? metrics[0];
  const series = useMemo(
    () => (metric ? comparedSeries(records, histories, metric, dark) : []),
    [records, histories, metric, dark],
  );
  if (!metric) return <Alert color="gray" title={words.noCurves} />;
  const scored = metric.kind === 'score';
  return (
    <Stack gap="xs">
      <Select
        label={words.by}
        w={280}
        searchable
        value={metricKey(metric)}
        onChange={(value) => value && setWanted(value)}
        allowDeselect={false}
        data={[
          { group: words.scores, items: itemsOf(metrics, 'score') },
          { group: words.logged, items: itemsOf(metrics, 'logged') },
        ]}
      />
      <CurveChart
        key={metric.kind}
        title={wordsOf(metric)}
        explanation={words.explanation}
        unit={scored ? words.scoreUnit : unitOf(metric)}
        keys={series}
        series={() => series}
        iterations={Math.max(...records.map(({ config }) => config.schedule.iterations))}
        smoothable={!scored}
        smoothingAtFirst={scored ? 0 : 0.8}
        format={scored ? (value) => formatPoints(value / 100) : tickWords}
        empty={series.length ? null : words.none}
        fileName={`comparison-${wordsOf(metric).replaceAll(/\W+/g, '-')}`}
      />
    </Stack>
  );
}

const itemsOf = (metrics: Metric[], kind: Metric['kind']) =>
  metrics
    .filter((metric) => metric.kind === kind)
    .map((metric) => ({ value: metricKey(metric), label: wordsOf(metric) }));

function wordsOf(metric: Metric): string {
  if (metric.kind === 'score') return words.score(metric.row);
  const style = lossStyles([metric.name], false)[0];
  if (style) return words.loss(style.label);
  return metric.name === 'confidentShare' ? words.confident : metric.name;
}

const unitOf = ({ name }: Extract<Metric, { kind: 'logged' }>): string =>
  name.includes('loss')
    ? words.lossUnit
    : name.includes('acc')
      ? words.accuracyUnit
      : name === 'lr'
        ? words.learningRate
        : name;
