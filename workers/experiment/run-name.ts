/** Names of runs as the reference builds them, so that results can be laid beside its own. */
import type { ExperimentConfig, MaskConfig } from './schema';

/** What a configuration does not say of itself. */
export interface GivenNames {
  /** `synthia`, `gta16`, ... and `cityscapes`, `acdc`; high-resolution variants carry `HR`. */
  source: string;
  target: string;
  /** `dacs`, `dacs_a999_fdthings`, ... */
  method: string;
}

/** Spellings that the reference changes, in its order. */
const REPLACED: [string, string][] = [
  ['.', ''],
  ['True', 'T'],
  ['False', 'F'],
  ['None', 'N'],
  ['[', ''],
  [']', ''],
  [',', 'j'],
  [' ', ''],
  ['cityscapes', 'cs'],
  ['synthia', 'syn'],
  ['darkzurich', 'dzur'],
  ['relabel', 'rl'],
];

/** Rates that the names leave out. */
const USUAL_LEARNING_RATE = 6e-5;
const USUAL_CROP_RATIO = 0.5;

const MASK_CODES: Record<MaskConfig['mode'], string> = {
  separate: 'sep',
  separateaug: 'spa',
  separatesrc: 'sps',
  separatesrcaug: 'spsa',
  separatetrg: 'spt',
  separatetrgaug: 'spta',
};

/** The name without the seed; it says nothing of thresholds, detector and the iterations of collecting. */
export function runName({ source, target, method }: GivenNames, config: Omit<ExperimentConfig, 'name'>): string {
  const { data, relabeling, schedule } = config;
  const [width, height] = data.source.crop;
  const [from, to] = relabeling.relabel ?? [-1, -1];
  const words = [`${source}2${target}`];
  if (height !== 512 || width !== 512) words.push(`${height}x${width}`);
  words.push(method, ...dataWords(data));
  if (config.method.mask) words.push(maskWord(config.method.mask));
  words.push(architecture(config), backbone(config), 'poly10warm', `relabel_${from}_to_${to}`);
  if (schedule.learningRate !== USUAL_LEARNING_RATE) words.push(decimal(schedule.learningRate));
  if (schedule.headLrFactor === 1) words.push('pmFalse');
  return REPLACED.reduce((name, [long, short]) => name.replaceAll(long, short), words.join('_'));
}

/** Rare class sampling, and how pseudo-labels at the border are ignored: rows of the crop, or margins of the picture. */
function dataWords({ rareClassSampling, ignoreTop, ignoreBottom, margins }: ExperimentConfig['data']): string[] {
  const words: string[] = [];
  if (rareClassSampling) {
    const { temperature, minCropRatio } = rareClassSampling;
    words.push(`rcs${decimal(temperature)}${minCropRatio === USUAL_CROP_RATIO ? '' : `-${decimal(minCropRatio)}`}`);
  }
  if (margins) words.push('cpl2');
  else if (ignoreTop + ignoreBottom > 0) words.push('cpl');
  return words;
}

function maskWord({ mode, block, ratio, lambda, emaAlpha, pseudoThreshold }: MaskConfig): string {
  const parts = [`m${block}`, decimal(ratio)];
  if (emaAlpha !== 'same') parts.push(`a${decimal(emaAlpha)}`);
  if (pseudoThreshold !== 'same') parts.push(`p${pseudoThreshold === 'none' ? 'None' : decimal(pseudoThreshold)}`);
  parts.push(MASK_CODES[mode]);
  if (lambda !== 1) parts.push(`w${Number.isInteger(lambda) ? lambda : decimal(lambda)}`);
  return parts.join('-');
}

const HEADS: Record<ExperimentConfig['network']['head']['kind'], string> = {
  daformer: 'daformer_sepaspp',
  daformer_conv1: 'daformer_conv1',
  segformer: 'segformer',
  dlv2red: 'dlv2red',
  dlv2: 'dlv2',
};

/** `hrda1-512-0.1_daformer_sepaspp_sl`: two scales with the detail's crop and share, the head, windows at tests. */
function architecture({ network: { head, hrda }, data }: Pick<ExperimentConfig, 'network' | 'data'>): string {
  const words = [HEADS[head.kind]];
  if (hrda) {
    const tokens = ['hrda1', `${hrda.crop[1]}`, decimal(hrda.detailLoss)];
    if (hrda.attention === 'fixed') tokens.push('fixedatt');
    if (hrda.attention === 'single') tokens.push('singleatt');
    if (!hrda.overlap) tokens.push('nooverlap');
    if (hrda.blurDetail) tokens.push('blurhr');
    if (hrda.contextScale === 1) tokens.push('samescale');
    else if (hrda.contextScale !== 0.5) tokens.push(`sc${decimal(hrda.contextScale)}`);
    words.unshift(tokens.join('-'));
  }
  if (data.evaluationWindows) words.push('sl');
  return words.join('_');
}

const backbone = ({ network }: Pick<ExperimentConfig, 'network'>) => network.encoder.variant.replace('mit_b', 'mitb');

/** A number as Python prints a float: `2.0`, `0.01`, `1e-05`. */
function decimal(value: number): string {
  const text = `${value}`;
  if (Number.isInteger(value)) return `${text}.0`;
  const small = value < 1e-4 ? value.toExponential() : text;
  return small.replace(/e-(\d)$/, 'e-0$1');
}
