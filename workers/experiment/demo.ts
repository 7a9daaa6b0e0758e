/**
 * The main job at a size for which a laptop's GPU needs two minutes and two CPU cores half an hour: the built-in city,
 * a small encoder, 128 x 128 crops. Once with relabeling and once without; nothing else differs.
 */
import type { ExperimentConfig, MaskConfig } from './schema';
import { CITYSCAPES, THING_CLASSES } from './taxonomy';

const ITERATIONS = 1800;

export const DEMO_BASELINE: ExperimentConfig = {
  version: 1,
  name: 'demo-baseline',
  seed: 0,
  taxonomy: CITYSCAPES,
  network: {
    encoder: {
      variant: 'custom',
      dims: [32, 64, 96, 128],
      heads: [1, 2, 3, 4],
      depths: [1, 1, 2, 1],
      dropPathRate: 0.05,
    },
    head: { kind: 'segformer', channels: 64, dropout: 0.1 }, // a third of the DAFormer head's time at this size
  },
  data: {
    source: { resize: [216, 128], crop: [128, 128], categoryMaxRatio: 0.75, flip: 0.5 }, // the city's own size, as is
    target: { resize: [256, 128], crop: [128, 128], categoryMaxRatio: 1, flip: 0.5 }, // likewise
    rareClassSampling: null, // in a short run it would show a few pictures again and again
    ignoreTop: 0,
    ignoreBottom: 0, // the city's camera has no border and no hood
    evaluation: [256, 128],
  },
  method: {
    kind: 'dacs',
    emaAlpha: 0.99, // 0.999 would average over more than the whole run
    pseudoThreshold: 0.7, // a small network is seldom surer in a short run, and the weight is the share that is
    featureDistance: { lambda: 0.005, classes: THING_CLASSES, minRatio: 0.75 },
    jitterStrength: 0.2,
    jitterProbability: 0.2,
    blur: true,
    lossAverage: 'valid',
  },
  relabeling: {
    collect: null,
    relabel: null,
    map: [
      { target: 9, source: 8, detectionThreshold: 0.01, classificationThreshold: 0.1 },
      { target: 14, source: 13, detectionThreshold: 0.1, classificationThreshold: 0.5 },
      { target: 16, source: null, detectionThreshold: 0.1, classificationThreshold: 0.5 },
    ],
    nmsIou: 0.3,
    minSide: 10,
  },
  schedule: {
    iterations: ITERATIONS,
    warmup: 68, // 1500 of 40000
    batch: 2,
    learningRate: 4e-4, // the network is small and the run is short
    headLrFactor: 20,
    weightDecay: 0.01,
    evaluateEvery: 300,
  },
  memory: { recompute: false },
};

export const DEMO_CSI: ExperimentConfig = {
  ...DEMO_BASELINE,
  name: 'demo-csi',
  relabeling: {
    ...DEMO_BASELINE.relabeling,
    collect: [ITERATIONS * 0.2, ITERATIONS * 0.3], // the paper's shares of the run
    relabel: [ITERATIONS * 0.3, ITERATIONS],
  },
};

/** Two scales and masked pictures at the demo's size: half the crop for the detail, blocks of an eighth of its side. */
function withTwoScales(config: ExperimentConfig, name: string): ExperimentConfig {
  const { encoder } = config.network;
  return {
    ...config,
    name,
    network: {
      encoder,
      // HRDA is defined around this head; its 64 channels would cost twice the time of the whole iteration.
      head: { kind: 'daformer', channels: 32, dropout: 0.1 },
      hrda: {
        crop: [64, 64],
        contextScale: 0.5,
        divisor: 8,
        attention: 'class-wise',
        attentionChannels: 32,
        detailLoss: 0.1,
        contextLoss: 0,
        overlap: true,
        blurDetail: false,
      },
    },
    data: { ...config.data, evaluationWindows: { crop: [128, 128], stride: [64, 64] } },
  };
}

function withMasks(config: ExperimentConfig, name: string): ExperimentConfig {
  const mask: MaskConfig = {
    mode: 'separate',
    block: 16,
    ratio: 0.7,
    lambda: 1,
    emaAlpha: 'same',
    pseudoThreshold: 'same',
  };
  return { ...config, name, method: { ...config.method, mask } };
}

const DEMO_HRDA = withTwoScales(DEMO_BASELINE, 'demo-hrda-baseline');
const DEMO_HRDA_CSI = withTwoScales(DEMO_CSI, 'demo-hrda-csi');

/** What the paper's first table compares, at the demo's size. */
export const DEMO_PRESETS = {
  'demo-baseline': DEMO_BASELINE,
  'demo-csi': DEMO_CSI,
  'demo-hrda': DEMO_HRDA,
  'demo-hrda-csi': DEMO_HRDA_CSI,
  'demo-mic': withMasks(DEMO_HRDA, 'demo-mic-baseline'),
  'demo-mic-csi': withMasks(DEMO_HRDA_CSI, 'demo-mic-csi'),
};
