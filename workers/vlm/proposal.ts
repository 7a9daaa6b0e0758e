/** What the vision-language side hands to the relabeling: detections of one crop, classified. */
import type { RelabelEntry } from '../experiment/schema';
import type { ClassCategory, ClassPrompts } from '../map-change';
import type { PatchReason, Ruling } from '../protocol';

/** A box that survived the thresholds and the suppression; integer pixels of the crop, x1 and y1 exclusive. */
export interface Proposal {
  target: number;
  detectionScore: number;
  box: { x0: number; y0: number; x1: number; y1: number };
  /** CLIP's answer inside the target's category; null where the class has no classification threshold. */
  predicted: number | null;
  /** Largest probability of a single prompt, rounded to four decimals (Q23). */
  confidence: number;
  /** Probability of each prompt of the category, in prompt order; empty without CLIP. */
  promptProbabilities: number[];
  /** One byte per pixel of the box, row by row: 1 where the object is. Where it is given, the patch is only that. */
  mask?: Uint8Array;
  /** Weaker boxes that were suppressed in favour of this one. */
  duplicates?: number;
  /** True for one of the boxes that were suppressed: it is recorded, and never used. */
  duplicate?: boolean;
}

/** Why a proposal was not used, or that it was. */
export type Verdict = 'accepted' | PatchReason;

/** One proposal of one iteration as it was judged, with what a person needs to look it up. */
export interface PatchRecord extends Proposal {
  iteration: number;
  /** Index in the batch, and the picture the crop came from. */
  sample: number;
  file: string;
  source: number | null;
  verdict: Verdict;
  /** Where a person decided it: how, and the class that the detector looked for. */
  byHand?: Ruling;
  lookedFor?: number;
  /** Pixels that changed class in the final label. */
  relabeledPixels: number;
}

/** 8-bit RGB pixels, and where they lie in their picture as the run resized it. */
export interface PlacedCrop {
  rgb: Uint8Array;
  width: number;
  height: number;
  file: string;
  x: number;
  y: number;
  /** Mirrored left to right after it was cut out. */
  flipped: boolean;
}

type Picture = Pick<PlacedCrop, 'rgb' | 'width' | 'height'>;

/** What is looked for now. Two searches of equal text have the same answer. */
export interface Search {
  /** In map order. */
  entries: Omit<RelabelEntry, 'source'>[];
  /** Of classes whose prompts are not those that the run began with. */
  prompts: ClassPrompts[];
  /** Of classes that were moved to another category since the run began; absent: none. */
  categories?: ClassCategory[];
}

/** Crops in, proposals out (ascending score). */
export interface Proposer {
  propose(crops: PlacedCrop[], search: Search): Promise<Proposal[][]>;
}

/** The models behind it: they need no more than pixels, and can be asked for boxes alone. */
export interface Viewer {
  /** With `found`, those boxes are classified instead of looking for others. */
  propose(crops: Picture[], search: Search, found?: Proposal[][]): Promise<Proposal[][]>;
  /** Boxes that are neither classified nor cut out, as `found` takes them. */
  detect(pictures: Picture[], search: Search): Promise<Proposal[][]>;
}
