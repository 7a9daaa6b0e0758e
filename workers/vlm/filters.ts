/**
 * Why a proposal is used or not, in the order in which the method asks: suppression, source pixels, size, class,
 * confidence.
 */
import type { Proposal, Verdict } from './proposal';

export interface FilterSettings {
  /** Smaller boxes are dropped; pixels after rounding and clipping. */
  minWidth: number;
  minHeight: number;
}

/** What the filters need to know of the map's element. */
export interface FilterTarget {
  source: number | null;
  classificationThreshold: number | null;
}

type Box = Proposal['box'];

/** True when both sides reach the minimum; boxes without area fail. */
export function isLargeEnough(box: Box, { minWidth, minHeight }: FilterSettings): boolean {
  return box.x1 - box.x0 >= minWidth && box.y1 - box.y0 >= minHeight;
}

/** True when the box holds a pixel of `value` in a label map of the given width. */
export function boxContains(label: Uint8Array, width: number, box: Box, value: number): boolean {
  for (let y = box.y0; y < box.y1; y++)
    if (label.subarray(y * width + box.x0, y * width + box.x1).includes(value)) return true;
  return false;
}

/**
 * @param label pseudo-label of the sample before anything was pasted, [height, width]
 * @param requireSource false while votes are collected, when a patch needs no pixel of a source class
 */
export function judge(
  proposal: Proposal,
  target: FilterTarget,
  label: Uint8Array,
  width: number,
  requireSource: boolean,
  settings: FilterSettings,
): Verdict {
  const { source, classificationThreshold } = target;
  if (proposal.duplicate) return 'duplicate';
  if (requireSource && (source === null || !boxContains(label, width, proposal.box, source))) return 'no source pixel';
  if (!isLargeEnough(proposal.box, settings)) return 'too small';
  if (classificationThreshold === null) return 'accepted';
  if (proposal.predicted === null)
    throw new Error(`A proposal for class ${proposal.target} was not classified, but its class has a threshold.`);
  if (proposal.predicted !== proposal.target) return 'other class';
  return proposal.confidence > classificationThreshold ? 'accepted' : 'below threshold';
}
