/**
 * What a person decided about patches, and what of it holds when. Part of the protocol.
 *
 * A decision is about an object of a picture: a box that a detector drew when it looked for one class. The picture comes
 * back in other crops, in which the detector draws other boxes, so boxes are compared in the picture and only where both
 * crops show it. Decisions are a log of lines, each with the first iteration that it counts in: what holds follows from
 * the log and the iteration alone, so that a run which goes on from a checkpoint repeats exactly what it did.
 */
import type { ConsideredPatch } from './protocol';
import { boxIou, type FloatBox } from './vlm/nms';

/** Integer pixels, x1 and y1 exclusive. */
export interface PixelBox {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** What was looked for where; boxes and crops in pixels of the picture as the run resized it, not mirrored. */
export interface SeenBox {
  file: string;
  box: PixelBox;
  /** What of the picture the detector saw. */
  crop: { x: number; y: number; width: number; height: number };
  /** Class that the detector was asked for. */
  lookedFor: number;
}

/** What can be decided: that the box becomes its class, that it never does, or that it becomes another class. */
export type Ruling = 'accept' | 'reject' | 'reassign';

/** What a person asks for. */
export interface Choice extends SeenBox {
  ruling: Ruling;
  /** What the box becomes: `lookedFor`, but for a re-assigned one. */
  to: number;
  /** Source class that the patch had; null where it was not known. */
  from: number | null;
}

export interface Decision extends Choice {
  /** Counts from 1 in each run. */
  id: number;
  /** The first iteration that it counts in. */
  iteration: number;
}

/** A line of relabel/decisions.ndjson. Lines are only added; a withdrawal takes earlier ones back. */
export type DecisionLine = Decision | { withdraws: number[]; iteration: number };

export interface DecisionsApi {
  /** All that was decided in a run, in order. */
  runDecisions(run: string): Promise<DecisionLine[]>;
  /**
   * Decides about patches of a run that goes on, from its next iteration on, or of one that rests, from where it would go
   * on. @returns the lines that were added to its log. @throws a sentence where another tab has the run.
   */
  decide(run: string, choices: Choice[]): Promise<DecisionLine[]>;
  /** Takes decisions back, from the same iteration on as `decide` would count. */
  withdrawDecisions(run: string, ids: number[]): Promise<DecisionLine[]>;
}

/** How far decisions went into a run. */
export interface Supervision {
  /** Decisions that held in an iteration that was done, also where they were taken back later. */
  held: number;
  /** First iteration in which one held; null where none has. */
  since: number | null;
  /** Decisions that wait for the run to go on. */
  waiting: number;
}

/** Two boxes with more than this IoU are one object: of two boxes that lie side by side, never both with a third. */
export const SAME_OBJECT_IOU = 0.5;

/** Of the smaller box, what both crops must show at least: less of an object says too little. */
const LEAST_COMMON_SHARE = 0.5;

/** The box in the picture as it is seen, not mirrored. */
export function boxInPicture({ crop, box }: Pick<ConsideredPatch, 'crop' | 'box'>): PixelBox {
  const [left, right] = crop.flipped ? [crop.width - box.x1, crop.width - box.x0] : [box.x0, box.x1];
  return { x0: crop.x + left, y0: crop.y + box.y0, x1: crop.x + right, y1: crop.y + box.y1 };
}

/** A considered patch as decisions name it. */
export function seenBox(
  patch: Pick<ConsideredPatch, 'file' | 'crop' | 'box' | 'to' | 'lookedFor'>,
): SeenBox & { crop: ConsideredPatch['crop'] } {
  const { file, crop, to, lookedFor } = patch;
  return { file, box: boxInPicture(patch), crop, lookedFor: lookedFor ?? to };
}

/** IoU of two boxes in what both crops show, 0..1; 0 also where that is too little of them to tell. */
export function commonOverlap(a: SeenBox, b: SeenBox): number {
  const shown = {
    x0: Math.max(a.crop.x, b.crop.x),
    y0: Math.max(a.crop.y, b.crop.y),
    x1: Math.min(a.crop.x + a.crop.width, b.crop.x + b.crop.width),
    y1: Math.min(a.crop.y + a.crop.height, b.crop.y + b.crop.height),
  };
  const [partA, partB] = [cut(a.box, shown), cut(b.box, shown)];
  if (!partA || !partB) return 0;
  const smaller = areaOf(a.box) <= areaOf(b.box) ? [partA, a.box] : [partB, b.box];
  if (areaOf(smaller[0]!) < LEAST_COMMON_SHARE * areaOf(smaller[1]!)) return 0;
  return boxIou(corners(partA), corners(partB));
}

/** The decision about the object in a box: the one that overlaps best, the later one of equals; null for none. */
export function decisionOn(decisions: readonly Decision[], seen: SeenBox): Decision | null {
  let found: Decision | null = null;
  let best = 0;
  for (const decision of decisions) {
    if (decision.file !== seen.file || decision.lookedFor !== seen.lookedFor) continue;
    const overlap = commonOverlap(decision, seen);
    if (overlap <= SAME_OBJECT_IOU || overlap < best) continue;
    [found, best] = [decision, overlap];
  }
  return found;
}

/**
 * What holds in an iteration, in the order in which it was decided: what was not taken back, and of two decisions about
 * one object the later one.
 */
export function decisionsAt(lines: readonly DecisionLine[], iteration = Number.POSITIVE_INFINITY): Decision[] {
  const counting = lines.filter((line) => line.iteration <= iteration);
  const withdrawn = new Set(counting.flatMap((line) => ('withdraws' in line ? line.withdraws : [])));
  const holding = new Map<string, Decision[]>();
  for (const line of counting) {
    if ('withdraws' in line || withdrawn.has(line.id)) continue;
    const others = (holding.get(line.file) ?? []).filter((other) => decisionOn([other], line) === null);
    holding.set(line.file, [...others, line]);
  }
  return [...holding.values()].flat().sort((a, b) => a.id - b.id);
}

/** @param done iterations that the run has done for good: those that it would not repeat */
export function supervisionOf(lines: readonly DecisionLine[], done: number): Supervision {
  const withdrawnAt = new Map<number, number>();
  for (const line of lines)
    if ('withdraws' in line)
      for (const id of line.withdraws)
        withdrawnAt.set(id, Math.min(line.iteration, withdrawnAt.get(id) ?? Number.POSITIVE_INFINITY));
  const supervision: Supervision = { held: 0, since: null, waiting: 0 };
  for (const line of lines) {
    if ('withdraws' in line) continue;
    const end = withdrawnAt.get(line.id) ?? Number.POSITIVE_INFINITY;
    if (line.iteration < Math.min(end, done)) {
      supervision.held += 1;
      supervision.since = Math.min(line.iteration, supervision.since ?? line.iteration);
    } else if (end === Number.POSITIVE_INFINITY) supervision.waiting += 1;
  }
  return supervision;
}

/** Choices without those that say again what an earlier one says of the same object. */
export function distinctChoices(choices: readonly Choice[]): Choice[] {
  const kept: Decision[] = [];
  for (const choice of choices) {
    const same = decisionOn(kept, choice);
    if (same && same.ruling === choice.ruling && same.to === choice.to) continue;
    kept.push({ ...choice, id: 0, iteration: 0 });
  }
  return kept.map(({ id: _, iteration: __, ...choice }) => choice);
}

const areaOf = ({ x0, y0, x1, y1 }: PixelBox): number => (x1 - x0) * (y1 - y0);
const corners = ({ x0, y0, x1, y1 }: PixelBox): FloatBox => [x0, y0, x1, y1];

function cut(box: PixelBox, to: PixelBox): PixelBox | null {
  const part = {
    x0: Math.max(box.x0, to.x0),
    y0: Math.max(box.y0, to.y0),
    x1: Math.min(box.x1, to.x1),
    y1: Math.min(box.y1, to.y1),
  };
  return part.x0 < part.x1 && part.y0 < part.y1 ? part : null;
}
