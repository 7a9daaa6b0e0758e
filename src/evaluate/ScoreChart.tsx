/** IoU over the evaluations of a run: the means, and each class where it is asked for. */
import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { formatPoints } from '../app/format';
import { CurveChart } from '../charts/CurveChart';
import { curveColor } from '../charts/curve-colors';
import type { Series } from '../charts/plot';
import { useScores } from '../store/scores';
import type { RunEntry } from '../store/session';
import { useLater } from '../store/use-later';
import { supervisedWords } from '../words/decisions';
import { scoreChart as words } from '../words/evaluate';
import { meanRows, scoreRows } from './score-table';

export function ScoreChart({ entry }: { entry: RunEntry }) {
  const { config } = entry.options;
  const history = useLater(useScores, entry.run, (s) => s.history[entry.run]);
  const dark = useComputedColorScheme('light') === 'dark';
  const series = useMemo((): (Series & { atFirst: boolean })[] => {
    const scores = (history ?? []).map((evaluation) => evaluation.scores);
    const x = (history ?? []).map(({ iteration }) => iteration);
    const rows = [
      ...meanRows(config, scores).map(({ label, iou }, i) => ({ label, iou, atFirst: i === 0 })),
      ...scoreRows(config, scores).map(({ name, iou, targetOnly }) => ({ label: name, iou, atFirst: targetOnly })),
    ];
    return rows.map(({ label, iou, atFirst }, i) => ({
      name: label,
      label,
      atFirst,
      ...curveColor(i, dark),
      x,
      y: iou.map((value) => (typeof value === 'number' ? 100 * value : Number.NaN)),
      dots: true,
    }));
  }, [history, config, dark]);
  const supervised = history?.findLast(({ decisions }) => decisions);
  return (
    <CurveChart
      key={entry.run}
      title={words.title}
      mark={supervised ? supervisedWords(supervised) : null}
      explanation={words.explanation}
      unit={words.unit}
      keys={series}
      hiddenAtFirst={series.filter(({ atFirst }) => !atFirst).map(({ name }) => name)}
      series={() => series}
      iterations={config.schedule.iterations}
      smoothable={false}
      format={(value) => formatPoints(value / 100)}
      empty={history?.length ? null : words.notYet(config.schedule.evaluateEvery)}
      fileName={`${entry.run}-iou-curves`}
    />
  );
}
