/**
 * The paper's experiments, each as one explicit object built from the parts below; the number is experiment.row of the
 * reference's generator. 90 is SYNTHIA to Cityscapes, 92 the same without CLIP, 93 GTA with 16 classes to Cityscapes,
 * 94 SYNTHIA to ACDC; even rows relabel, odd rows are their baselines.
 */
import { DEMO_BASELINE, DEMO_CSI } from './demo';
import { dataPipeline, type SourceName, type TargetName } from './pipelines';
import { runName } from './run-name';
import type { ExperimentConfig, RelabelEntry } from './schema';
import { CITYSCAPES, THING_CLASSES } from './taxonomy';

/** Table of classes that the source does not name, with the paper's thresholds. */
export const RELABELING_MAP: RelabelEntry[] = [
  { target: 9, source: 8, detectionThreshold: 0.01, classificationThreshold: 0.1 }, // terrain, hidden in vegetation: a stuff class, OWL-ViT is unsure of it
  { target: 14, source: 13, detectionThreshold: 0.1, classificationThreshold: 0.5 }, // truck, hidden in car
  { target: 16, source: null, detectionThreshold: 0.1, classificationThreshold: 0.5 }, // train, not in the source at all: find out
];

const NETWORK: ExperimentConfig['network'] = {
  encoder: { variant: 'mit_b5', dropPathRate: 0.1 }, // DAFormer's encoder, pretrained on ImageNet
  head: { kind: 'daformer', channels: 256, dropout: 0.1 },
};

const METHOD: ExperimentConfig['method'] = {
  kind: 'dacs',
  emaAlpha: 0.999, // DAFormer's; plain DACS has 0.99
  pseudoThreshold: 0.968, // DACS
  featureDistance: { lambda: 0.005, classes: THING_CLASSES, minRatio: 0.75 },
  jitterStrength: 0.2,
  jitterProbability: 0.2, // jitter is on above it, so in 80 % of the iterations
  blur: true,
  lossAverage: 'valid', // DAFormer divides by the pixels that are not ignored (Q2)
};

const SCHEDULE: ExperimentConfig['schedule'] = {
  iterations: 40000,
  warmup: 1500,
  batch: 2, // what fits one GPU of 11 GB
  learningRate: 6e-5,
  headLrFactor: 10, // the head starts from nothing
  weightDecay: 0.01,
  evaluateEvery: 4000, // ten times a run
};

/** Votes are collected when the teacher knows the source's classes, and used as soon as they are counted. */
const COLLECT: [number, number] = [7999, 11999];
const RELABEL: [number, number] = [11999, 40000];

interface Row {
  source: SourceName;
  target: TargetName;
  relabels: boolean;
  /** False: proposals are taken as OWL-ViT makes them, without CLIP. */
  classifies: boolean;
}

function daformer({ source, target, relabels, classifies }: Row): ExperimentConfig {
  const data = dataPipeline(source, target);
  return {
    version: 1,
    name: runName({
      source,
      target,
      crop: data.source.crop,
      method: 'dacs_a999_fdthings',
      rareClassSampling: data.rareClassSampling,
      cropPseudoLabels: 'cpl',
      architecture: 'daformer_sepaspp',
      backbone: 'mitb5',
      relabel: relabels ? RELABEL : null,
    }),
    seed: 0,
    taxonomy: CITYSCAPES,
    network: NETWORK,
    data,
    method: METHOD,
    relabeling: {
      collect: relabels ? COLLECT : null,
      relabel: relabels ? RELABEL : null,
      map: RELABELING_MAP.map((entry) => (classifies ? entry : { ...entry, classificationThreshold: null })),
      nmsIou: 0.3,
      minSide: 10, // smaller patches tell CLIP nothing
    },
    schedule: SCHEDULE,
    memory: { recompute: true }, // a 512 crop through MiT-B5 keeps several GB of activations otherwise
  };
}

export const PRESETS: Readonly<Record<string, ExperimentConfig>> = {
  'demo-baseline': DEMO_BASELINE,
  'demo-csi': DEMO_CSI,
  '90.1': daformer({ source: 'synthia', target: 'cityscapes', relabels: false, classifies: true }),
  '90.2': daformer({ source: 'synthia', target: 'cityscapes', relabels: true, classifies: true }),
  '92.1': daformer({ source: 'synthia', target: 'cityscapes', relabels: true, classifies: false }),
  '93.1': daformer({ source: 'gta16', target: 'cityscapes', relabels: false, classifies: true }),
  '93.2': daformer({ source: 'gta16', target: 'cityscapes', relabels: true, classifies: true }),
  '94.1': daformer({ source: 'synthia', target: 'acdc', relabels: false, classifies: true }),
};

/** @throws where there is no such preset, with the names that there are. */
export function preset(id: string): ExperimentConfig {
  const found = PRESETS[id];
  if (!found) throw new Error(`There is no preset "${id}"; there are ${Object.keys(PRESETS).join(', ')}.`);
  return found;
}
