/**
 * What the page asks of the models when prompts are tried on a picture. Part of the protocol, served by the vlm worker.
 *
 * `openBench` loads models, `look` runs the detector once; `boxes` then answers any number of questions about
 * thresholds from what the detector said, and `classify` asks CLIP about one box.
 */
import type { ModelOrigin, Progress } from './protocol';

/** 8-bit RGB. */
export interface BenchPicture {
  width: number;
  height: number;
  rgb: Uint8Array;
}

export interface BenchBoxPixels {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Prompts with the concept (for the detector) or class (for CLIP) that each stands for. */
export interface BenchPrompts {
  prompts: string[];
  classOf: number[];
}

export interface BenchQuestion extends BenchPrompts {
  /** Detection threshold of each concept; a score must be greater. */
  thresholds: number[];
  nmsIou: number;
}

export interface BenchBox {
  /** Index of the concept in the question. */
  concept: number;
  prompt: string;
  /** 0..1 */
  score: number;
  /** Integer pixels of the picture, x1 and y1 exclusive. */
  box: BenchBoxPixels;
  /** Weaker boxes that fell to this one. */
  duplicates: number;
}

export interface BenchAnswer {
  /** By falling score. */
  boxes: BenchBox[];
  /** Of each concept: the best score of its own prompts, wherever another concept may be better; 0 without a prompt. */
  best: number[];
  /** Of each concept: boxes where it is the best, per bin of the scores' logarithm, before any threshold. */
  histogram: number[][];
}

/** CLIP's answer for one box. */
export interface BenchClassification {
  /** Class of the best prompt, and its probability rounded to four decimals. */
  predicted: number;
  confidence: number;
  /** By prompt, in the order of the question. */
  promptProbabilities: number[];
}

/** Bins of the histogram, over scores from `LEAST_SCORE` to 1 on a logarithmic scale; lower ones count in the first. */
export const HISTOGRAM_BINS = 30;
export const LEAST_SCORE = 1e-3;

/** Place of a score on that scale: 0 for `LEAST_SCORE` and below, 1 for a score of 1. */
export const onLogScale = (score: number): number =>
  score <= LEAST_SCORE ? 0 : Math.min(1, 1 - Math.log(score) / Math.log(LEAST_SCORE));

/** The score at a place of the scale. */
export const fromLogScale = (place: number): number => LEAST_SCORE ** (1 - place);

export interface BenchApi {
  /** @param detector null: whichever the models have. @throws a sentence that names the missing or wrong file. */
  openBench(
    models: ModelOrigin,
    detector: 'owlvit' | 'owlv2' | null,
    onProgress: (progress: Progress) => void,
  ): Promise<{ clip: string; owl: string }>;
  /** Looks at a picture with all prompts; what is said about the one before is forgotten. */
  look(picture: BenchPicture, prompts: string[]): Promise<void>;
  /** Boxes of the picture at some thresholds; no network runs. */
  boxes(question: BenchQuestion): Promise<BenchAnswer>;
  classify(box: BenchBoxPixels, asked: BenchPrompts): Promise<BenchClassification>;
}
