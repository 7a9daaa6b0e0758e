/**
 * What a run's folder tells about its moments: pictures that were predicted again and again, the relabeling map as it
 * grew, checkpoints. Part of the protocol. A moment is a number of iterations that were done.
 */
import type { FrameLayer, MapEntry, Saved, SaveTarget } from './protocol';

/** A picture of the target that is predicted at every evaluation. */
export interface Pin {
  /** Labelled pictures that score the run, or the pictures without labels that it learns from. */
  set: 'validation' | 'target';
  /** Path in its data set. */
  file: string;
}

/** Each picture is kept once and its prediction at every evaluation, so their number bounds what a run stores. */
export const MAX_PINS = 8;
/** Pictures that are pinned where nobody chooses. */
export const DEFAULT_PINS = 3;
/** A run with more evaluations keeps the predictions of every second, third, ... of them. */
export const MAX_PINNED_MOMENTS = 200;
/** Steps in which the relabeling map's growth is kept. */
const MAP_STEPS = 200;

export const pinKey = ({ set, file }: Pin): string => `${set} ${file}`;

/** Iterations between two records of the relabeling map. */
export const mapInterval = (iterations: number): number => Math.max(1, Math.ceil(iterations / MAP_STEPS));

/** Predictions that are kept of one evaluation. */
export interface PinnedMoment {
  iteration: number;
  pins: Pin[];
}

/** The relabeling map after that many iterations. */
export interface MapMoment {
  iteration: number;
  entries: MapEntry[];
}

export interface RunTimeline {
  /** Rising by iteration. */
  pinned: PinnedMoment[];
  /** What a person chose to pin; null where nobody chose. */
  pins: Pin[] | null;
  /** Rising by iteration. */
  maps: MapMoment[];
  /** Checkpoints that the run can go on from, rising. */
  checkpoints: number[];
}

/** What stays the same of a pinned picture. */
export interface PinnedStill {
  picture: FrameLayer;
  /** Null for a picture without labels. */
  truth: FrameLayer | null;
}

export interface TimelineApi {
  runTimeline(run: string): Promise<RunTimeline>;
  /** @throws a sentence where the run's folder has no such picture. */
  pinnedStill(run: string, pin: Pin): Promise<PinnedStill>;
  /** Train ids of its prediction at an evaluation. @throws a sentence where it was not kept. */
  pinnedPrediction(run: string, pin: Pin, iteration: number): Promise<FrameLayer>;
  /** From the next evaluation on, in place of what was pinned. @throws where there are too many. */
  choosePins(run: string, pins: Pin[]): Promise<void>;
  /** Saves the label PNGs of a run's last evaluation, and `classes.json`. @throws a sentence where it has none. */
  saveRunPredictions(run: string, target: SaveTarget): Promise<Saved>;
}
