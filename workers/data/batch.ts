/** What the data side hands to the training step. */

/** Pixels of one crop: 8-bit RGB, row by row. */
export interface Crop {
  rgb: Uint8Array;
  /** Train ids, 255 = ignore; null where the file has no label or none was asked for. */
  label: Uint8Array | null;
  width: number;
  height: number;
  /** Path of the picture in its data set. */
  file: string;
  /** The crop's rectangle in the resized picture, and whether it was mirrored afterwards. */
  x: number;
  y: number;
  flipped: boolean;
  /** Where pseudo-labels count, in pixels of the crop as it is given; absent: everywhere. May be empty. */
  valid?: { x0: number; y0: number; x1: number; y1: number };
}

/** One iteration's crops; sample b of the source is mixed with sample b of the target. */
export interface Batch {
  iteration: number;
  source: Crop[];
  target: Crop[];
  /** Class that rare class sampling drew for each source sample; empty without it. */
  drawnClasses: number[];
}

/** Deterministic: the same iteration always gives the same batch, so a resumed run continues exactly. */
export interface BatchSource {
  batch(iteration: number): Promise<Batch>;
}

/** Pictures of the target as a whole, for those who look for objects before crops are cut. */
export interface TargetPictures {
  /** The picture as the run resized it, from which its crops are cut. @throws where the target has no such picture. */
  targetPicture(file: string): Promise<Pick<Crop, 'rgb' | 'width' | 'height'>>;
}

/** A labelled picture for evaluation: the network input, and the ground truth at the file's own size. */
export interface EvaluationSample {
  rgb: Uint8Array;
  width: number;
  height: number;
  label: Uint8Array;
  labelWidth: number;
  labelHeight: number;
  file: string;
}

export interface EvaluationSource {
  readonly count: number;
  sample(index: number): Promise<EvaluationSample>;
}
