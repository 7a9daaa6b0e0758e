/** One complete self-training iteration against the reference. */

import * as tf from '@tensorflow/tfjs-core';
import { readTensor } from '../../models/engine/backend';
import { guarded } from '../../models/engine/device';
import { ParamStore } from '../../models/engine/params';
import { mitParams } from '../../models/mit';
import { classMix } from '../../models/ops/class-mix/class-mix';
import { maskImage } from '../../models/ops/mask-image/mask-image';
import { Segmentor } from '../../models/segmentor';
import type { ReferenceNumbers } from '../../models/testing/reference';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import { joinLabels, splitLabels } from '../../workers/train/inputs';
import { pseudoPass, sourcePass, teacherPass } from '../../workers/train/step';
import { type Detection, selectDetections } from '../../workers/vlm/decode';
import { MAJORITY_SHARE, relabelBatch } from '../../workers/vlm/relabel';
import { RelabelMap } from '../../workers/vlm/relabel-map';
import { type Check, compare, exactCheck, mapCheck, tensorCheck } from './check';
import { DETERMINISTIC, gradientChecks, headConfigOf, inputTensor, loadParams, mitConfigOf } from './networks';

import { type HeadCfg, type OpenReference, one } from './train-sequence';

interface StepHyper {
  pseudo_threshold: number;
  psweight_ignore_top: number;
  psweight_ignore_bottom: number;
  imnet_feature_dist_lambda: number;
  imnet_feature_dist_classes: number[];
  imnet_feature_dist_scale_min_ratio: number;
  mask_ratio: number;
  mask_mode: string;
  model_cfg: HeadCfg;
  relabeling_cfg: {
    target: number;
    source: number | null;
    threshold_for_detection: number;
    threshold_for_classification: number | null;
  }[];
  detections: { box: [number, number, number, number]; score: number }[][];
}

interface StepValues {
  unique_classes: number[];
  class_choice: number[][];
  log_vars: Record<string, number>;
}

/** Teacher, source loss, feature distance, relabeling, class mix, masked loss: all gradients added up. */
export function dacsStepCase(reference: ReferenceNumbers, open: OpenReference): Promise<Check[]> {
  const hyper = reference.entry.hyper as unknown as StepHyper;
  const values = reference.entry.values as unknown as StepValues;
  const tiny = open('mit_tiny');
  const start = open('train_seq');
  const encoder = mitConfigOf(tiny.entry.hyper);
  const config = { encoder, head: headConfigOf(hyper.model_cfg) };
  const average = hyper.model_cfg.loss_decode.avg_non_ignore ? 'valid' : 'all';
  return guarded('self-training step', async () => {
    const student = new Segmentor(config, { seed: 0, trained: true });
    const teacher = new Segmentor(config, { seed: 1, trained: false });
    const pretrained = new ParamStore(mitParams(encoder), { seed: 2, trained: false });
    loadParams(student.params, start, 'weights0/');
    loadParams(teacher.params, start, 'weights0/');
    loadParams(pretrained, tiny, 'weights/');
    const source = tiny.map('in/x');
    const [batch, height, width] = source.shape as [number, number, number, number];
    const sourceImage = tf.keep(tf.tensor(source.values, source.shape, 'float32'));
    const targetImage = tf.keep(tf.tensor(flippedTarget(source), source.shape, 'float32'));
    const sourceLabel = inputTensor(reference, 'in/src_label', 'int32');
    const checks: Check[] = [];
    const options = { average, one: one() } as const;

    const learned = sourcePass(student, sourceImage, sourceLabel, DETERMINISTIC, {
      ...options,
      featureDistance: {
        encoder: pretrained,
        encoderConfig: encoder,
        lambda: tf.keep(tf.tensor([hyper.imnet_feature_dist_lambda], [1], 'float32')),
        classes: hyper.imnet_feature_dist_classes,
        minRatio: hyper.imnet_feature_dist_scale_min_ratio,
      },
    });
    const logged = (name: string, actual: number, tolerance = 2e-5) =>
      checks.push(
        compare(name, [actual], [values.log_vars[name]!], tolerance * Math.max(1, Math.abs(values.log_vars[name]!))),
      );
    logged('decode.loss_seg', (await readTensor(learned.loss))[0]!);
    logged('decode.acc_seg', (await readTensor(learned.accuracy))[0]! * 100, 1e-5);
    logged('src.loss_imnet_feat_dist', (await readTensor(learned.distance!))[0]! * hyper.imnet_feature_dist_lambda);
    checks.push(
      exactCheck('out/fdist_mask', await readTensor(learned.distanceMask!), reference.integers('out/fdist_mask')),
    );

    const taught = teacherPass(teacher, targetImage, {
      threshold: hyper.pseudo_threshold,
      ignoreTop: hyper.psweight_ignore_top,
      ignoreBottom: hyper.psweight_ignore_bottom,
    });
    const pseudo = await readTensor(taught.labels);
    checks.push(exactCheck('out/pseudo_label', pseudo, reference.integers('out/pseudo_label')));
    checks.push(tensorCheck(reference, 'out/pseudo_weight', await readTensor(taught.weight)));

    const labels = relabelAsListed(hyper, splitLabels(pseudo, batch), width, height);
    const relabeled = joinLabels(labels);
    checks.push(exactCheck('out/pseudo_label_relabeled', relabeled, reference.integers('out/pseudo_label_relabeled')));
    const targetLabel = tf.keep(tf.tensor(relabeled, [batch, height, width], 'int32'));

    const choice = new Int32Array(batch * 256);
    values.class_choice.forEach((positions, b) => {
      for (const position of positions) choice[b * 256 + values.unique_classes[position]!] = 1;
    });
    const mix = classMix({
      sourceImage,
      targetImage,
      sourceLabel,
      targetLabel,
      targetWeight: taught.weight,
      choice: tf.tensor(choice, [batch, 256], 'int32'),
    });
    for (const tensor of Object.values(mix)) tf.keep(tensor);
    checks.push(exactCheck('out/mixed_label', await readTensor(mix.label), reference.integers('out/mixed_label')));
    checks.push(tensorCheck(reference, 'out/mixed_weight', await readTensor(mix.weight)));
    const first = (await readTensor(mix.image)).subarray(0, height * width * 3);
    checks.push(mapCheck(reference, 'out/mixed_img0', first));
    const mixed = pseudoPass(student, mix.image, mix.label, mix.weight, DETERMINISTIC, options);
    logged('mix.decode.loss_seg', (await readTensor(mixed.loss))[0]!);
    logged('mix.decode.acc_seg', (await readTensor(mixed.accuracy))[0]! * 100, 1e-5);

    const [, , gridHeight, gridWidth] = reference.shape('in/mask_u') as [number, number, number, number];
    const draws = tf.tensor(reference.floats('in/mask_u'), [batch, gridHeight, gridWidth], 'float32');
    const masked = tf.keep(maskImage(targetImage, draws, hyper.mask_ratio));
    checks.push(mapCheck(reference, 'out/masked_img0', (await readTensor(masked)).subarray(0, height * width * 3)));
    const consistent = pseudoPass(student, masked, targetLabel, taught.weight, DETERMINISTIC, options);
    logged('masked.decode.loss_seg', (await readTensor(consistent.loss))[0]!);
    logged('masked.decode.acc_seg', (await readTensor(consistent.accuracy))[0]! * 100, 1e-5);

    checks.push(...(await gradientChecks(student.params, reference)));
    for (const [prefix, network] of [
      ['student_after/', student],
      ['teacher_after/', teacher],
    ] as const) {
      const state = await network.params.export();
      for (const name of reference.names(prefix))
        checks.push(tensorCheck(reference, prefix + name, state.get(name)?.values ?? []));
    }
    for (const network of [student, teacher]) network.dispose();
    pretrained.dispose();
    return checks;
  });
}

/** 1.5 times the pictures with batch and width reversed. */
function flippedTarget({ shape, values }: { shape: number[]; values: Float32Array }): Float32Array {
  const [b, h, w, c] = shape as [number, number, number, number];
  const flipped = new Float32Array(values.length);
  for (let n = 0; n < b; n++)
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++)
        for (let k = 0; k < c; k++)
          flipped[((n * h + y) * w + x) * c + k] = 1.5 * values[(((b - 1 - n) * h + y) * w + (w - 1 - x)) * c + k]!;
  return flipped;
}

/** The listed detections carry the only target class and need no classification. */
function relabelAsListed(hyper: StepHyper, labels: Uint8Array[], width: number, height: number): Uint8Array[] {
  const entry = hyper.relabeling_cfg[0]!;
  const ranges = { collect: null, relabel: [0, 1] as [number, number] };
  const map = RelabelMap.fromConfig(
    {
      ...ranges,
      map: [
        {
          target: entry.target,
          source: entry.source,
          detectionThreshold: entry.threshold_for_detection,
          classificationThreshold: entry.threshold_for_classification,
        },
      ],
    },
    CITYSCAPES,
  );
  const phase = map.advance(0);
  const proposals = hyper.detections.map((listed) => {
    const detections = listed.map(({ box, score }): Detection => ({ target: entry.target, prompt: 0, score, box }));
    const selected = selectDetections(detections, () => entry.threshold_for_detection, 0.3, { width, height });
    return selected.map(({ target, score, box }) => ({
      target,
      detectionScore: score,
      box,
      predicted: null,
      confidence: 0,
      promptProbabilities: [],
    }));
  });
  const files = labels.map((_, b) => `sample ${b}`);
  const settings = { minWidth: 10, minHeight: 10, majorityShare: MAJORITY_SHARE };
  return relabelBatch({ iteration: 0, labels, width, height, files, proposals }, map, phase, settings).labels;
}
