/** Pseudo-labels, class mix, masks and the feature distance against the reference. */
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { readTensor } from '../../models/engine/backend';
import { guarded } from '../../models/engine/device';
import { Tape, withTape } from '../../models/engine/tape';
import { classMix } from '../../models/ops/class-mix/class-mix';
import { featureDistance } from '../../models/ops/feature-distance/feature-distance';
import { maskImage } from '../../models/ops/mask-image/mask-image';
import { pseudoLabel, pseudoWeight } from '../../models/ops/pseudo-label/pseudo-label';
import type { ReferenceNumbers } from '../../models/testing/reference';
import { type Check, compare, exactCheck, mapCheck, tensorCheck } from './check';
import { inputMap, inputTensor } from './networks';

interface MixValues {
  cases: Record<string, { chosen_classes: number[][] }>;
  mask_even?: { mask_ratio: number };
  mask_odd?: { mask_ratio: number };
}

/** Class mix of every case, block masks, and the teacher's labels and weight. */
export function mixCase(reference: ReferenceNumbers): Promise<Check[]> {
  const values = reference.entry.values as unknown as MixValues;
  return guarded('class mix', async () => {
    const checks: Check[] = [];
    const inputs = {
      sourceImage: inputMap(reference, 'in/src_img'),
      targetImage: inputMap(reference, 'in/trg_img'),
      sourceLabel: inputTensor(reference, 'in/src_label', 'int32'),
      targetLabel: inputTensor(reference, 'in/pseudo_label', 'int32'),
      targetWeight: inputTensor(reference, 'in/pseudo_weight', 'float32'),
    };
    for (const [name, { chosen_classes: chosen }] of Object.entries(values.cases)) {
      const table = new Int32Array(chosen.length * 256);
      chosen.forEach((classes, b) => {
        for (const id of classes) table[b * 256 + id] = 1;
      });
      const choice = tf.keep(tf.tensor(table, [chosen.length, 256], 'int32'));
      const mix = classMix({ ...inputs, choice });
      checks.push(mapCheck(reference, `${name}/mixed_img`, await readTensor(mix.image)));
      checks.push(
        exactCheck(`${name}/mixed_label`, await readTensor(mix.label), reference.integers(`${name}/mixed_label`)),
      );
      checks.push(tensorCheck(reference, `${name}/mixed_weight`, await readTensor(mix.weight)));
      // Pasting ones over zeros shows the mask itself.
      const shape = inputs.sourceImage.shape;
      const shown = classMix({ ...inputs, sourceImage: tf.ones(shape), targetImage: tf.zeros(shape), choice });
      const mask = (await readTensor(shown.image)).filter((_, i) => i % 3 === 0);
      checks.push(exactCheck(`${name}/mask`, mask, reference.integers(`${name}/mask`)));
    }
    for (const name of ['mask_even', 'mask_odd'] as const)
      if (values[name]) checks.push(...(await maskChecks(reference, name, values[name].mask_ratio)));
    if (reference.has('pseudo_sharp/logits')) checks.push(...(await pseudoChecks(reference)));
    return checks;
  });
}

async function maskChecks(reference: ReferenceNumbers, name: string, ratio: number): Promise<Check[]> {
  const image = inputMap(reference, `${name}/in/img`);
  const [batch, , height, width] = reference.shape(`${name}/in/u`) as [number, number, number, number];
  const draws = tf.keep(tf.tensor(reference.floats(`${name}/in/u`), [batch, height, width], 'float32'));
  const masked = await readTensor(maskImage(image, draws, ratio));
  const mask = await readTensor(maskImage(tf.keep(tf.ones(image.shape)), draws, ratio));
  return [
    mapCheck(reference, `${name}/out/img`, masked),
    exactCheck(`${name}/out/mask`, mask, reference.map(`${name}/out/mask`).values),
  ];
}

/** DACS' threshold; the fixture's notes give the rows that are ignored. */
const PSEUDO_THRESHOLD = 0.968;

async function pseudoChecks(reference: ReferenceNumbers): Promise<Check[]> {
  const logits = inputMap(reference, 'pseudo_sharp/logits');
  const [batch, height, width] = logits.shape as [number, number, number, number];
  const { labels, confident } = pseudoLabel(logits, height, width, PSEUDO_THRESHOLD);
  const cropped = reference.entry.tensors?.['pseudo_sharp/weight_cropped'];
  const rows = /top=(\d+) rows, bottom=(\d+) rows/.exec((cropped as { meaning?: string } | undefined)?.meaning ?? '');
  const weight = async (ignoreTop: number, ignoreBottom: number) =>
    readTensor(pseudoWeight(confident, { batch, height, width, ignoreTop, ignoreBottom }));
  const checks = [
    exactCheck('pseudo_sharp/label', await readTensor(labels), reference.integers('pseudo_sharp/label')),
    tensorCheck(reference, 'pseudo_sharp/weight', await weight(0, 0)),
  ];
  if (rows)
    checks.push(tensorCheck(reference, 'pseudo_sharp/weight_cropped', await weight(Number(rows[1]), Number(rows[2]))));
  return checks;
}

interface DistanceHyper {
  imnet_feature_dist_lambda: number;
  imnet_feature_dist_classes: number[] | null;
  imnet_feature_dist_scale_min_ratio: number;
  num_classes: number;
}

/** Mask, loss and gradient of every case; an empty mask contributes 0 where the reference has NaN (Q25). */
export function featureDistanceCase(reference: ReferenceNumbers): Promise<Check[]> {
  const hyper = reference.entry.hyper as unknown as DistanceHyper;
  const lambda = hyper.imnet_feature_dist_lambda;
  return guarded('feature distance', async () => {
    const checks: Check[] = [];
    const gradient = tf.keep(tf.tensor([lambda], [1], 'float32'));
    for (const [name, { masked }] of Object.entries(reference.entry.values as Record<string, { masked: number }>)) {
      const feature = inputMap(reference, `${name}/in/feat`);
      const pretrained = inputMap(reference, `${name}/in/feat_imnet`);
      const label = inputTensor(reference, `${name}/in/label`, 'int32');
      const tape = new Tape();
      tape.watch(feature);
      const { loss, mask } = withTape(tape, () =>
        featureDistance(feature, pretrained, label, {
          classes: hyper.imnet_feature_dist_classes,
          minRatio: hyper.imnet_feature_dist_scale_min_ratio,
          classCount: hyper.num_classes,
        }),
      ) as { loss: Tensor; mask: Tensor };
      const entered = Array.from(await readTensor(mask));
      checks.push(exactCheck(`${name}/out/mask`, entered, reference.integers(`${name}/out/mask`)));
      checks.push(exactCheck(`${name} positions`, [entered.reduce((a, b) => a + b, 0)], [masked]));
      const value = (await readTensor(loss))[0]! * lambda;
      if (masked > 0) checks.push(tensorCheck(reference, `${name}/out/loss`, [value]));
      else checks.push(compare(`${name}/out/loss (empty mask)`, [value], [0], 0));
      const [dx] = tape.backward([{ tensor: loss, gradient }], [feature]);
      const given = dx ? await readTensor(dx) : new Float32Array(feature.size);
      checks.push(mapCheck(reference, `${name}/grad/feat`, given));
    }
    return checks;
  });
}
