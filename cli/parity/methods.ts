/** Methods without a network against the reference: evaluation and rare class sampling. */
import type { ReferenceNumbers } from '../../models/testing/reference';
import { rcsProbabilities } from '../../workers/data/rare-class-sampling';
import { ConfusionMatrix } from '../../workers/train/metrics';
import { type Check, compare, exactCheck } from './check';

interface IouValues {
  summary: Record<string, number>;
  metrics: Record<'aAcc' | 'IoU' | 'Acc', (number | null)[]>;
}

/** Areas of every pair and of their sum, IoU and accuracies; null on both sides where a class is absent. */
export function iouCase(reference: ReferenceNumbers): Check[] {
  const { num_classes: classes } = reference.entry.hyper as { num_classes: number };
  const values = reference.entry.values as unknown as IouValues;
  const total = new ConfusionMatrix(classes);
  const checks: Check[] = [];
  const areas = (prefix: string, matrix: ConfusionMatrix) => {
    const { intersect, predicted, truth } = matrix.areas();
    const union = intersect.map((hit, c) => predicted[c]! + truth[c]! - hit);
    for (const [name, ours] of Object.entries({ intersect, union, pred_label: predicted, label_area: truth }))
      checks.push(exactCheck(`${prefix}/${name}`, ours, reference.floats(`${prefix}/${name}`)));
  };
  for (const name of reference.names('')) {
    if (!name.endsWith('/pred')) continue;
    const pair = name.slice(0, -'/pred'.length);
    const prediction = Uint8Array.from(reference.integers(name));
    const label = Uint8Array.from(reference.integers(`${pair}/label`));
    const single = new ConfusionMatrix(classes);
    for (const matrix of [single, total]) matrix.add(prediction, label);
    areas(pair, single);
  }
  areas('total', total);
  const orNan = (list: (number | null)[]) => list.map((v) => v ?? Number.NaN);
  for (const [name, ours] of Object.entries({
    IoU: total.iou(),
    Acc: total.accuracy(),
    aAcc: [total.pixelAccuracy()],
  })) {
    const stored = reference.floats(`metrics/${name}`);
    checks.push(compare(`metrics/${name}`, orNan(ours), stored, reference.tolerance(`metrics/${name}`)));
    const listed = values.metrics[name as keyof IouValues['metrics']];
    checks.push(compare(`values.metrics.${name}`, orNan(ours), orNan(listed), 1e-6));
  }
  // The summary is in percent, rounded to two decimals; a sum in float32 may round to the other side.
  const scores = total.scores(Array.from({ length: classes }, (_, c) => `${c}`));
  const summary = { aAcc: scores.aacc, mIoU: scores.miou, mAcc: scores.macc };
  for (const [name, ours] of Object.entries(summary)) {
    const rounded = Number((100 * (ours ?? Number.NaN)).toFixed(2));
    checks.push(compare(`values.summary.${name}`, [rounded], [values.summary[name]!], 0.0101));
  }
  return checks;
}

interface RcsValues {
  classes: number[];
  probs: number[];
}

/** The order of the classes and their probabilities at every temperature. */
export function rareClassCase(reference: ReferenceNumbers, readText: (path: string) => string): Check[] {
  const { files } = reference.entry.hyper as { files: string[] };
  const values = reference.entry.values as Record<string, unknown>;
  const statistics = readText(files.find((file) => file.includes('stats'))!);
  const checks: Check[] = [];
  for (const [name, expected] of Object.entries(values)) {
    if (!name.startsWith('T=')) continue;
    const { classes, probs } = expected as RcsValues;
    const ours = rcsProbabilities(statistics, Number(name.slice(2)));
    checks.push(
      exactCheck(`${name} classes`, ours.classes, classes),
      compare(`${name} probabilities`, ours.probabilities, probs, 2e-5 * Math.max(...probs)),
    );
  }
  return checks;
}
