/** Names of runs as the reference builds them, so that results can be laid beside its own. */

export interface RunNameParts {
  /** `synthia`, `gta16`, ... and `cityscapes`, `acdc`; high-resolution variants carry `HR`. */
  source: string;
  target: string;
  /** Width and height, as in a configuration; the name has the height first. */
  crop: [number, number];
  /** `dacs`, `dacs_a999_fdthings`, ... */
  method: string;
  rareClassSampling: { temperature: number; minCropRatio: number } | null;
  /** Rule that ignores pseudo-labels at the border: rows of the crop, margins of the picture, or none. */
  cropPseudoLabels: 'cpl' | 'cpl2' | null;
  architecture: string;
  backbone: string;
  /** Iterations of relabeling; null is written as -1 to -1. */
  relabel: [number, number] | null;
}

/** Spellings that the reference shortens, in its order. */
const SHORT: [string, string][] = [
  ['.', ''],
  ['cityscapes', 'cs'],
  ['synthia', 'syn'],
  ['darkzurich', 'dzur'],
  ['relabel', 'rl'],
];

/** The name without the seed; optimizer, learning rate and schedule are those of every experiment of the paper. */
export function runName(parts: RunNameParts): string {
  const [width, height] = parts.crop;
  const [from, to] = parts.relabel ?? [-1, -1];
  const sampling = parts.rareClassSampling;
  const words = [`${parts.source}2${parts.target}`];
  if (height !== 512 || width !== 512) words.push(`${height}x${width}`);
  words.push(parts.method);
  if (sampling) {
    const ratio = sampling.minCropRatio === 0.5 ? '' : `-${sampling.minCropRatio.toFixed(1)}`;
    words.push(`rcs${sampling.temperature}${ratio}`);
  }
  if (parts.cropPseudoLabels) words.push(parts.cropPseudoLabels);
  words.push(parts.architecture, parts.backbone, 'poly10warm', `relabel_${from}_to_${to}`);
  return SHORT.reduce((name, [long, short]) => name.replaceAll(long, short), words.join('_'));
}
