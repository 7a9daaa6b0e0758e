/** Rows of the IoU table: target-only classes first, then the others in class order, then the means that papers use. */
import { loggedName } from '../../workers/class-look';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import { SYNTHIA_13, SYNTHIA_16 } from '../../workers/experiment/taxonomy';
import type { Scores } from '../../workers/protocol';
import type { Table } from '../charts/table';
import { supervisedWords } from '../words/decisions';
import { meanOf, scoreTable as words } from '../words/evaluate';

export interface ScoreRow {
  id: number;
  name: string;
  /** The source never names this class. */
  targetOnly: boolean;
  /** IoU per column; null where the class is absent from the labels, undefined before the first evaluation. */
  iou: (number | null | undefined)[];
}

export interface MeanRow {
  label: string;
  /** Which classes these are. */
  which: string;
  /** How many classes went into the mean of each column. */
  averaged: number[];
  iou: (number | null | undefined)[];
}

/** One column per run; undefined for a run that has not been evaluated yet. */
export function scoreRows(
  { taxonomy, relabeling }: Pick<ExperimentConfig, 'taxonomy' | 'relabeling'>,
  columns: (Scores | undefined)[],
): ScoreRow[] {
  const targetOnly = new Set(relabeling.map.map((entry) => entry.target));
  return taxonomy.classes
    .map((info, id) => ({
      id,
      name: info.name,
      targetOnly: targetOnly.has(id),
      iou: columns.map((scores) => scores && (scores.iouPerClass[loggedName(info)] ?? null)),
    }))
    .sort((a, b) => Number(b.targetOnly) - Number(a.targetOnly) || a.id - b.id);
}

/** Means over all classes, and over SYNTHIA's 16 and 13 where the taxonomy is Cityscapes'. */
export function meanRows({ taxonomy }: Pick<ExperimentConfig, 'taxonomy'>, columns: (Scores | undefined)[]): MeanRow[] {
  const all = taxonomy.classes.map((_, id) => id);
  const sets = all.length === 19 ? [all, SYNTHIA_16, SYNTHIA_13] : [all];
  const names = (ids: number[]) => ids.map((id) => taxonomy.classes[id]!.name).join(', ');
  return sets.map((ids, i) => {
    const left = (sets[i - 1] ?? []).filter((id) => !ids.includes(id));
    const present = columns.map((scores) =>
      ids.map((id) => scores?.iouPerClass[loggedName(taxonomy.classes[id]!)]).filter((iou) => typeof iou === 'number'),
    );
    return {
      label: meanOf(ids.length),
      which: i === 0 ? words.all : i === 1 ? words.without(names(left)) : words.alsoWithout(names(left)),
      averaged: present.map((values) => values.length),
      iou: present.map((values, i) =>
        columns[i] === undefined ? undefined : values.length ? values.reduce((s, v) => s + v, 0) / values.length : null,
      ),
    };
  });
}

/** Names scores, with a mark where a person had a hand in them: it stays where the name leaves the page. */
export function markedLabel(label: string, evaluation: { decisions?: number } | undefined): string {
  const mark = evaluation && supervisedWords(evaluation);
  return mark ? words.marked(label, mark) : label;
}

/** The table as it is saved: classes with what the source says of them, then the means; IoU as fractions. */
export function scoresTable(
  config: Pick<ExperimentConfig, 'taxonomy' | 'relabeling'>,
  runs: { label: string; scores: Scores | undefined }[],
): Table {
  const columns = runs.map(({ scores }) => scores);
  return {
    columns: [words.saved.class, words.saved.targetOnly, ...runs.map(({ label }) => words.saved.iou(label))],
    rows: [
      ...scoreRows(config, columns).map(({ name, targetOnly, iou }) => [
        name,
        targetOnly ? words.saved.yes : words.saved.no,
        ...iou.map((value) => value ?? null),
      ]),
      ...meanRows(config, columns).map(({ label, which, iou }) => [
        words.saved.mean(label, which),
        '',
        ...iou.map((value) => value ?? null),
      ]),
    ],
  };
}
