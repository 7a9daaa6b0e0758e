/** The data side of a run, for whoever has a host: the data worker in browsers, the command in Node. */
import type { ExperimentConfig, PipelineConfig } from '../experiment/schema';
import type { Directory, Host } from '../host';
import type { Progress } from '../protocol';
import type { Reading } from './assemble';
import { type BatchOptions, FolderBatches } from './batches';
import { DecodeHere, type Decoder } from './decoder';
import { DEMO_OPTIONS, openDemo } from './demo';
import { FolderEvaluation } from './evaluation';
import { allItems, type DatasetIndex, type Item } from './layouts/layout';
import { type Scan, type ScanOptions, scanFolder } from './scan';
import type { ItemStatistics } from './statistics';

type OnProgress = (progress: Progress) => void;

export interface RunData {
  batches: FolderBatches;
  /** Null where there is nothing labelled to evaluate on. */
  evaluation: FolderEvaluation | null;
}

export interface RunDataOptions {
  /** Null where the target's own labels are learned. */
  source: Scan | null;
  target: Scan;
  /** Null: the validation split of the target, if it has one with labels. */
  validation: Scan | null;
  config: ExperimentConfig;
  /** Called once for each file that breaks while the run reads it. */
  onProblem?: (file: string, message: string) => void;
}

export class DataService {
  constructor(
    private readonly host: Host,
    private readonly decoder: Decoder = new DecodeHere(host),
  ) {}

  /** Recognises and checks a folder; statistics of an earlier visit are used again. */
  async scan(
    folder: Directory,
    options: ScanOptions = {},
    onProgress?: OnProgress,
    signal?: AbortSignal,
  ): Promise<Scan> {
    const { count } = this.decoder;
    return scanFolder(folder, { storage: await this.host.storage(), count, ...options }, onProgress, signal);
  }

  /** The built-in city, drawn at first use. */
  async demo(
    part: 'source' | 'target',
    options = DEMO_OPTIONS,
    onProgress?: OnProgress,
    signal?: AbortSignal,
  ): Promise<Directory> {
    return openDemo(await this.host.storage(), part, options, onProgress, signal);
  }

  /**
   * What a run reads: training pictures of source and target, and labelled pictures for evaluation.
   * @throws one sentence where source or target have no usable picture, or where labels that are to be learned are missing.
   */
  open({ source, target, validation, config, onProblem }: RunDataOptions): RunData {
    const { host, decoder } = this;
    const batches = new FolderBatches({
      ...learnedFrom(source, target, config),
      host,
      decoder,
      onProblem,
    });
    const items = evaluationItems(validation, target);
    const size = config.data.evaluation;
    return {
      batches,
      evaluation: items.length > 0 ? new FolderEvaluation({ items, size, host, decoder, onProblem }) : null,
    };
  }
}

/** How a side of the configuration reads label values. */
export function readingFor({ ids }: Pick<PipelineConfig, 'ids'>): Reading {
  if (ids === 'gta16') return { classes16: true };
  return ids ? { map: ids } : {};
}

type Learned = Pick<BatchOptions, 'source' | 'target' | 'config'>;

/** The pictures of both sides; of the target alone where its own labels are learned, read as the target is. */
function learnedFrom(source: Scan | null, target: Scan, config: ExperimentConfig): Learned {
  if (config.method.kind === 'target-only') {
    const data = { ...config.data, source: config.data.target };
    return { source: labelledTraining(target), target: null, config: { ...config, data } };
  }
  if (!source) throw new Error(`A run of the method ${config.method.kind} needs a labelled source.`);
  return { source: trainingStatistics(source), target: target.index ? trainingItems(target.index) : [], config };
}

/**
 * The labelled training pictures of a target. Those that it is evaluated on are never among them.
 * @throws where there are none.
 */
function labelledTraining({ index, statistics }: Scan): ItemStatistics[] {
  const splits = Object.keys(index?.splits ?? {});
  const learned = splits.includes('train') ? ['train'] : splits.filter((split) => split !== 'val' && split !== 'test');
  const labelled = learned.flatMap((split) => statistics[split] ?? []);
  if (labelled.length === 0)
    throw new Error(
      `The training pictures of the target${index ? ` ${index.name}` : ''} have no labels, which target-only training learns from: choose a target with labels, or another method.`,
    );
  return labelled;
}

/** A validation folder is read as the target, unless the configuration has a reading of its own for it. */
export function validationReading({
  validation,
  target,
}: Pick<ExperimentConfig['data'], 'validation' | 'target'>): Reading {
  return readingFor(validation ?? target);
}

/** The training split where there is one, otherwise everything. */
function trainingItems(index: DatasetIndex): Item[] {
  const train = index.splits.train ?? [];
  return train.length > 0 ? train : allItems(index);
}

function trainingStatistics({ statistics }: Scan): ItemStatistics[] {
  const train = statistics.train ?? [];
  return train.length > 0 ? train : Object.values(statistics).flat();
}

/** The labelled pictures to evaluate on. The target's training pictures never are: a run must not see their labels. */
export function evaluationItems(validation: Scan | null, target: Scan): Item[] {
  const labelled = (items: Item[] = []) => items.filter(({ label }) => label);
  const val = labelled((validation ?? target).index?.splits.val);
  if (val.length > 0 || !validation?.index) return val;
  return labelled(allItems(validation.index));
}
