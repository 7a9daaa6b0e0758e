/**
 * Considered patches as columns: tens of thousands fit into a few megabytes, cross threads without being copied, and are
 * filtered in a millisecond. Part of the protocol.
 */
import type { ConsideredPatch, PatchReason, Ruling } from './protocol';

/** What can have become of a patch, by its code in the column `verdict`. */
export const VERDICTS: readonly ('accepted' | PatchReason)[] = [
  'accepted',
  'no source pixel',
  'too small',
  'other class',
  'below threshold',
  'duplicate',
  'empty mask',
  'by hand',
];

/** How a person can have decided a patch, by its code in the column `ruling`; 0: nobody did. */
export const RULINGS: readonly (Ruling | null)[] = [null, 'accept', 'reject', 'reassign'];

/** A class that is not there, in columns of train ids. */
export const NO_CLASS = 255;

/** `count` patches in the order in which they were judged: iterations never fall. */
export interface PatchColumns {
  count: number;
  /** The pictures, each once. */
  files: string[];
  iteration: Uint32Array<ArrayBuffer>;
  /** Index in the batch. */
  sample: Uint16Array<ArrayBuffer>;
  /** Index in `files`. */
  file: Uint32Array<ArrayBuffer>;
  /** x, y, width and height of the crop in its picture as the run resized it; four per patch. */
  crop: Uint32Array<ArrayBuffer>;
  /** 1 where the crop was mirrored. */
  flipped: Uint8Array<ArrayBuffer>;
  /** x0, y0, x1 and y1 in the crop; four per patch. */
  box: Uint16Array<ArrayBuffer>;
  from: Uint8Array<ArrayBuffer>;
  to: Uint8Array<ArrayBuffer>;
  /** Index in `VERDICTS`. */
  verdict: Uint8Array<ArrayBuffer>;
  /** Index in `RULINGS`. */
  ruling: Uint8Array<ArrayBuffer>;
  /** Class that the detector looked for; it is `to` where no person chose another. */
  lookedFor: Uint8Array<ArrayBuffer>;
  detectionScore: Float32Array<ArrayBuffer>;
  /** NaN where CLIP was not asked. */
  classScore: Float32Array<ArrayBuffer>;
  predicted: Uint8Array<ArrayBuffer>;
  duplicates: Uint32Array<ArrayBuffer>;
  relabeledPixels: Uint32Array<ArrayBuffer>;
  /** Of each patch, where its probabilities end in `probabilities`; they begin where those of the one before end. */
  probabilityEnd: Uint32Array<ArrayBuffer>;
  probabilities: Float32Array<ArrayBuffer>;
}

/** @throws where a patch has a verdict that this version does not know. */
export function columnsOf(patches: readonly ConsideredPatch[]): PatchColumns {
  const count = patches.length;
  const places = new Map<string, number>();
  const columns: PatchColumns = {
    count,
    files: [],
    iteration: new Uint32Array(count),
    sample: new Uint16Array(count),
    file: new Uint32Array(count),
    crop: new Uint32Array(4 * count),
    flipped: new Uint8Array(count),
    box: new Uint16Array(4 * count),
    from: new Uint8Array(count),
    to: new Uint8Array(count),
    verdict: new Uint8Array(count),
    ruling: new Uint8Array(count),
    lookedFor: new Uint8Array(count),
    detectionScore: new Float32Array(count),
    classScore: new Float32Array(count),
    predicted: new Uint8Array(count),
    duplicates: new Uint32Array(count),
    relabeledPixels: new Uint32Array(count),
    probabilityEnd: new Uint32Array(count),
    probabilities: new Float32Array(patches.reduce((sum, { probabilities }) => sum + probabilities.length, 0)),
  };
  let end = 0;
  patches.forEach((patch, i) => {
    const { crop, box } = patch;
    const place = places.get(patch.file) ?? columns.files.push(patch.file) - 1;
    places.set(patch.file, place);
    columns.iteration[i] = patch.iteration;
    columns.sample[i] = patch.sample;
    columns.file[i] = place;
    columns.crop.set([crop.x, crop.y, crop.width, crop.height], 4 * i);
    columns.flipped[i] = crop.flipped ? 1 : 0;
    columns.box.set([box.x0, box.y0, box.x1, box.y1], 4 * i);
    columns.from[i] = patch.from ?? NO_CLASS;
    columns.to[i] = patch.to;
    columns.verdict[i] = codeOf(patch);
    columns.ruling[i] = Math.max(0, RULINGS.indexOf(patch.byHand ?? null));
    columns.lookedFor[i] = patch.lookedFor ?? patch.to;
    columns.detectionScore[i] = patch.detectionScore;
    columns.classScore[i] = patch.classScore ?? Number.NaN;
    columns.predicted[i] = patch.predicted ?? NO_CLASS;
    columns.duplicates[i] = patch.duplicates;
    columns.relabeledPixels[i] = patch.relabeledPixels;
    columns.probabilities.set(patch.probabilities, end);
    end += patch.probabilities.length;
    columns.probabilityEnd[i] = end;
  });
  return columns;
}

function codeOf({ accepted, reason, iteration, file }: ConsideredPatch): number {
  const code = accepted ? 0 : VERDICTS.indexOf(reason ?? 'accepted');
  if (code < 0 || (!accepted && code === 0))
    throw new Error(
      `A patch of ${file} in iteration ${iteration} was rejected for "${reason}", which is no known reason.`,
    );
  return code;
}

/** Everything that crosses to another thread without a copy. */
export const buffersOf = (columns: PatchColumns): ArrayBuffer[] =>
  Object.values(columns).flatMap((column) => (ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : []));

/** The labels of one crop in one iteration, before and after relabeling: train ids, coarser than the crop where it is large. */
export interface LabelPair {
  iteration: number;
  sample: number;
  width: number;
  height: number;
  before: Uint8Array<ArrayBuffer>;
  after: Uint8Array<ArrayBuffer>;
}

/** RGB of a part of a picture, and how large the whole picture is as the run resizes it. */
export interface PictureCrop {
  width: number;
  height: number;
  rgb: Uint8Array<ArrayBuffer>;
  picture: { width: number; height: number };
}

/** A rectangle of a picture as a run resizes it. */
export interface PictureArea {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Mirrored left to right after it is cut out. */
  flipped: boolean;
}
