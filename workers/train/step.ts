/**
 * The three passes of one self-training iteration (DACS, Tranheden et al. 2021; DAFormer, Hoyer et al. 2022), on
 * tensors. Gradients of all passes simply add in the student's packed gradients; nobody scales or clips them.
 *
 *   1. teacher: pseudo-labels and their weight on the target batch
 *   2. source:  cross-entropy, plus the distance of the encoder's last map from the pretrained encoder's
 *   3. mixed:   cross-entropy on images in which half of the source's classes are pasted onto the target
 *
 * Between 1 and 3 the labels may be relabeled. The passes know nothing of files, schedules or random draws.
 */

import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { ParamStore } from '../../models/engine/params';
import { Tape, withTape } from '../../models/engine/tape';
import { type MitConfig, mitForward } from '../../models/mit';
import { EVALUATION, type Mode, TEACHING } from '../../models/mode';
import { crossEntropy } from '../../models/ops/cross-entropy/cross-entropy';
import { featureDistance } from '../../models/ops/feature-distance/feature-distance';
import { pseudoLabel, pseudoWeight } from '../../models/ops/pseudo-label/pseudo-label';
import type { Segmentor } from '../../models/segmentor';

/** The pretrained encoder that the student should not drift away from, and how strongly. */
export interface FeatureDistance {
  encoder: ParamStore;
  encoderConfig: MitConfig;
  /** float32 [1], kept by the caller. */
  lambda: Tensor;
  classes: number[] | null;
  minRatio: number;
}

export interface TeacherResult {
  /** int32 [B, H, W] */
  labels: Tensor;
  /** int32 [1]: pixels of the whole batch at or above the threshold. */
  confident: Tensor;
  /** float32 [B, H, W] */
  weight: Tensor;
}

/**
 * Pseudo-labels of the target batch. The weight is one number for the whole batch, the share of confident pixels,
 * taken before the ignored rows are set to zero (Q47); the teacher normalises with batch statistics (Q13).
 */
export function teacherPass(
  teacher: Segmentor,
  image: Tensor,
  options: { threshold: number; ignoreTop: number; ignoreBottom: number; validMask?: Tensor },
): TeacherResult {
  const [batch, height, width] = image.shape as [number, number, number, number];
  return tf.tidy(() => {
    const logits = teacher.forward(image, TEACHING);
    const { labels, confident } = pseudoLabel(logits, height, width, options.threshold);
    const { ignoreTop, ignoreBottom, validMask } = options;
    const weight = pseudoWeight(confident, { batch, height, width, ignoreTop, ignoreBottom, validMask });
    return { labels, confident, weight };
  });
}

export interface LossResult {
  /** float32 [1] each. */
  loss: Tensor;
  /** Share of right pixels among those that are not ignored, 0..1. */
  accuracy: Tensor;
  /** Mean distance before lambda; with the feature distance only. */
  distance?: Tensor;
  /** Positions that entered the distance; with the feature distance only. */
  distanceMask?: Tensor;
}

export interface LossOptions {
  average: 'valid' | 'all';
  /** float32 [1] of value 1, kept by the caller: the gradient of the loss with respect to itself. */
  one: Tensor;
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
    const fd = options.featureDistance;
    let reference: Tensor | undefined;
    if (fd) reference = tf.tidy(() => mitForward(image, fd.encoder, '', fd.encoderConfig, EVALUATION)[3]!);
    const tape = new Tape();
    const result = withTape(tape, () => {
      const maps = student.encode(image, mode);
      const { loss, accuracy } = crossEntropy(student.decode(maps, mode), label, null, { average: options.average });
      if (!fd || !reference) return { loss, accuracy };
      const { loss: distance, mask } = featureDistance(maps[3]!, reference, label, {
        classes: fd.classes,
        minRatio: fd.minRatio,
        classCount: student.config.head.classes,
      });
      return { loss, accuracy, distance, distanceMask: mask };
    });
    const seeds = [{ tensor: result.loss, gradient: options.one }];
    if (fd && 'distance' in result) seeds.push({ tensor: result.distance!, gradient: fd.lambda });
    tape.backward(seeds);
    return result;
  });
}

/** Weighted loss on pseudo-labelled images (mixed, or masked); adds to the student's gradients. */
export function pseudoPass(
  student: Segmentor,
  image: Tensor,
  label: Tensor,
  weight: Tensor,
  mode: Mode,
  options: LossOptions,
): LossResult {
  return tf.tidy(() => {
    const tape = new Tape();
    const result = withTape(tape, () => {
      const logits = student.forward(image, mode);
      return crossEntropy(logits, label, weight, { average: options.average });
    });
    tape.backward([{ tensor: result.loss, gradient: options.one }]);
    return result;
  });
}
