/**
 * Presets of ours for smaller machines: SYNTHIA to Cityscapes at half the paper's sizes, with MiT-B0 or B1 and a head of
 * a quarter of the width, for a quarter of the iterations. Nobody has published numbers for them.
 */
import { scaleSchedule } from '../config';
import type { ExperimentConfig, PipelineConfig } from '../schema';
import { EXPERIMENT_90 } from './experiment-90';

type Size = [number, number];

const ITERATIONS = 10000; // the schedule and the phases of relabeling keep their shares of the run
const SLIM_CHANNELS = 64; // the paper's head alone costs more than a whole MiT-B0

const half = ([width, height]: Size): Size => [width / 2, height / 2];
const halfPipeline = (side: PipelineConfig): PipelineConfig => ({
  ...side,
  resize: half(side.resize),
  crop: half(side.crop),
});

/** Half the size in every respect that is measured in pixels. */
function halfData(data: ExperimentConfig['data']): ExperimentConfig['data'] {
  const { rareClassSampling, margins, evaluationWindows } = data;
  const of = (pixels: number) => Math.round(pixels / 2);
  return {
    ...data,
    source: halfPipeline(data.source),
    target: halfPipeline(data.target),
    // A crop of a quarter of the area shows a quarter of the pixels.
    rareClassSampling: rareClassSampling && { ...rareClassSampling, minCropRatio: rareClassSampling.minCropRatio / 4 },
    ignoreTop: of(data.ignoreTop),
    ignoreBottom: of(data.ignoreBottom),
    ...(margins && {
      margins: {
        ...margins,
        top: of(margins.top),
        bottom: of(margins.bottom),
        left: of(margins.left),
        right: of(margins.right),
      },
    }),
    evaluation: half(data.evaluation),
    ...(evaluationWindows && {
      evaluationWindows: { crop: half(evaluationWindows.crop), stride: half(evaluationWindows.stride) },
    }),
  };
}

function small(paper: ExperimentConfig, variant: 'mit_b0' | 'mit_b1', name: string): ExperimentConfig {
  const { seeds: _, ...short } = scaleSchedule(paper, ITERATIONS);
  const { hrda } = paper.network;
  const { mask } = paper.method;
  return {
    ...short,
    name,
    network: {
      encoder: { ...paper.network.encoder, variant },
      head: { ...paper.network.head, channels: SLIM_CHANNELS },
      ...(hrda && { hrda: { ...hrda, crop: half(hrda.crop), attentionChannels: SLIM_CHANNELS } }),
    },
    data: halfData(paper.data),
    method: { ...paper.method, ...(mask && { mask: { ...mask, block: mask.block / 2 } }) }, // as many blocks as in the paper
  };
}

const paper = EXPERIMENT_90;

export const SMALL = {
  'small-b0': small(paper['90.1'], 'mit_b0', 'small-b0-baseline'),
  'small-b0-csi': small(paper['90.2'], 'mit_b0', 'small-b0-csi'),
  'small-b1': small(paper['90.1'], 'mit_b1', 'small-b1-baseline'),
  'small-b1-csi': small(paper['90.2'], 'mit_b1', 'small-b1-csi'),
  'small-hrda': small(paper['90.3'], 'mit_b0', 'small-hrda-baseline'),
  'small-hrda-csi': small(paper['90.4'], 'mit_b0', 'small-hrda-csi'),
  'small-mic': small(paper['90.5'], 'mit_b0', 'small-mic-baseline'),
  'small-mic-csi': small(paper['90.6'], 'mit_b0', 'small-mic-csi'),
};
