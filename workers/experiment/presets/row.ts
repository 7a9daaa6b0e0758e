/** A row of the paper's tables becomes a configuration. */
import { dataPipeline, type SourceName, type TargetName } from '../pipelines';
import { runName } from '../run-name';
import type { ExperimentConfig, MaskConfig, RelabelEntry } from '../schema';
import { CITYSCAPES } from '../taxonomy';
import type { BaseMethod } from './methods';
import type { NetworkPart } from './networks';
import { NO_PHASES, PATCHES, type Phases, RELABELING_MAP } from './relabeling';

export const SCHEDULE: ExperimentConfig['schedule'] = {
  iterations: 40000,
  warmup: 1500,
  batch: 2, // what fits one GPU of 11 GB
  learningRate: 6e-5, // SegFormer's
  headLrFactor: 10, // the head starts from nothing
  weightDecay: 0.01,
  evaluateEvery: 4000, // ten times a run
};

/** Every row is run with these, one after the other. */
const SEEDS = [0, 1, 2];

export interface Row {
  source: SourceName;
  target: TargetName;
  network: NetworkPart;
  method: BaseMethod;
  mask?: MaskConfig;
  /** Whether rare classes are drawn more often and pseudo-labels at the border ignored, as DAFormer has it; on if absent. */
  daformerData?: boolean;
  /** Absent: no relabeling. */
  phases?: Phases;
  /** Absent: with CLIP's thresholds; without phases it is kept but unused. */
  map?: RelabelEntry[];
}

/** The row as one explicit configuration with the reference's name. */
export function configOf(row: Row): ExperimentConfig {
  const { source, target, network, method, mask, daformerData = true, phases = NO_PHASES, map = RELABELING_MAP } = row;
  const { highResolution, lossAverage, memory } = network;
  const { margins, ...data } = dataPipeline(source, target, highResolution);
  const [width, height] = data.source.crop;
  const config = {
    version: 1 as const,
    seed: SEEDS[0]!,
    seeds: SEEDS,
    taxonomy: CITYSCAPES,
    network: network.network,
    data: {
      ...data,
      ...(daformerData ? margins && { margins } : { rareClassSampling: null, ignoreTop: 0, ignoreBottom: 0 }),
      // Tests see what training saw: windows of its crop's size, overlapping by half.
      ...(highResolution && {
        evaluationWindows: { crop: data.source.crop, stride: [width / 2, height / 2] as [number, number] },
      }),
    },
    method: { ...method.settings, lossAverage, ...(mask && { mask }) },
    relabeling: { ...phases, map, ...PATCHES },
    schedule: SCHEDULE,
    memory,
  };
  const resolution = highResolution ? 'HR' : '';
  const names = { source: source + resolution, target: target + resolution, method: method.name };
  return { ...config, name: runName(names, config) };
}
