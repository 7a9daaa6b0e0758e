/**
 * Every message between the page and the workers.
 *
 * The page calls the interfaces below through comlink and hands over one listener; what a run has to say comes back as
 * one discriminated union. Pictures travel as transferred arrays, small enough to be drawn at once.
 */

import type { LoadReport } from '../models/weights/load-report';
import type { DatasetsApi } from './dataset-card';
import type { DecisionsApi, Ruling } from './decisions';
import type { ExperimentConfig } from './experiment/schema';
import type { LoggedChange, MapChange } from './map-change';
import type { PatchColumns, PictureArea, PictureCrop } from './patch-columns';
import type { BenchApi } from './prompt-bench';
import type { RunsApi } from './run-record';
import type { PinnedMoment, TimelineApi } from './run-timeline';
import type { ScoredPicturesApi } from './scored-picture';
import type { Licence } from './weights/licence';

export type { Licence, LoadReport };

import type { Taxonomy } from './experiment/taxonomy';

export type * from './dataset-card';
export type * from './decisions';
export type * from './map-change';
export type * from './prompt-bench';
export type * from './run-record';
export type * from './run-timeline';
export type * from './scored-picture';

export type Layout = 'synthia' | 'gta' | 'cityscapes' | 'acdc' | 'darkzurich' | 'folder' | 'images';

/** What a scan found in a folder; also the command's JSON report. */
export interface ScanReport {
  layout: Layout | null;
  /** Usable pictures. */
  pairs: number;
  /** Labelled pixels per train id (as a string key), 255 left out. */
  classPixels: Record<string, number>;
  splits?: Record<string, { pairs: number; classPixels: Record<string, number> }>;
  /** Files that are left out, each with what is wrong and what to do. */
  problems: { file: string; message: string }[];
}

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

/** Where a data set comes from. */
export type DataOrigin =
  | { kind: 'handle'; handle: FileSystemDirectoryHandle }
  | { kind: 'files'; files: File[] }
  | { kind: 'demo'; part: 'source' | 'target' };

/** Where the SAM comes from that draws masks. */
export type SamOrigin = { kind: 'hub'; id: string } | { kind: 'folder'; handle: FileSystemDirectoryHandle };

/** Where the vision-language models come from; without `sam`, a SAM is looked for in the folder of the others. */
export type ModelOrigin = (
  | { kind: 'builtin' }
  | { kind: 'hub'; clip: string; owl: string }
  | { kind: 'folder'; handle: FileSystemDirectoryHandle }
) & { sam?: SamOrigin };

/** Source classes that a target class may hide in, by how similar their names are to CLIP. */
export interface SourceSuggestion {
  target: number;
  /** By falling cosine similarity. */
  ranked: { source: number; similarity: number }[];
}

/** Where the weights come from that a network starts with. */
export type WeightsOrigin =
  | { kind: 'file'; file: File }
  | { kind: 'folder'; handle: FileSystemDirectoryHandle }
  | { kind: 'hub'; id: string }
  | { kind: 'random' };

/** What a file of weights would give a network, and its terms where they are known. */
export interface WeightsInspection {
  report: LoadReport;
  licence: Licence | null;
}

/** What the hub would send, before anything is downloaded. */
export interface WeightsOffer {
  id: string;
  file: string;
  bytes: number;
  licence: Licence;
}

export interface StartOptions {
  run: string;
  config: ExperimentConfig;
  /** Null where the target's own labels are learned. */
  source: DataOrigin | null;
  target: DataOrigin;
  validation: DataOrigin | null;
  models: ModelOrigin;
  /** Weights of the encoder; null: those that come with the lab, where they fit the network. */
  encoder: WeightsOrigin | null;
  /** Continue the run of that name from its last checkpoint. */
  resume: boolean;
}

/** Bytes of GPU memory that a run will take, counted before it starts. */
export interface MemoryPlan {
  /** At the most that training holds at once. */
  weights: number;
  /** Gradients and AdamW's moments. */
  optimizer: number;
  activations: number;
  /** Inputs, constants and transfers. */
  buffers: number;
  /** The sum of these four. */
  training: number;
  /** The most that an evaluation holds at once, networks included. */
  validation: number;
  /** Vision-language models: of the GPU, or of the main memory where they run in WebAssembly. */
  models: number;
  modelsOnGpu: boolean;
  /** The larger of training and validation, and the models where they are on the GPU. */
  total: number;
  /** The largest tensor that the adapter gives a kernel. */
  maxBindingBytes: number;
  /** Tensors that are larger, a sentence each; with any, the run is refused. */
  refusals: string[];
}

/** A run that lies in storage. */
export interface StoredRun {
  run: string;
  /** Iterations of its newest whole checkpoint: where it would go on. */
  iteration: number;
  iterations: number;
  /** Marked as deleted; it can still be restored. */
  deleted: boolean;
}

/** A loaded file of weights, in words and as far as predictions need it. */
export interface CheckpointFacts {
  file: string;
  /** What was found in the file, in one or two sentences. */
  summary: string;
  /** What had to be assumed, such as the classes. */
  note: string | null;
  taxonomy: Taxonomy;
  /** Box that pictures are resized into for the network. */
  inputSize: [number, number];
}

export type PredictionEvent =
  | { type: 'picture'; file: string; width: number; height: number }
  | { type: 'problem'; file: string; message: string }
  | { type: 'progress'; progress: Progress };

/** A picture and its prediction, in a size to look at. */
export interface PredictedPicture {
  picture: FrameLayer;
  labels: FrameLayer;
}

/** The student or teacher of the newest checkpoint, or the best evaluated student. */
export type NetworkChoice = 'student' | 'teacher' | 'best';
/** The reference's names, Hugging Face's names, or a folder for transformers.js. */
export type ExportFormat = 'safetensors' | 'hf' | 'onnx';

/** Where files are saved: a new folder inside one that the user picked, or a zip that the browser downloads. */
export type SaveTarget = { kind: 'folder'; handle: FileSystemDirectoryHandle; name: string } | { kind: 'zip' };

export interface Saved {
  /** Paths of the files. */
  files: string[];
  /** The archive, where one was asked for. */
  zip: Blob | null;
  /** Sentences about what the format cannot hold. */
  notes: string[];
}

/** Parts of a run's pictures, read when somebody looks; also while the run goes on, and after it. */
export interface CropsApi extends ScoredPicturesApi {
  /** @param resize box that the run's pictures are resized into. @returns a name for the calls below. */
  openPictures(origin: DataOrigin, resize: [number, number]): Promise<string>;
  /** RGB of an area, or of all of the picture, thinned so that its longer side is `maxSide` at most. @throws a sentence where it cannot be read. */
  pictureCrop(pictures: string, file: string, area: PictureArea | null, maxSide: number): Promise<PictureCrop>;
  closePictures(pictures: string): void;
}

/** The lab as the page sees it. */
export interface LabApi extends DatasetsApi, CropsApi, RunsApi, TimelineApi, DecisionsApi {
  /** Hardware in plain words; `problem` is set where the lab cannot run. */
  hardware(): Promise<{
    adapter: string;
    fallback: boolean;
    maxBufferBytes: number;
    isolated: boolean;
    problem: string | null;
  }>;
  scan(origin: DataOrigin, onProgress: (progress: Progress) => void): Promise<ScanReport>;
  /** Gives up all scans; they reject. */
  cancelScans(): Promise<void>;
  /** Checks a folder of vision-language models; rejects with the missing file. */
  checkModels(
    origin: ModelOrigin,
    onProgress: (progress: Progress) => void,
  ): Promise<{ clip: string; owl: string; sam?: string }>;
  /** Ranks source classes for each target class by their names; loads CLIP for it. */
  suggestSources(
    origin: ModelOrigin,
    classes: { taxonomy: Taxonomy; targets: number[]; sources: number[] },
    onProgress: (progress: Progress) => void,
  ): Promise<SourceSuggestion[]>;
  /** Size and licence of a model of the Hugging Face hub; rejects where it has no weights that the lab reads. */
  offerWeights(id: string): Promise<WeightsOffer>;
  /**
   * Reads a file of weights, downloading it where it comes from the hub, and says what it would give the encoder of a
   * configuration; rejects where it cannot be read.
   */
  inspectWeights(
    origin: WeightsOrigin,
    config: ExperimentConfig,
    onProgress: (progress: Progress) => void,
  ): Promise<WeightsInspection>;
  /** Gives up reading and downloading weights; it rejects. */
  cancelWeights(): Promise<void>;
  /**
   * How much GPU memory a run will take; takes seconds, beside whatever else goes on.
   * @param models those that the run would relabel with; null leaves them out
   * @throws a sentence where there is no GPU, or where the configuration cannot be built
   */
  planMemory(config: ExperimentConfig, models: ModelOrigin | null): Promise<MemoryPlan>;
  /** Starts or resumes; resolves when the run has ended in any way. */
  start(options: StartOptions, onEvent: (event: RunEvent) => void): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Changes the relabeling map of a run that goes on, from the next iteration on.
   * @throws a sentence where that run does not go on, or where the change does not fit its map.
   */
  changeMap(run: string, change: MapChange, by?: LoggedChange['by']): Promise<LoggedChange>;
  /** Which pictures of the run are looked at: only they are read back from the GPU. Until it is said, all. */
  look(names: FrameName[]): Promise<void>;
  /** Runs in this browser's storage. */
  runs(): Promise<StoredRun[]>;
  /** Deletes a run from storage, where it is there. */
  discard(run: string): Promise<void>;
  /** Saves a network of a run that lies in storage. @throws a sentence where the run has no such network yet. */
  exportRun(run: string, which: NetworkChoice, format: ExportFormat, target: SaveTarget): Promise<Saved>;
  /** Loads a file of weights for predictions, in place of the one before. */
  openCheckpoint(file: File): Promise<CheckpointFacts>;
  /** Gives it and its predictions up. */
  closeCheckpoint(): Promise<void>;
  /** Predicts all pictures of a folder or list; in place of the predictions before. */
  predict(
    pictures: DataOrigin,
    onEvent: (event: PredictionEvent) => void,
  ): Promise<{ predicted: number; pictures: number; cancelled: boolean }>;
  /** Ends `predict` after the picture at hand. */
  cancelPrediction(): Promise<void>;
  predictedPicture(file: string): Promise<PredictedPicture>;
  /** Saves the label PNGs of all predicted pictures, and `classes.json`. */
  savePredictions(target: SaveTarget): Promise<Saved>;
}

/*
 * The lab is three workers. The page makes them and hands each the address of the folder that holds index.html, for
 * files that are served beside it. For every run it joins the train worker with the two others by a channel each, over
 * which batches and proposals go.
 */

export interface DataWorkerApi extends Pick<LabApi, 'scan'>, DatasetsApi, CropsApi {
  /** Gives up all scans; they reject. */
  cancelScans(): void;
  /**
   * Prepares the data of a run and says what it found; `onProblem` hears of files that break while the run reads them.
   * @throws one sentence where source or target cannot be used.
   */
  open(
    options: Pick<StartOptions, 'source' | 'target' | 'validation' | 'config'>,
    onProgress: (progress: Progress) => void,
    onProblem: (file: string, message: string) => void,
  ): Promise<{ source: ScanReport | null; target: ScanReport; validation: ScanReport | null }>;
  /** Serves the prepared data on a port. */
  connect(port: MessagePort): void;
  /** Lets go of the prepared data. */
  close(): void;
}

export interface VlmWorkerApi extends Pick<LabApi, 'checkModels' | 'suggestSources'>, BenchApi {
  /** Called once, before anything else. */
  open(base: string): void;
  /** What the models would take of memory, and whether that is the GPU's. */
  modelMemory(origin: ModelOrigin): Promise<{ bytes: number; onGpu: boolean }>;
  /** Loads the models of a run. @throws a sentence that names the missing or wrong file. */
  load(
    options: Pick<StartOptions, 'models' | 'config'>,
    onProgress: (progress: Progress) => void,
  ): Promise<{ clip: string; owl: string; sam?: string }>;
  /** Serves the run's proposals on a port. */
  connect(port: MessagePort): void;
  /** Gives the models up. */
  close(): Promise<void>;
}

export interface TrainWorkerApi
  extends Omit<LabApi, 'planMemory' | keyof DataWorkerApi | 'checkModels' | 'suggestSources' | 'start'> {
  /** Called once, before anything else. */
  open(base: string): void;
  /** `models`: what the vision-language models take; null where the run needs none. */
  planMemory(config: ExperimentConfig, models: { bytes: number; onGpu: boolean } | null): Promise<MemoryPlan>;
  /** `proposals` is null for a run that does not relabel. */
  start(
    options: StartOptions,
    batches: MessagePort,
    proposals: MessagePort | null,
    onEvent: (event: RunEvent) => void,
  ): Promise<void>;
}
