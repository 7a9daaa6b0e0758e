/** Which tensors of a file a network takes, and in plain words what that means. */
import type { NamedWeights, NamingScheme } from './network-names';
import { toFloat32 } from './safetensors';
import type { WeightsFormat } from './weights-file';

/** Plain data: shown by the page before the weights are accepted, and printed by the command. */
export interface LoadReport {
  file: string;
  format: WeightsFormat;
  scheme: NamingScheme;
  /** Where in the file the network was found, such as `model.`; empty at its top. */
  prefix: string;
  /** What was asked to be filled: the encoder alone, or encoder and head. */
  scope: 'encoder' | 'network';
  /** Names on the network's side. */
  loaded: string[];
  missing: string[];
  /** Names on the file's side that the network has no place for. */
  unexpected: string[];
  otherShape: { name: string; file: number[]; network: number[] }[];
  /** Tensors of the file that were not asked for: a head, other networks, an optimizer, counters. */
  aside: number;
  notes: string[];
  /** Every tensor of the network was found in its shape. */
  complete: boolean;
  /** All of this in one or two sentences. */
  sentence: string;
}

export interface Fit {
  report: LoadReport;
  /** Tensors that fit, by the network's names, as float32. */
  state: Map<string, { shape: number[]; values: Float32Array }>;
}

interface Spec {
  name: string;
  shape: number[];
}

/** In every state dict of a SegFormer head, and used by nothing. */
const UNUSED_CLASSIFIER = /^decode_head\.conv_seg\./;
const COUNTER = /(^|\.)num_batches_tracked$/;
const IMAGENET_CLASSIFIER = /(^|\.)(head|classifier|fc)\.(weight|bias)$/;

/**
 * Compares a file's tensors with those of a network.
 * @param specs names under `backbone.` and, for a whole network, `decode_head.`, with PyTorch's shapes
 */
export function fitWeights(
  specs: readonly Spec[],
  weights: NamedWeights,
  { name: file, format }: { name: string; format: WeightsFormat },
): Fit {
  const state: Fit['state'] = new Map();
  const missing: string[] = [];
  const otherShape: LoadReport['otherShape'] = [];
  const hasSegformerHead = specs.some(({ name }) => name === 'decode_head.linear_pred.weight');
  for (const { name, shape } of specs) {
    const tensor = weights.tensors.get(name)?.tensor;
    if (!tensor) {
      if (!(hasSegformerHead && UNUSED_CLASSIFIER.test(name))) missing.push(name);
    } else if (sizes(tensor.shape) !== sizes(shape)) otherShape.push({ name, file: tensor.shape, network: shape });
    else state.set(name, { shape, values: toFloat32(tensor) });
  }
  const known = new Set(specs.map(({ name }) => name));
  const scope: LoadReport['scope'] = specs.some(({ name }) => name.startsWith('decode_head.')) ? 'network' : 'encoder';
  const unexpected = [...weights.unknown];
  let aside = weights.aside;
  for (const [name, { from }] of weights.tensors) {
    if (known.has(name)) continue;
    if (COUNTER.test(name) || (scope === 'encoder' && name.startsWith('decode_head.'))) aside += from.length;
    else unexpected.push(...from);
  }
  const { scheme, prefix, notes } = weights;
  const report = { file, format, scheme, prefix, scope, loaded: [...state.keys()], missing, unexpected, otherShape };
  const complete = missing.length === 0 && otherShape.length === 0;
  const whole: Omit<LoadReport, 'sentence'> = { ...report, aside, notes: [...notes], complete };
  return { report: { ...whole, sentence: sentenceOf(whole, specs.length) }, state };
}

/** A 1x1 convolution and a Linear hold the same numbers: trailing dimensions of size 1 do not count. */
function sizes(shape: number[]): string {
  let end = shape.length;
  while (end > 1 && shape[end - 1] === 1) end--;
  return shape.slice(0, end).join();
}

const SCHEMES: Record<NamingScheme, string> = {
  reference: 'names of the reference',
  nvidia: "names of NVIDIA's release",
  mmsegmentation: 'names of mmsegmentation',
  'hugging-face': 'names of Hugging Face',
};

const FORMATS: Record<WeightsFormat, string> = {
  safetensors: 'safetensors',
  'pytorch-zip': 'PyTorch',
  'pytorch-legacy': 'PyTorch, legacy form',
};

function sentenceOf(report: Omit<LoadReport, 'sentence'>, asked: number): string {
  const { file, format, scheme, prefix, scope, loaded, missing, unexpected, otherShape, notes } = report;
  const what = scope === 'encoder' ? 'the encoder' : 'the network';
  const where = `${FORMATS[format]}, ${SCHEMES[scheme]}${prefix ? ` under ${prefix}` : ''}`;
  const parts: string[] = [];
  if (report.complete) parts.push(`${file} fits: all ${loaded.length} tensors of ${what} are there (${where}).`);
  else {
    const lacks = missing.length ? [`${missing.length} ${is(missing.length)} missing (${some(missing)})`] : [];
    const [other] = otherShape;
    const differs = other
      ? [
          `${otherShape.length} ${has(otherShape.length)} another shape (${other.name} is [${other.file}], not [${other.network}])`,
        ]
      : [];
    parts.push(`${file} does not fit: of ${asked} tensors of ${what} ${[...lacks, ...differs].join('; ')} (${where}).`);
  }
  if (unexpected.length) {
    const harmless = unexpected.every((name) => IMAGENET_CLASSIFIER.test(name));
    parts.push(
      harmless
        ? `Its classifier of whole pictures (${some(unexpected)}) is not needed.`
        : `There is no place for ${unexpected.length} of its tensors (${some(unexpected)}).`,
    );
  }
  return [...parts, ...notes].join(' ');
}

const is = (count: number) => (count === 1 ? 'is' : 'are');
const has = (count: number) => (count === 1 ? 'has' : 'have');

/** The first few names of a list. */
function some(names: string[]): string {
  return names.slice(0, 3).join(', ') + (names.length > 3 ? ', ...' : '');
}
