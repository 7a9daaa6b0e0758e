/** What one network pair learns with, and its passes over a batch: each leaves gradients or pseudo-labels on the GPU. */
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { encoderParams } from '../../models/encoder';
import { constantTensor } from '../../models/engine/backend';
import { ParamStore } from '../../models/engine/params';
import type { Mode } from '../../models/mode';
import { gaussianBlur } from '../../models/ops/blur/blur';
import { classMix } from '../../models/ops/class-mix/class-mix';
import { colorJitter } from '../../models/ops/color-jitter/color-jitter';
import { copy } from '../../models/ops/copy/copy';
import { maskImage } from '../../models/ops/mask-image/mask-image';
import { normalizeImages } from '../../models/ops/normalize/normalize';
import { AdamW, averageTeacher } from '../../models/optim/adamw';
import { Segmentor } from '../../models/segmentor';
import type { ExperimentConfig, MaskConfig } from '../experiment/schema';
import { allocateInputs, type Inputs, inputTensors } from './inputs';
import { changesColors, hasOwnTeacher, maskedBatch } from './masking';
import { parameterGroup, segmentorConfig } from './network';
import { type LossResult, pseudoPass, sourcePass, type TeacherResult, teacherPass } from './step';

/** All of it lies on the GPU; `disposeLearning` frees it. */
export interface Learning {
  config: ExperimentConfig;
  student: Segmentor;
  teacher: Segmentor;
  /** Of masked pictures, where they have one of their own. */
  maskTeacher: Segmentor | null;
  /** The pretrained encoder that the feature distance is measured from. */
  reference: ParamStore | null;
  optimizer: AdamW;
  inputs: Inputs;
  one: Tensor;
  /** Weight of the feature distance. */
  lambda: Tensor;
}

export interface MixedResult extends LossResult {
  image: Tensor;
  label: Tensor;
  weight: Tensor;
}

export interface MaskedResult extends LossResult {
  /** Normalised, with blocks missing. */
  image: Tensor;
}

const SOURCE_PASS = 0;
export const MIXED_PASS = 1;
const MASKED_PASS = 2;

/** Weights of an encoder under the reference's names, without prefix. */
export type EncoderWeights = Map<string, { values: Float32Array }>;

/** @throws where the pretrained encoder is missing and needed, or does not fit. */
export function createLearning(config: ExperimentConfig, pretrained: EncoderWeights | undefined): Learning {
  const { seed, schedule, method } = config;
  const networks = segmentorConfig(config);
  const student = new Segmentor(networks, { seed, trained: true });
  const teacher = new Segmentor(networks, { seed, trained: false });
  const { mask } = method;
  const maskTeacher =
    mask && hasOwnTeacher(mask) && method.kind === 'dacs' ? new Segmentor(networks, { seed, trained: false }) : null;
  const missing = pretrained ? student.loadEncoder(pretrained) : [];
  if (missing.length)
    throw new Error(`The pretrained encoder lacks ${missing.length} tensors, the first is ${missing[0]}.`);
  let reference: ParamStore | null = null;
  if (method.featureDistance.lambda > 0) {
    if (!pretrained)
      throw new Error('The feature distance needs a pretrained encoder: choose one, or set its lambda to 0.');
    reference = new ParamStore(encoderParams(networks.encoder), { seed, trained: false });
    for (const { name } of reference.specs) reference.load(name, pretrained.get(name)!.values);
  }
  const optimizer = new AdamW(student.params, teacher.params, (name) => parameterGroup(name, schedule));
  const constant = (value: number) => constantTensor(Float32Array.of(value));
  const lambda = constant(method.featureDistance.lambda);
  const inputs = allocateInputs(config);
  return { config, student, teacher, maskTeacher, reference, optimizer, inputs, one: constant(1), lambda };
}

export function disposeLearning({ inputs, one, lambda, ...networks }: Learning): void {
  for (const tensor of [...inputTensors(inputs), one, lambda]) tensor.dispose();
  networks.optimizer.dispose();
  networks.student.dispose();
  networks.teacher.dispose();
  networks.maskTeacher?.dispose();
  networks.reference?.dispose();
}

/** A teacher averages the student as the step before left it; its running statistics are its own, or the student's. */
export function updateTeacher({ student, config }: Learning, teacher: Segmentor, schedule: Tensor): void {
  averageTeacher(teacher.params, student.params, schedule);
  if (config.method.teacherStatistics === 'running') copy(student.params.state, teacher.params.state);
}

/** The teacher follows the student and labels the target's pictures. */
export function teachTarget(learning: Learning): TeacherResult {
  const { config, teacher, inputs } = learning;
  return tidyKept(() => {
    updateTeacher(learning, teacher, inputs.schedule);
    const result = teacherPass(teacher, normalizeImages(inputs.targetPixels), {
      threshold: config.method.pseudoThreshold,
      ...trusted(learning),
    });
    copy(result.labels, inputs.targetLabel);
    return result;
  });
}

/** Gradients of the source's own labels and of the feature distance; those of the step before are forgotten. */
export function learnSource(learning: Learning): LossResult {
  const { config, student, reference, optimizer, inputs, one, lambda } = learning;
  const { featureDistance, lossAverage } = config.method;
  return tidyKept(() => {
    optimizer.zeroGradients();
    const image = normalizeImages(inputs.sourcePixels);
    const distance = reference && {
      ...featureDistance,
      encoder: reference,
      encoderConfig: student.config.encoder,
      lambda,
      allScales: featureDistance.scales === 'all',
    };
    const box = inputs.detailBoxes[SOURCE_PASS];
    const { oneByOne } = config.memory;
    const options = { average: lossAverage, one, box, oneByOne, featureDistance: distance };
    return sourcePass(student, image, inputs.sourceLabel, modeOf(learning, SOURCE_PASS), options);
  });
}

/** Gradients of the source's classes pasted onto the target, which has its pseudo-labels. */
export function learnMixed(learning: Learning, targetWeight: Tensor): MixedResult {
  const { config, student, inputs, one } = learning;
  return tidyKept(() => {
    const { sourcePixels, sourceLabel, targetPixels, targetLabel, choice, factors, sigmas } = inputs;
    const mix = classMix({
      sourceImage: normalizeImages(sourcePixels),
      targetImage: normalizeImages(targetPixels),
      sourceLabel,
      targetLabel,
      targetWeight,
      choice,
    });
    keepAll({ label: mix.label, weight: mix.weight }); // no tape frees them; the picture is not needed again
    const image = tf.keep(gaussianBlur(colorJitter(mix.image, factors, config.method.jitterOperations), sigmas));
    const box = inputs.detailBoxes[MIXED_PASS];
    const { oneByOne } = config.memory;
    const options = { average: config.method.lossAverage, one, box, oneByOne, toBeSeen: true };
    const result = pseudoPass(student, image, mix.label, mix.weight, modeOf(learning, MIXED_PASS), options);
    return { ...result, image, label: mix.label, weight: mix.weight };
  });
}

/** Gradients of masked pictures; `taught` is what the mixed pass used too, relabeled. */
export function learnMasked(learning: Learning, mask: MaskConfig, taught: TeacherResult | null): MaskedResult {
  const { config, student, maskTeacher, inputs, one } = learning;
  const { method, memory } = config;
  const { sourcePixels, sourceLabel, targetPixels, targetLabel, mask: draws, detailBoxes } = inputs;
  if (!draws) throw new Error('The inputs of masked consistency were not allocated.');
  return tidyKept(() => {
    const targetImage = normalizeImages(targetPixels);
    let target = taught && { image: targetImage, label: targetLabel, weight: taught.weight };
    if (maskTeacher) {
      updateTeacher(learning, maskTeacher, draws.schedule);
      const threshold = mask.pseudoThreshold === 'same' ? method.pseudoThreshold : mask.pseudoThreshold;
      const own = teacherPass(maskTeacher, targetImage, {
        threshold: threshold === 'none' ? 0 : threshold, // every probability reaches 0: the weight is 1
        ...trusted(learning),
      });
      target = { image: targetImage, label: own.labels, weight: own.weight };
    }
    const source = { image: normalizeImages(sourcePixels), label: sourceLabel };
    const batch = maskedBatch(mask.mode, { source, target, ones: draws.ones });
    const colored = changesColors(mask.mode)
      ? gaussianBlur(colorJitter(batch.image, draws.factors, method.jitterOperations), draws.sigmas)
      : batch.image;
    const image = tf.keep(maskImage(colored, draws.blocks, mask.ratio));
    const options = {
      average: method.lossAverage,
      one,
      box: detailBoxes[MASKED_PASS],
      factor: mask.lambda,
      oneByOne: memory.oneByOne,
    };
    const result = pseudoPass(student, image, batch.label, batch.weight, modeOf(learning, MASKED_PASS), options);
    return { ...result, image };
  });
}

/** Which of a teacher's pixels count, and whose statistics it normalises with. */
function trusted({ config: { data, method }, inputs }: Learning) {
  return {
    ignoreTop: data.ignoreTop,
    ignoreBottom: data.ignoreBottom,
    validMask: inputs.validMask ?? undefined,
    statistics: method.teacherStatistics,
  };
}

function modeOf({ config, inputs }: Learning, pass: number): Mode {
  return { stochastic: true, batchStatistics: true, key: inputs.key, pass, recompute: config.memory.recompute };
}

/** Marks every tensor of a result as ours, so that no scope and no tape frees it. */
function keepAll<T extends object>(result: T): T {
  for (const value of Object.values(result)) if (value instanceof tf.Tensor) tf.keep(value);
  return result;
}

/** Frees what `pass` made except its result, which is kept until somebody disposes it. */
function tidyKept<T extends object>(pass: () => T): T {
  let result: T | undefined;
  tf.tidy(() => {
    result = keepAll(pass());
  });
  return result!;
}
