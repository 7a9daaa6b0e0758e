/** What a run says while it goes on, and the scores, pictures, patches and map that it speaks of. */
import type { Ruling } from './decisions';
import type { PatchColumns } from './patch-columns';
import type { PinnedMoment } from './run-timeline';

export interface Progress {
  what: string;
  done: number;
  total: number;
  secondsLeft: number | null;
}

/** IoU and friends as fractions; null where a class is absent. */
export interface Scores {
  miou: number | null;
  macc: number | null;
  aacc: number | null;
  iouPerClass: Record<string, number | null>;
  accPerClass: Record<string, number | null>;
  /** Rows ground truth, columns prediction, pixels. */
  confusion: number[][];
  classesAveraged: string[];
  /** What follows is absent in the scores of runs that an earlier version stored. */
  mdice?: number | null;
  mfscore?: number | null;
  dicePerClass?: Record<string, number | null>;
  /** With precision and recall weighed equally; null also where the class was never predicted. */
  fscorePerClass?: Record<string, number | null>;
  precisionPerClass?: Record<string, number | null>;
  /** Means over all classes, and over SYNTHIA's 16 and 13 of Cityscapes' classes. */
  means?: MeanScore[];
}

/** A mean over a named set of classes, of which those that are absent do not enter. */
export interface MeanScore {
  label: string;
  /** How many classes the set has, and the names of those that entered. */
  classes: number;
  averaged: string[];
  miou: number | null;
  macc: number | null;
  mdice: number | null;
  mfscore: number | null;
}

/** One picture's scores in short: the IoU of its classes by id, rounded to four digits, null where absent. */
export interface PictureScore {
  file: string;
  miou: number | null;
  iou: (number | null)[];
  /** Its largest errors, each as true class, predicted class and pixels; absent in runs of an earlier version. */
  errors?: [truth: number, predicted: number, pixels: number][];
}

/** A small picture to draw. `labels` are train ids, `scalar` is 0..255 for 0..1. */
export type FrameLayer = {
  kind: 'rgb' | 'labels' | 'scalar';
  width: number;
  height: number;
  data: Uint8Array<ArrayBuffer>;
  /** Where it lies in the picture, as shares of its sides; absent: everywhere. */
  area?: { x0: number; y0: number; x1: number; y1: number };
};

/** Scores before softmax, [height, width, classes]. */
export type ScoreLayer = {
  kind: 'scores';
  width: number;
  height: number;
  classes: number;
  data: Float32Array<ArrayBuffer>;
};

/** Pictures of an iteration, by name. */
export interface FrameLayers {
  source?: FrameLayer;
  sourceLabel?: FrameLayer;
  target?: FrameLayer;
  pseudoLabel?: FrameLayer;
  relabeled?: FrameLayer;
  mixed?: FrameLayer;
  mixedLabel?: FrameLayer;
  /** What the student took the mixed picture for. */
  student?: FrameLayer;
  weight?: FrameLayer;
  /** The teacher's largest probability at each of its logits. */
  confidence?: FrameLayer;
  /** The teacher's logits. */
  scores?: ScoreLayer;
  /** The picture of masked consistency. */
  masked?: FrameLayer;
  /** Where the feature distance counts, on the source. */
  featureMask?: FrameLayer;
  /** Attention to the detail crop, and the crop in the mixed picture, at two scales. */
  attention?: FrameLayer;
  detail?: FrameLayer;
}

export type FrameName = keyof FrameLayers;

/** Why a patch was not used. */
export type PatchReason =
  | 'duplicate'
  | 'no source pixel'
  | 'too small'
  | 'other class'
  | 'below threshold'
  | 'empty mask'
  | 'by hand';

/**
 * A patch that the relabeling considered: a line of relabel/patches.ndjson. Of the boxes that fell to a better one only
 * the best few of a crop are recorded; their whole number is with the survivors.
 */
export interface ConsideredPatch {
  iteration: number;
  /** Index in the batch. */
  sample: number;
  /** The picture, and where the crop lies in it as it was resized; the crop was mirrored after it was cut out. */
  file: string;
  crop: { x: number; y: number; width: number; height: number; flipped: boolean };
  /** Integer pixels of the crop as the network saw it, x1 and y1 exclusive. */
  box: { x0: number; y0: number; x1: number; y1: number };
  /** Source class; null where it was not known yet. */
  from: number | null;
  to: number;
  accepted: boolean;
  /** Null for an accepted patch. */
  reason: PatchReason | null;
  /** How a person decided it; absent: nobody did. */
  byHand?: Ruling;
  /** Of one that a person decided, the class that was looked for, which `to` need not be. */
  lookedFor?: number;
  /** 0 for a box by hand that the detector did not find in this crop. */
  detectionScore: number;
  /** CLIP's best prompt in the category: its probability and class; null where CLIP was not asked. */
  classScore: number | null;
  predicted: number | null;
  /** Probability of each prompt of the classes of the target's category, in train id order; empty without CLIP. */
  probabilities: number[];
  /** Weaker boxes that fell to this one. */
  duplicates: number;
  /** Pixels of its mask; absent where the run relabels whole boxes, or where no mask was asked for. */
  maskPixels?: number;
  /** Pixels that changed class in the final label. */
  relabeledPixels: number;
}

/** The relabeling map as it stands. */
export interface MapEntry {
  target: number;
  source: number | null;
  origin: 'manual' | 'auto' | 'collected';
  /** Votes per source class, in order of their first appearance. */
  votes: { source: number; count: number; byHand?: number }[];
  detectionThreshold: number;
  classificationThreshold: number | null;
  relabeledPatches: number;
  /** Patches that a person's decision pasted, which are not among the others; absent: none. */
  relabeledByHand?: number;
}

export type RunStatus = 'preparing' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed';

export type RunEvent =
  | { type: 'status'; run: string; status: RunStatus; message?: string }
  | { type: 'progress'; run: string; progress: Progress }
  | {
      type: 'iteration';
      run: string;
      iteration: number;
      iterations: number;
      secondsPerIteration: number;
      secondsLeft: number | null;
      losses: Record<string, number>;
      phase: 'off' | 'collect' | 'relabel';
      /** Share of confident pixels, the pseudo-label weight q. */
      confidentShare: number;
      /** Classes that rare class sampling drew for the source pictures; empty without it. */
      drawnClasses: number[];
    }
  | {
      type: 'frames';
      run: string;
      iteration: number;
      file: { source: string; target: string };
      /** Without the mixed picture and what belongs to it where a run learns from the source alone. */
      layers: FrameLayers;
    }
  /** What the relabeling considered in one iteration. */
  | { type: 'patches'; run: string; patches: PatchColumns }
  | { type: 'map'; run: string; iteration: number; entries: MapEntry[] }
  | {
      type: 'scores';
      run: string;
      iteration: number;
      scores: Scores;
      /** The same of the teacher, where the run evaluates it too. */
      teacher?: Scores;
      /** The student's score of every picture, in the order of the data set. */
      pictures?: PictureScore[];
      /** Decisions by hand that held before it; absent: none. */
      decisions?: number;
    }
  /** Pinned pictures were predicted; they lie in the run's folder. */
  | { type: 'pinned'; run: string; moment: PinnedMoment }
  /** A checkpoint was written after that many iterations. */
  | { type: 'checkpoint'; run: string; iteration: number }
  | { type: 'problem'; run: string; file: string; message: string };
