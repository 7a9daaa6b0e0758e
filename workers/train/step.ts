/**
 * The passes of one self-training iteration (DACS, Tranheden et al. 2021; DAFormer, Hoyer et al. 2022), on
 * tensors. Gradients of all passes simply add in the student's packed gradients; nobody scales or clips them.
 *
 *   1. teacher: pseudo-labels and their weight on the target batch
 *   2. source:  cross-entropy, plus the distance of the encoder's last map from the pretrained encoder's
 *   3. mixed:   cross-entropy on images in which half of the source's classes are pasted onto the target
 *   4. masked:  the same on images of which blocks are missing (MIC), where it is asked for
 *
 * Between 1 and 3 the labels may be relabeled. The passes know nothing of files, schedules or random draws.
 */

import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type EncoderConfig, encode } from '../../models/encoder';
import type { ParamStore } from '../../models/engine/params';
import { Tape, withTape } from '../../models/engine/tape';
import { EVALUATION, type Mode, TEACHING } from '../../models/mode';
import { add } from '../../models/ops/add/add';
import { featureDistance } from '../../models/ops/feature-distance/feature-distance';
import { pseudoLabel, pseudoWeight } from '../../models/ops/pseudo-label/pseudo-label';
import { scale } from '../../models/ops/scale/scale';
import type { LossEntry, Segmentor, SegmentorLosses } from '../../models/segmentor';
import { passOneByOne } from './one-by-one';

/** The pretrained encoder that the student should not drift away from, and how strongly. */
export interface FeatureDistance {
  encoder: ParamStore;
  encoderConfig: EncoderConfig;
  /** float32 [1], kept by the caller. */
  lambda: Tensor;
  classes: number[] | null;
  minRatio: number;
  /** At two scales: the distance of the detail's features counts too. */
  allScales?: boolean;
}

export interface TeacherResult {
  /** float32 [B, h, w, C], in the size that the head gives them. */
  logits: Tensor;
  /** int32 [B, H, W] */
  labels: Tensor;
  /** int32 [1]: pixels of the whole batch at or above the threshold. */
  confident: Tensor;
  /** float32 [B, H, W] */
  weight: Tensor;
}

/**
 * Pseudo-labels of the target batch. The weight is one number for the whole batch, the share of confident pixels,
 * taken before the ignored rows are set to zero (Q47); the teacher normalises with batch statistics unless `statistics`
 * is `running` (Q13).
 */
export function teacherPass(
  teacher: Segmentor,
  image: Tensor,
  options: {
    threshold: number;
    ignoreTop: number;
    ignoreBottom: number;
    validMask?: Tensor;
    statistics?: 'batch' | 'running';
  },
): TeacherResult {
  const [batch, height, width] = image.shape as [number, number, number, number];
  return tf.tidy(() => {
    const logits = teacher.forward(image, options.statistics === 'running' ? EVALUATION : TEACHING);
    const { labels, confident } = pseudoLabel(logits, height, width, options.threshold);
    const { ignoreTop, ignoreBottom, validMask } = options;
    const weight = pseudoWeight(confident, { batch, height, width, ignoreTop, ignoreBottom, validMask });
    return { logits, labels, confident, weight };
  });
}

export type LossResult = {
  /** float32 [1] each. */
  loss: Tensor;
  /** Share of right pixels among those that are not ignored, 0..1. */
  accuracy: Tensor;
  /** The same of the detail crop and of the context alone, at two scales, where they have a share of the loss. */
  detailLoss?: Tensor;
  detailAccuracy?: Tensor;
  contextLoss?: Tensor;
  contextAccuracy?: Tensor;
  /** Mean distance before lambda; with the feature distance only. */
  distance?: Tensor;
  /** Positions that entered the distance; with the feature distance only. */
  distanceMask?: Tensor;
  /** Attention to the detail, 0..255, 0 outside its crop; at two scales only, where it is asked for. */
  attention?: Tensor;
  /** int32 [B, H, W]: what the student took each pixel for before the step; only where it is asked for. */
  student?: Tensor;
};

export interface LossOptions {
  average: 'valid' | 'all';
  /** float32 [1] of value 1, kept by the caller: the gradient of the loss with respect to itself. */
  one: Tensor;
  /** int32 [8], see `drawDetailBox`: where the detail crop lies, at two scales. */
  box?: Tensor | null;
  /** Multiplies the main loss. */
  factor?: number;
  /** Pictures of the batch go through the network one after the other. */
  oneByOne?: boolean;
  /** Attention and student's labels are kept for those who look at them. */
  toBeSeen?: boolean;
}

/** Attention is kept to be looked at. */
const LARGEST_BYTE = 255;

const NAMES: Record<
  string,
  ['loss' | 'detailLoss' | 'contextLoss', 'accuracy' | 'detailAccuracy' | 'contextAccuracy']
> = { '': ['loss', 'accuracy'], 'hr.': ['detailLoss', 'detailAccuracy'], 'lr.': ['contextLoss', 'contextAccuracy'] };

/** Losses and accuracies under the names of a result. */
export function named(entries: LossEntry[]): LossResult {
  const result: Partial<LossResult> = {};
  for (const { name, loss, accuracy } of entries) {
    const [lossName, accuracyName] = NAMES[name]!;
    result[lossName] = loss;
    result[accuracyName] = accuracy;
  }
  return result as LossResult;
}

/** What is kept of a pass for those who look: other tensors than its own, which the walk back frees. */
export function toLookAt(
  { attention, logits }: SegmentorLosses,
  label: Tensor,
): Pick<LossResult, 'attention' | 'student'> {
  const [, height, width] = label.shape as [number, number, number];
  return {
    student: tf.keep(pseudoLabel(logits, height, width, 0).labels),
    ...(attention && { attention: tf.keep(scale(attention, LARGEST_BYTE)) }),
  };
}

/** Supervised loss on the source batch, and the feature distance; adds to the student's gradients. */
export function sourcePass(
  student: Segmentor,
  image: Tensor,
  label: Tensor,
  mode: Mode,
  options: LossOptions & { featureDistance: FeatureDistance | null },
): LossResult {
  return tf.tidy(() => {
    if (options.oneByOne) return passOneByOne(student, { image, label, weight: null }, mode, options);
    const { average, one, box = null, factor, featureDistance: fd } = options;
    const views = student.views(image, label, null, box);
    const compared = fd ? (fd.allScales ? views : views.slice(0, 1)) : [];
    const references = compared.map((view) =>
      tf.tidy(() => encode(view.image, fd!.encoder, '', fd!.encoderConfig, EVALUATION).at(-1)!),
    );
    const tape = new Tape();
    const { result, losses } = withTape(tape, () => {
      const { entries, maps } = student.losses(views, mode, { average, box, factor });
      const result = named(entries);
      const losses = entries.map(({ loss }) => loss);
      if (!fd) return { result, losses };
      const distances = compared.map((view, k) =>
        featureDistance(maps[k]!.at(-1)!, references[k]!, view.label, {
          classes: fd.classes,
          minRatio: fd.minRatio,
          classCount: student.config.head.classes,
        }),
      );
      const distance = distances.map(({ loss }) => loss).reduce((sum, loss) => add(sum, loss));
      return { result: { ...result, distance, distanceMask: distances[0]!.mask }, losses };
    });
    const seeds = losses.map((tensor) => ({ tensor, gradient: one }));
    if (fd && result.distance) seeds.push({ tensor: result.distance, gradient: fd.lambda });
    tape.backward(seeds);
    return result;
  });
}

/** Weighted loss on pseudo-labelled images (mixed, or masked); adds to the student's gradients. */
export function pseudoPass(
  student: Segmentor,
  image: Tensor,
  label: Tensor,
  weight: Tensor | null,
  mode: Mode,
  options: LossOptions,
): LossResult {
  return tf.tidy(() => {
    if (options.oneByOne) return passOneByOne(student, { image, label, weight }, mode, options);
    const { average, one, box = null, factor, toBeSeen } = options;
    const views = student.views(image, label, weight, box);
    const tape = new Tape();
    const { result, losses } = withTape(tape, () => {
      const losses = student.losses(views, mode, { average, box, factor });
      return {
        result: { ...named(losses.entries), ...(toBeSeen && toLookAt(losses, label)) },
        losses: losses.entries.map(({ loss }) => loss),
      };
    });
    tape.backward(losses.map((tensor) => ({ tensor, gradient: one })));
    return result;
  });
}
