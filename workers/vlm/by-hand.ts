/**
 * What a person decided, applied to what the models propose for one crop, before anything is judged.
 *
 *   rejected      its boxes are never pasted
 *   accepted      its box is pasted as its class, whatever thresholds, CLIP, size or suppression say
 *   re-assigned   the same, as the class that was chosen
 *
 * Where the detector does not find the object in a crop, the decided box itself is pasted, as much of it as the crop
 * shows. What changes in a box are the pixels of the relabeling's source class and those of the category of the class
 * that was looked for: a person who accepts a truck means what is taken for any vehicle there, and never the road below
 * it. A box by hand writes these pixels only, after all others, in the order of the decisions.
 */
import { boxInPicture, commonOverlap, type Decision, decisionOn } from '../decisions';
import type { Taxonomy } from '../experiment/taxonomy';
import { type FilterSettings, isLargeEnough } from './filters';
import type { PlacedCrop, Proposal } from './proposal';
import { boxesInCrop } from './whole-pictures';

/** What relabeling needs to know of decisions. */
export interface HandInput {
  /** Those that hold in this iteration, in order; see `decisionsAt`. */
  decisions: readonly Decision[];
  /** Where each sample lies in its picture. */
  crops: readonly CropPlace[];
  taxonomy: Taxonomy;
}

export type CropPlace = Omit<PlacedCrop, 'rgb'>;

/** A proposal with the decision about its object; null where the models decide. */
export interface RuledProposal {
  proposal: Proposal;
  decision: Decision | null;
}

/**
 * The proposals of a crop with the decisions about them: first those that the models decide or that were rejected, in
 * their order, then those that are pasted by hand, in the order of the decisions.
 * @param paste false where nothing is pasted in this iteration: boxes that the detector did not find are left out
 * @param settings of a decided box that the detector did not find, parts that are too small are left out
 */
export function ruled(
  proposals: readonly Proposal[],
  crop: CropPlace,
  decisions: readonly Decision[],
  paste: boolean,
  settings: FilterSettings,
): RuledProposal[] {
  const about = decisions.filter(({ file }) => file === crop.file);
  if (about.length === 0) return proposals.map((proposal) => ({ proposal, decision: null }));
  const judged: RuledProposal[] = [];
  const byHand = new Map<Decision, Proposal[]>();
  const fallen = new Map<Decision, { proposal: Proposal; overlap: number }>();
  for (const proposal of proposals) {
    const seen = { file: crop.file, box: boxInPicture({ crop, box: proposal.box }), crop, lookedFor: proposal.target };
    const decision = decisionOn(about, seen);
    if (!decision) judged.push({ proposal, decision: null });
    else if (proposal.duplicate) {
      judged.push({ proposal, decision: null });
      const overlap = commonOverlap(decision, seen);
      if (overlap > (fallen.get(decision)?.overlap ?? 0)) fallen.set(decision, { proposal, overlap });
    } else if (decision.ruling === 'reject') judged.push({ proposal, decision });
    else byHand.set(decision, [...(byHand.get(decision) ?? []), proposal]);
  }
  for (const decision of about) {
    if (decision.ruling === 'reject' || byHand.has(decision)) continue;
    const best = fallen.get(decision)?.proposal;
    if (best) {
      judged.splice(
        judged.findIndex(({ proposal }) => proposal === best),
        1,
      );
      byHand.set(decision, [{ ...best, duplicate: false }]);
    } else if (paste) byHand.set(decision, unseen(decision, crop, settings));
  }
  const pasted = about.flatMap((decision) =>
    (byHand.get(decision) ?? []).map((proposal) => ({ proposal: withoutEmptyMask(proposal), decision })),
  );
  return [...judged, ...pasted];
}

/** Train ids that a box by hand changes. */
export function changedByHand(
  { lookedFor, from }: Decision,
  source: number | null,
  { classes }: Taxonomy,
): Set<number> {
  const category = classes[lookedFor]?.category;
  const ids = classes.flatMap((info, id) => (info.category === category ? [id] : []));
  const hidden = source ?? from;
  return new Set(hidden === null ? ids : [...ids, hidden]);
}

/** The part of a decided box that a crop shows, as a proposal that no detector made: its score is 0. */
function unseen({ lookedFor, box }: Decision, crop: CropPlace, settings: FilterSettings): Proposal[] {
  const whole: Proposal = {
    target: lookedFor,
    detectionScore: 0,
    box,
    predicted: null,
    confidence: 0,
    promptProbabilities: [],
  };
  return boxesInCrop([whole], crop).filter((part) => isLargeEnough(part.box, settings));
}

function withoutEmptyMask({ mask, ...proposal }: Proposal): Proposal {
  return mask?.some((inside) => inside === 1) ? { ...proposal, mask } : proposal;
}
