/** What a run is made of: a session knows no host, and is given what learns, what reads, what looks and where to write. */
import type { Batch, BatchSource, EvaluationSample, EvaluationSource, TargetPictures } from '../data/batch';
import type { ExperimentConfig } from '../experiment/schema';
import type { FrameLayers, FrameName } from '../protocol';
import type { Proposer } from '../vlm/proposal';
import type { State } from './checkpoint';
import type { Predictor } from './evaluate';
import type { RunFolder } from './run-folder';

/** The network pair that learns, as the session sees it. */
export interface Learner extends Predictor {
  step(
    batch: Batch,
    relabel: ((labels: Uint8Array[]) => Promise<Uint8Array[]>) | null,
  ): Promise<{ losses: Record<string, number>; confidentShare: number }>;
  frames(wanted?: ReadonlySet<FrameName>): Promise<FrameLayers>;
  exportState(): Promise<State>;
  importState(state: State): void | Promise<void>;
}

export interface SessionParts {
  run: string;
  config: ExperimentConfig;
  trainer: Learner;
  batches: BatchSource;
  /** Needed where the configuration relabels. */
  proposer: Proposer | null;
  evaluation: EvaluationSource | null;
  /** Pinned pictures without labels are read from here; absent: only labelled ones can be pinned. */
  targetPictures?: TargetPictures;
  folder: RunFolder;
  /** False where nobody looks: no pictures are read back from the GPU. */
  pictures: boolean;
  /** Label PNGs of the last evaluation are written where this is given. */
  encodePrediction?: (sample: EvaluationSample, prediction: Uint8Array) => Promise<Uint8Array>;
}
