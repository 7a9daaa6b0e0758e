/**
 * Why a proposal is used or not, in the order in which the method asks: suppression, source pixels, size, class,
 * confidence. An empty mask comes before them, where masks are used.
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
/** A box, or the part of it that a mask covers. */
export type Patch = Pick<Proposal, 'box' | 'mask'>;

/** True when both sides reach the minimum; boxes without area fail. */
export function isLargeEnough(box: Box, { minWidth, minHeight }: FilterSettings): boolean {
  return box.x1 - box.x0 >= minWidth && box.y1 - box.y0 >= minHeight;
}

/** Calls `visit` with the index of each pixel of the patch in a label map of the given width. */
export function forEachPixel({ box, mask }: Patch, width: number, visit: (i: number) => void): void {
  let k = 0;
  for (let y = box.y0; y < box.y1; y++)
    for (let i = y * width + box.x0; i < y * width + box.x1; i++, k++) if (!mask || mask[k]) visit(i);
}

/** True when the patch holds a pixel of `value` in a label map of the given width. */
export function patchContains(label: Uint8Array, width: number, patch: Patch, value: number): boolean {
  let found = false;
  forEachPixel(patch, width, (i) => {
    if (label[i] === value) found = true;
  });
  return found;
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
  if (proposal.mask?.every((inside) => inside === 0)) return 'empty mask';
  if (requireSource && (source === null || !patchContains(label, width, proposal, source))) return 'no source pixel';
  if (!isLargeEnough(proposal.box, settings)) return 'too small';
  if (classificationThreshold === null) return 'accepted';
  if (proposal.predicted === null)
    throw new Error(`A proposal for class ${proposal.target} was not classified, but its class has a threshold.`);
  if (proposal.predicted !== proposal.target) return 'other class';
  return proposal.confidence > classificationThreshold ? 'accepted' : 'below threshold';
}
