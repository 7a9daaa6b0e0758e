/** Per-class tables of one evaluation, and of two side by side. */
import { CITYSCAPES, SYNTHIA_16 } from '../workers/experiment/taxonomy';
import type { Scores } from '../workers/protocol';
import { supervisedNote } from './supervision';
import { percent, table } from './table';

type Iou = Pick<Scores, 'miou' | 'iouPerClass'>;

/** Classes that the source does not name, in the order of their ids. */
export const HIDDEN = CITYSCAPES.classes.flatMap(({ name }, id) => (SYNTHIA_16.includes(id) ? [] : [name]));

/** Mean over the named classes that are present. */
export function meanOver({ iouPerClass }: Iou, ids: readonly number[]): number | null {
  const values = ids.map((id) => iouPerClass[CITYSCAPES.classes[id]!.name] ?? null).filter((v) => v !== null);
  return values.length ? values.reduce((a, b) => a + b, 0) / values.length : null;
}

/**
 * IoU, accuracy, Dice and F-score per class, and the means over 19, 16 and 13 classes, in percent.
 * @param decisions by hand that held before; they mark the table
 */
export function scoreTable(scores: Scores, decisions?: number): string {
  const rows = Object.keys(scores.iouPerClass).map((name) =>
    [scores.iouPerClass, scores.accPerClass, scores.dicePerClass, scores.fscorePerClass]
      .map((values) => percent(values?.[name]))
      .toSpliced(0, 0, name),
  );
  const means = (scores.means ?? []).map(({ label, classes, averaged, miou, macc, mdice, mfscore }) => [
    `mean of ${label}${averaged.length < classes ? `, ${averaged.length} present` : ''}`,
    ...[miou, macc, mdice, mfscore].map((value) => percent(value)),
  ]);
  const told = table([
    ['class', 'IoU', 'Acc', 'Dice', 'F-score'],
    ...rows,
    ...means,
    ['pixels', '', percent(scores.aacc)],
  ]);
  const note = supervisedNote(decisions);
  return note ? `${told}\n${note}` : told;
}

/** Both runs per class; classes that the source does not name come first and are marked. */
export function comparison(baseline: Iou, csi: Iou): string {
  const difference = (a: number | null | undefined, b: number | null | undefined) =>
    typeof a === 'number' && typeof b === 'number' ? `${b >= a ? '+' : ''}${(100 * (b - a)).toFixed(1)}` : '-';
  const row = (name: string, a: number | null | undefined, b: number | null | undefined) => [
    name,
    percent(a),
    percent(b),
    difference(a, b),
  ];
  const ofClass = (name: string, mark: string) => row(name + mark, baseline.iouPerClass[name], csi.iouPerClass[name]);
  return table([
    ['IoU in percent', 'without relabeling', 'with relabeling', 'change'],
    ...HIDDEN.map((name) => ofClass(name, ' *')),
    ...SYNTHIA_16.map((id) => ofClass(CITYSCAPES.classes[id]!.name, '')),
    row('mean of 19', baseline.miou, csi.miou),
    row('mean of the other 16', meanOver(baseline, SYNTHIA_16), meanOver(csi, SYNTHIA_16)),
    ['* not named by the source', '', '', ''],
  ]);
}
