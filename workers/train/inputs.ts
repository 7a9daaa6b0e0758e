/**
 * The tensors through which an iteration gets what changes: pixels, labels, random draws, rates. They exist once, are
 * overwritten before each iteration, and everything recorded reads them.
 */

import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, writeTensor } from '../../models/engine/backend';
import { RandomStream, STREAM } from '../../models/engine/random';
import { drawDetailBox } from '../../models/hrda';
import { drawAugmentation, FACTORS_PER_IMAGE } from '../../models/ops/color-jitter/draw-augmentation';
import { BOX_SIZE } from '../../models/ops/scale-fusion/scale-fusion';
import { logitStride } from '../../models/segmentor';
import type { Batch, Crop } from '../data/batch';
import type { ExperimentConfig, MaskConfig } from '../experiment/schema';
import { chooseClasses } from './class-choice';
import { drawMask, maskedCount, maskGrid } from './masking';
import { segmentorConfig } from './network';

export interface Inputs {
  /** int32 [4] = [seed, iteration, 0, 0] */
  key: Tensor;
  /** float32 [4], see AdamW. */
  schedule: Tensor;
  /** int32 [B, H, W], packed RGBA. */
  sourcePixels: Tensor;
  targetPixels: Tensor;
  /** int32 [B, H, W], train ids. */
  sourceLabel: Tensor;
  /** int32 [B, H, W], pseudo-labels, perhaps relabeled. */
  targetLabel: Tensor;
  /** float32 [B, H, W], 1 where pseudo-labels count; null where the configuration has no margins. */
  validMask: Tensor | null;
  /** int32 [B, 256], classes to paste. */
  choice: Tensor;
  /** Colour jitter and blur of each mixed image. */
  factors: Tensor;
  sigmas: Tensor;
  /** int32 [8] each, see `drawDetailBox`: the detail crops of the source, the mixed and the masked pass; at two scales. */
  detailBoxes: Tensor[];
  /** What masked consistency needs; null without it. */
  mask: MaskInputs | null;
}

export interface MaskInputs {
  /** float32 [4], as `schedule`, with the rate of the masked pictures' own teacher. */
  schedule: Tensor;
  /** float32 [pictures, rows, columns] */
  blocks: Tensor;
  factors: Tensor;
  sigmas: Tensor;
  /** float32 [1, H, W] */
  ones: Tensor;
}

/** Passes that draw a detail crop, in this order. */
const DETAIL_PASSES = 3;

/** Every tensor of the inputs. */
export function inputTensors({ detailBoxes, mask, ...plain }: Inputs): Tensor[] {
  const present = Object.values(plain as Record<string, Tensor | null>).filter((tensor) => tensor !== null);
  return [...present, ...detailBoxes, ...Object.values((mask ?? {}) as Record<string, Tensor>)];
}

export function allocateInputs(config: ExperimentConfig): Inputs {
  const { batch } = config.schedule;
  const [sourceWidth, sourceHeight] = config.data.source.crop;
  const [targetWidth, targetHeight] = config.data.target.crop;
  if (sourceWidth !== targetWidth || sourceHeight !== targetHeight)
    throw new Error('Source and target crops must have the same size, since they are mixed pixel by pixel.');
  const map = [batch, targetHeight, targetWidth];
  const integer = (shape: number[]) => tf.keep(emptyTensor(shape, 'int32'));
  const float = (shape: number[]) => tf.keep(emptyTensor(shape));
  return {
    key: integer([4]),
    schedule: float([4]),
    sourcePixels: integer(map),
    targetPixels: integer(map),
    sourceLabel: integer(map),
    targetLabel: integer(map),
    validMask: config.data.margins ? float(map) : null,
    choice: integer([batch, 256]),
    factors: float([batch, FACTORS_PER_IMAGE]),
    sigmas: float([batch]),
    detailBoxes: config.network.hrda ? Array.from({ length: DETAIL_PASSES }, () => integer([BOX_SIZE])) : [],
    mask: config.method.mask ? allocateMask(config, config.method.mask) : null,
  };
}

function allocateMask(config: ExperimentConfig, { mode, block }: MaskConfig): MaskInputs {
  const float = (shape: number[]) => tf.keep(emptyTensor(shape));
  const count = maskedCount(mode, config.schedule.batch);
  const [width, height] = config.data.source.crop;
  const ones = float([1, height, width]);
  writeTensor(ones, new Float32Array(ones.size).fill(1));
  return {
    schedule: float([4]),
    blocks: float([count, ...maskGrid([width, height], block)]),
    factors: float([count, FACTORS_PER_IMAGE]),
    sigmas: float([count]),
    ones,
  };
}

/** Writes all of one iteration but the schedule. @throws where a crop has not the configured size. */
export function writeInputs(inputs: Inputs, batch: Batch, config: ExperimentConfig): void {
  const { seed, method } = config;
  const labels = batch.source.map((crop) => {
    if (!crop.label) throw new Error(`${crop.file} has no label, but it is a source picture.`);
    return crop.label;
  });
  writeTensor(inputs.key, Int32Array.of(seed, batch.iteration, 0, 0));
  writeTensor(inputs.sourcePixels, packPixels(batch.source, inputs.sourcePixels));
  writeTensor(inputs.targetPixels, packPixels(batch.target, inputs.targetPixels));
  writeTensor(inputs.sourceLabel, joinLabels(labels));
  if (inputs.validMask) writeTensor(inputs.validMask, validPixels(batch.target, inputs.validMask));
  writeTensor(
    inputs.choice,
    chooseClasses(labels, new RandomStream(seed, STREAM.classMix, batch.iteration), method.classMix),
  );
  const random = new RandomStream(seed, STREAM.augment, batch.iteration);
  const augmentation = drawAugmentation(random, batch.target.length, {
    strength: method.jitterStrength,
    threshold: method.jitterProbability,
    blur: method.blur,
  });
  writeTensor(inputs.factors, augmentation.factors);
  writeTensor(inputs.sigmas, augmentation.sigmas);
  writeDetailBoxes(inputs, batch.iteration, config);
  if (inputs.mask && method.mask) {
    const draws = drawMask(config, method.mask, batch.iteration);
    for (const name of ['blocks', 'factors', 'sigmas'] as const) writeTensor(inputs.mask[name], draws[name]);
  }
}

/** A crop of its own for every pass. */
function writeDetailBoxes({ detailBoxes }: Inputs, iteration: number, config: ExperimentConfig): void {
  const networks = segmentorConfig(config);
  if (!networks.hrda) return;
  const random = new RandomStream(config.seed, STREAM.detailCrop, iteration);
  const [width, height] = config.data.source.crop;
  for (const box of detailBoxes)
    writeTensor(box, drawDetailBox(random, [height, width], networks.hrda, logitStride(networks)));
}

/** RGB crops as one 32-bit word per pixel, red in the lowest byte. */
function packPixels(crops: Crop[], tensor: Tensor): Int32Array {
  const [count, height, width] = tensor.shape as [number, number, number];
  if (crops.length !== count) throw new Error(`A batch of ${crops.length} pictures instead of ${count}.`);
  const packed = new Int32Array(tensor.size);
  let at = 0;
  for (const crop of crops) {
    if (crop.width !== width || crop.height !== height)
      throw new Error(
        `${crop.file}: the crop is ${crop.width} x ${crop.height} instead of ${width} x ${height}. The picture is too small for this configuration: choose a smaller crop or a larger resize.`,
      );
    for (let i = 0; i < crop.rgb.length; i += 3)
      packed[at++] = crop.rgb[i]! | (crop.rgb[i + 1]! << 8) | (crop.rgb[i + 2]! << 16) | (255 << 24);
  }
  return packed;
}

/** 1 inside the valid rectangle of each crop, 0 around it. */
function validPixels(crops: Crop[], tensor: Tensor): Float32Array {
  const [, height, width] = tensor.shape as [number, number, number];
  const mask = new Float32Array(tensor.size);
  crops.forEach(({ valid = { x0: 0, y0: 0, x1: width, y1: height } }, b) => {
    for (let y = valid.y0; y < valid.y1; y++) {
      const row = (b * height + y) * width;
      mask.fill(1, row + valid.x0, row + Math.max(valid.x0, valid.x1));
    }
  });
  return mask;
}

/** Label maps of a batch, one after the other. */
export function joinLabels(labels: Uint8Array[]): Int32Array {
  const all = new Int32Array(labels.reduce((size, label) => size + label.length, 0));
  let at = 0;
  for (const label of labels) {
    all.set(label, at);
    at += label.length;
  }
  return all;
}

/** The reverse of `joinLabels` for `count` maps of equal size. */
export function splitLabels(all: ArrayLike<number>, count: number): Uint8Array[] {
  const size = all.length / count;
  return Array.from({ length: count }, (_, b) => Uint8Array.from({ length: size }, (_, i) => all[b * size + i]!));
}
