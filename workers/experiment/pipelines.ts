/**
 * How pictures become training crops, for every pair of data sets, plain (512 x 512 crops) and in high resolution
 * (1024 x 1024). Sizes are width and height.
 */
import type { ExperimentConfig } from './schema';

type DataConfig = ExperimentConfig['data'];
type Size = [number, number];

/** Plain sizes; high resolution has both sides twice as long. */
const SOURCES = {
  synthia: { resize: [1280, 760] as Size, ids: undefined }, // SYNTHIA's own size
  gta: { resize: [1280, 720] as Size, ids: undefined }, // gives 1280 x 704 for most pictures (Q40)
  gta16: { resize: [1280, 720] as Size, ids: 'gta16' as const },
};

const TARGETS = {
  cityscapes: { resize: [1024, 512] as Size }, // half of Cityscapes' size
  acdc: { resize: [960, 540] as Size }, // half of ACDC's size
  darkzurich: { resize: [960, 540] as Size }, // likewise
};

export type SourceName = keyof typeof SOURCES;
export type TargetName = keyof typeof TARGETS;

export const SOURCE_NAMES = Object.keys(SOURCES) as SourceName[];
export const TARGET_NAMES = Object.keys(TARGETS) as TargetName[];

const twice = ([width, height]: Size): Size => [2 * width, 2 * height];

/** The paper's data settings of a pair; HR is what HRDA and MIC are trained with. */
export function dataPipeline(source: SourceName, target: TargetName, highResolution = false): DataConfig {
  const crop: Size = highResolution ? [1024, 1024] : [512, 512];
  const scaled = (size: Size) => (highResolution ? twice(size) : size);
  const { resize, ids } = SOURCES[source];
  const targetSize = scaled(TARGETS[target].resize);
  return {
    source: { resize: scaled(resize), crop, categoryMaxRatio: 0.75, flip: 0.5, ...(ids && { ids }) },
    target: { resize: targetSize, crop, categoryMaxRatio: 1, flip: 0.5 }, // no label, so no rule on it
    rareClassSampling: {
      temperature: 0.01, // DAFormer's
      minPixels: 3000,
      minCropRatio: highResolution ? 2 : 0.5, // a crop of four times the area shows four times the pixels (Q33)
    },
    // Rectification leaves a dark border at the top, the recording car its hood at the bottom; kept for ACDC (Q34, Q35).
    ...(highResolution
      ? { ignoreTop: 0, ignoreBottom: 0, margins: { top: 30, bottom: 240, left: 30, right: 30, followFlip: false } }
      : { ignoreTop: 15, ignoreBottom: 120 }),
    evaluation: targetSize,
  };
}
