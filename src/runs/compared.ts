/** Curves and scores of several runs beside each other; runs that differ by their seed alone also as one. */
import type { Evaluation, RunHistory, RunRecord } from '../../workers/protocol';
import { curveColor } from '../charts/curve-colors';
import type { Series } from '../charts/plot';
import { meanRows, scoreRows } from '../evaluate/score-table';
import { supervisedWords } from '../words/decisions';
import { compared as words } from '../words/runs';
import { runFacts } from './run-facts';
import { type Spread, seedGroups, spreadOf } from './seeds';

/** What is drawn: something logged at every iteration, or a row of the score table. */
export type Metric = { kind: 'logged'; name: string } | { kind: 'score'; row: string };

export const metricKey = (metric: Metric): string =>
  metric.kind === 'logged' ? `logged ${metric.name}` : `score ${metric.row}`;

/** Every metric that any of the runs has: means and classes first, then losses and what else was logged. */
export function metricsOf(records: readonly RunRecord[], histories: Record<string, RunHistory>): Metric[] {
  const found = new Map<string, Metric>();
  const add = (metric: Metric) => found.set(metricKey(metric), metric);
  for (const { config, evaluations } of records) {
    if (evaluations.length === 0) continue;
    for (const { label } of meanRows(config, [])) add({ kind: 'score', row: label });
    for (const { name } of scoreRows(config, [])) add({ kind: 'score', row: name });
  }
  for (const { run } of records)
    for (const name of Object.keys(histories[run]?.curves.values ?? {})) add({ kind: 'logged', name });
  return [...found.values()];
}

interface Curve {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/** Null where the run does not have it. */
function curveOf(record: RunRecord, history: RunHistory | undefined, metric: Metric): Curve | null {
  if (!history) return null;
  if (metric.kind === 'logged') {
    const y = history.curves.values[metric.name];
    return y ? { x: history.curves.iterations, y } : null;
  }
  const { evaluations } = history;
  const row = scoreRow(record, evaluations, metric.row);
  if (!row || evaluations.length === 0) return null;
  return {
    x: evaluations.map(({ iteration }) => iteration),
    y: row.map((value) => (typeof value === 'number' ? 100 * value : Number.NaN)),
  };
}

function scoreRow({ config }: RunRecord, evaluations: Evaluation[], row: string): (number | null | undefined)[] | null {
  const scores = evaluations.map((evaluation) => evaluation.scores);
  const means = meanRows(config, scores).find(({ label }) => label === row);
  return (means ?? scoreRows(config, scores).find(({ name }) => name === row))?.iou ?? null;
}

/** Mean of several curves at the iterations that all of them have. */
export function meanCurve(curves: readonly Curve[]): Curve {
  const maps = curves.slice(1).map(({ x, y }) => new Map(Array.from(x, (at, i) => [at, y[i]!])));
  const [first] = curves;
  const x: number[] = [];
  const y: number[] = [];
  for (let i = 0; i < (first?.x.length ?? 0); i++) {
    const at = first!.x[i]!;
    const values = [first!.y[i]!, ...maps.map((map) => map.get(at))];
    if (values.some((value) => value === undefined)) continue;
    x.push(at);
    y.push(values.reduce<number>((sum, value) => sum + value!, 0) / values.length);
  }
  return { x, y };
}

/** One curve per run, and one more for the mean of every group of seeds. */
export function comparedSeries(
  records: readonly RunRecord[],
  histories: Record<string, RunHistory>,
  metric: Metric,
  dark: boolean,
): Series[] {
  const dots = metric.kind === 'score';
  const runs = records.flatMap((record, i) => {
    const curve = curveOf(record, histories[record.run], metric);
    const { title, seed } = runFacts(record, null);
    const mark = dots ? markOf(histories[record.run]?.evaluations ?? []) : null;
    const label = marked(words.series(title, seed), mark);
    return curve ? [{ record, mark, series: { name: record.run, label, ...curveColor(i, dark), dots, ...curve } }] : [];
  });
  const means = seedGroups(runs.map(({ record }) => record))
    .filter((group) => group.length > 1)
    .map((group, i): Series => {
      const inside = runs.filter(({ record }) => group.includes(record));
      const name = words.mean(group.length, group[0]!.config.name);
      return {
        name,
        label: marked(name, markOfSeeds(inside.map(({ mark }) => mark))),
        color: dark ? '#f8f9fa' : '#212529',
        dash: i === 0 ? [8, 4] : [2, 3],
        dots,
        ...meanCurve(inside.map(({ series }) => series)),
      };
    });
  return [...runs.map(({ series }) => series), ...means];
}

/** How scores are marked that a person had a hand in, of a run's evaluations by their last. */
function markOf(evaluations: readonly (Evaluation | null)[]): string | null {
  const last = evaluations.findLast((evaluation) => evaluation?.decisions);
  return last ? supervisedWords(last) : null;
}

/** The same of a group of seeds, where some of the runs may be supervised and others not. */
function markOfSeeds(marks: readonly (string | null)[]): string | null {
  const supervised = marks.filter((mark) => mark !== null).length;
  return supervised > 0 ? words.supervisedRuns(supervised, marks.length) : null;
}

const marked = (label: string, mark: string | null): string => (mark ? words.marked(label, mark) : label);

export interface ComparedColumn {
  label: string;
  /** What stands below it. */
  detail: string;
  /** How a person's decisions mark its scores; null where there are none. */
  mark: string | null;
  evaluations: (Evaluation | null)[];
  records: RunRecord[];
}

export interface ComparedRow {
  label: string;
  targetOnly: boolean;
  mean: boolean;
  cells: (Spread | null)[];
}

/** A column per group of seeds, with the best or the last evaluation of each run. */
export function comparedColumns(records: readonly RunRecord[], which: 'best' | 'last'): ComparedColumn[] {
  return seedGroups(records).map((group) => {
    const facts = group.map((record) => runFacts(record, null));
    const evaluations = facts.map((fact) => fact[which]);
    const iterations = [...new Set(evaluations.flatMap((e) => (e ? [e.iteration] : [])))];
    const when = iterations.length === 1 ? words.iteration(iterations[0]!) : words.evaluations(which);
    return group.length === 1
      ? {
          label: facts[0]!.title,
          detail: words.seed(facts[0]!.seed, when),
          mark: markOf(evaluations),
          evaluations,
          records: group,
        }
      : {
          label: group[0]!.config.name,
          detail: words.seeds(
            facts.map(({ seed }) => seed),
            when,
          ),
          mark: markOfSeeds(evaluations.map((evaluation) => markOf([evaluation]))),
          evaluations,
          records: group,
        };
  });
}

/** Means, then classes: those that any of the runs knows. */
export function comparedRows(columns: readonly ComparedColumn[]): ComparedRow[] {
  const rows = new Map<string, ComparedRow>();
  columns.forEach(({ records, evaluations }, c) => {
    const { config } = records[0]!;
    const scores = evaluations.map((evaluation) => evaluation?.scores);
    const all = [
      ...meanRows(config, scores).map((row) => ({ ...row, targetOnly: false, mean: true })),
      ...scoreRows(config, scores).map((row) => ({ ...row, label: row.name, mean: false })),
    ];
    for (const { label, targetOnly, mean, iou } of all) {
      const row = rows.get(label) ?? { label, targetOnly, mean, cells: columns.map(() => null) };
      row.cells[c] = spreadOf(iou);
      rows.set(label, row);
    }
  });
  return [...rows.values()];
}
