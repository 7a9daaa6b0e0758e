/** What a run is started with: data, models and weights by where they come from, and what it will take. */
import type { LoadReport } from '../models/weights/load-report';
import type { ExperimentConfig } from './experiment/schema';
import type { Licence } from './weights/licence';

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
