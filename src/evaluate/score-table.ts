/** Rows of the IoU table: target-only classes first, then the others in class order, then the means that papers use. */
import type { ExperimentConfig } from '../../workers/experiment/schema';
import { SYNTHIA_13, SYNTHIA_16 } from '../../workers/experiment/taxonomy';
import type { Scores } from '../../workers/protocol';

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
    .map(({ name }, id) => ({
      id,
      name,
      targetOnly: targetOnly.has(id),
      iou: columns.map((scores) => scores && (scores.iouPerClass[name] ?? null)),
    }))
    .sort((a, b) => Number(b.targetOnly) - Number(a.targetOnly) || a.id - b.id);
}

/** Means over all classes, and over SYNTHIA's 16 and 13 where the taxonomy is Cityscapes'. */
export function meanRows({ taxonomy }: Pick<ExperimentConfig, 'taxonomy'>, columns: (Scores | undefined)[]): MeanRow[] {
  const all = taxonomy.classes.map((_, id) => id);
  const sets = all.length === 19 ? [all, SYNTHIA_16, SYNTHIA_13] : [all];
  return sets.map((ids) => {
    const present = columns.map((scores) =>
      ids.map((id) => scores?.iouPerClass[taxonomy.classes[id]!.name]).filter((iou) => typeof iou === 'number'),
    );
    return {
      label: `Mean of ${ids.length}`,
      averaged: present.map((values) => values.length),
      iou: present.map((values, i) =>
        columns[i] === undefined ? undefined : values.length ? values.reduce((s, v) => s + v, 0) / values.length : null,
      ),
    };
  });
}
