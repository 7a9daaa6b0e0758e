/** The pictures that a run was scored on, with their ground truth, for whoever looks for errors. Part of the protocol. */
import type { StartOptions } from './protocol';

/** Pixels of the class `truth` that were predicted as `predicted`; null: as any other class. */
export interface AskedError {
  truth: number;
  predicted: number | null;
}

/** A connected region of pixels; the box ends before x1 and y1. */
export interface ErrorPlace {
  box: { x0: number; y0: number; x1: number; y1: number };
  pixels: number;
}

/** At the size of the label file. */
export interface ScoredPicture {
  width: number;
  height: number;
  rgb: Uint8Array<ArrayBuffer>;
  /** Train ids, 255 where there is no ground truth. */
  labels: Uint8Array<ArrayBuffer>;
  /** The largest region with the error that was asked for. */
  place: ErrorPlace | null;
}

export interface ScoredPicturesApi {
  /**
   * Opens the labelled pictures of a run as its evaluation reads them. @returns a name for the calls below.
   * @throws a sentence where the folders hold no such pictures any more.
   */
  openScored(options: Pick<StartOptions, 'target' | 'validation' | 'config'>): Promise<string>;
  /**
   * @param sought the prediction at the label's size and the error to look for; null: nothing is looked for
   * @throws a sentence where the picture is gone or broken, or the prediction is of another size.
   */
  scoredPicture(
    pictures: string,
    file: string,
    sought: { prediction: Uint8Array; error: AskedError } | null,
  ): Promise<ScoredPicture>;
  closeScored(pictures: string): void;
}

export interface RunPredictionApi {
  /**
   * Train ids that a run's last evaluation predicted for one of its pictures; null where that was not kept.
   * @throws a sentence where the file is damaged.
   */
  runPrediction(run: string, file: string): Promise<Labels | null>;
}

export interface Labels {
  width: number;
  height: number;
  data: Uint8Array<ArrayBuffer>;
}
