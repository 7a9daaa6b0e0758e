/**
 * Every message between the page and the workers.
 *
 * The page calls the interfaces below through comlink and hands over one listener; what a run has to say comes back as
 * one discriminated union. Pictures travel as transferred arrays, small enough to be drawn at once.
 */

import type { LoadReport } from '../models/weights/load-report';
import type { DatasetsApi } from './dataset-card';
import type { DecisionsApi } from './decisions';
import type { ExperimentConfig } from './experiment/schema';
import type { Taxonomy } from './experiment/taxonomy';
import type { LoggedChange, MapChange } from './map-change';
import type { PictureArea, PictureCrop } from './patch-columns';
import type { BenchApi } from './prompt-bench';
import type { FrameLayer, FrameName, Progress, RunEvent } from './run-event';
import type { RunsApi } from './run-record';
import type { TimelineApi } from './run-timeline';
import type { ScoredPicturesApi } from './scored-picture';
import type {
  DataOrigin,
  MemoryPlan,
  ModelOrigin,
  SourceSuggestion,
  StartOptions,
  WeightsInspection,
  WeightsOffer,
  WeightsOrigin,
} from './start-options';
import type { Licence } from './weights/licence';

export type * from './dataset-card';
export type * from './decisions';
export type * from './map-change';
export type * from './prompt-bench';
export type * from './run-event';
export type * from './run-record';
export type * from './run-timeline';
export type * from './scored-picture';
export type * from './start-options';
export type { Licence, LoadReport };

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
   * Changes the relabeling map of a run that goes on, from the next iteration on, or how a class of any run is shown.
   * @throws a sentence where that run does not go on, or where the change does not fit its map or classes.
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
  /** Lets go of the prepared data; what is still being prepared is given up, and `open` rejects. */
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

/** Part of the lab that is there at once. */
export type HardwareWorkerApi = Pick<LabApi, 'hardware'>;

export interface TrainWorkerApi
  extends Omit<LabApi, 'hardware' | 'planMemory' | keyof DataWorkerApi | 'checkModels' | 'suggestSources' | 'start'> {
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
