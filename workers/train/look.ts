/** Pictures of the last iteration, for those who look at it: what is asked for is read back from the GPU, and no more. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { readTensors } from '../../models/engine/backend';
import type { Batch } from '../data/batch';
import type { ExperimentConfig } from '../experiment/schema';
import type { FrameLayer, FrameLayers, FrameName } from '../protocol';
import {
  attentionLayer,
  confidenceLayer,
  cropLayer,
  detailLayer,
  labelLayer,
  maskLayer,
  photoLayer,
  type Raster,
  scalarLayer,
  scoreLayer,
} from './frames';

/** What the passes of an iteration left on the GPU; null where a pass was not part of it. */
export interface PassResults {
  batch: Batch;
  /** Pseudo-labels before relabeling, where it ran. */
  pseudo: Uint8Array[] | null;
  /** int32 [B, H, W], after relabeling. */
  targetLabel: Tensor;
  /** float32 [B, h, w, C] */
  teacherLogits: Tensor | null;
  mixed: { image: Tensor; label: Tensor; weight: Tensor; attention?: Tensor; student?: Tensor } | null;
  /** int32 [8] of the mixed pass, at two scales. */
  detailBox: Tensor | null;
  /** Normalised pictures [B, H, W, 3] of the masked pass. */
  masked: Tensor | null;
  /** int32 [B, h, w] */
  distanceMask: Tensor | null;
}

type PictureName = Exclude<FrameName, 'scores'>;

/** Layers, and what each is made from. */
type Sources = Map<PictureName, { tensors: Tensor[]; make(...values: ArrayLike<number>[]): FrameLayer }>;

/**
 * The pictures of the batch's first sample. A layer that the run does not have is left out.
 * @param wanted absent: all
 */
export async function lookAt(
  passes: PassResults,
  config: ExperimentConfig,
  wanted?: ReadonlySet<FrameName>,
): Promise<FrameLayers> {
  const { batch, pseudo, teacherLogits } = passes;
  const [source, target] = [batch.source[0]!, batch.target[0]!];
  const is = (name: FrameName) => !wanted || wanted.has(name);
  const frames: FrameLayers = {};
  if (is('source')) frames.source = cropLayer(source);
  if (is('sourceLabel')) frames.sourceLabel = labelLayer(source.label!, source.width, source.height);
  if (is('target')) frames.target = cropLayer(target);

  const asked = [...sourcesOf(passes, config)].filter(([name]) => is(name));
  const scores = teacherLogits && is('scores') ? teacherLogits : null;
  const tensors = [...new Set([...asked.flatMap(([, { tensors }]) => tensors), ...(scores ? [scores] : [])])];
  if (tensors.length === 0) return frames;
  const read = await readTensors(tensors);
  const valuesOf = (tensor: Tensor) => read[tensors.indexOf(tensor)]!;
  for (const [name, { tensors: needed, make }] of asked) frames[name] = make(...needed.map(valuesOf));
  if (scores) frames.scores = scoreLayer(valuesOf(scores), rasterOf(scores));
  if (pseudo && is('pseudoLabel')) frames.pseudoLabel = labelLayer(pseudo[0]!, target.width, target.height);
  return frames;
}

function sourcesOf(passes: PassResults, config: ExperimentConfig): Sources {
  const { batch, targetLabel, teacherLogits, mixed, detailBox, masked, distanceMask } = passes;
  const { width, height } = batch.target[0]!;
  const size = { width, height };
  const sources: Sources = new Map();
  const add = (
    name: PictureName,
    tensors: (Tensor | null | undefined)[],
    make: (...values: ArrayLike<number>[]) => FrameLayer,
  ) => {
    const there = tensors.filter((tensor) => tensor !== null && tensor !== undefined);
    if (there.length === tensors.length) sources.set(name, { tensors: there, make });
  };
  if (mixed) {
    const labels = (values: ArrayLike<number>) => labelLayer(values, width, height);
    add('pseudoLabel', [targetLabel], labels);
    add('relabeled', [targetLabel], labels);
    add('mixed', [mixed.image], (image) => photoLayer(image, width, height));
    add('mixedLabel', [mixed.label], labels);
    add('weight', [mixed.weight], (weight) => scalarLayer(weight, width, height));
    const attention = mixed.attention;
    add('attention', [attention, mixed.label], (values, label) =>
      attentionLayer(values, rasterOf(attention!), label, size),
    );
    add('student', [mixed.student], labels);
    const crop = config.network.hrda?.crop;
    if (crop)
      add('detail', [detailBox, mixed.image], (box, image) => detailLayer(photoLayer(image, width, height), box, crop));
  }
  add('confidence', [teacherLogits], (logits) => confidenceLayer(logits, rasterOf(teacherLogits!)));
  add('featureMask', [distanceMask], (mask) => maskLayer(mask, rasterOf(distanceMask!)));
  // Where source and target are masked together, the target is the more telling one.
  const both = config.method.mask?.mode === 'separate' || config.method.mask?.mode === 'separateaug';
  add('masked', [masked], (image) => photoLayer(image, width, height, both ? 1 : 0));
  return sources;
}

/** Height, width and channels of a batch of maps. */
function rasterOf({ shape }: Tensor): Raster {
  const [, height = 0, width = 0, channels = 1] = shape;
  return { width, height, channels };
}
