/** What a considered patch is in a person's words. */
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import type { VERDICTS } from '../../workers/patch-columns';
import type { ConsideredPatch, Ruling } from '../../workers/protocol';
import { nameOfClass } from '../stage/class-name';

type Verdict = (typeof VERDICTS)[number];

/** Short enough for a list. */
export const VERDICT_WORDS: Record<Verdict, string> = {
  accepted: 'accepted',
  'no source pixel': 'no source pixel',
  'too small': 'too small',
  'other class': 'other class',
  'below threshold': 'below threshold',
  duplicate: 'duplicate',
  'empty mask': 'empty mask',
  'by hand': 'rejected by hand',
};

export const verdictOf = ({ accepted, reason }: Pick<ConsideredPatch, 'accepted' | 'reason'>): Verdict =>
  accepted || reason === null ? 'accepted' : reason;

/** What a tile says of the outcome. */
export const tileWords = (patch: Pick<ConsideredPatch, 'accepted' | 'reason' | 'byHand'>): string =>
  patch.byHand ? HAND_WORDS[patch.byHand] : VERDICT_WORDS[verdictOf(patch)];

const HAND_WORDS: Record<Ruling, string> = {
  accept: 'accepted by hand',
  reject: 'rejected by hand',
  reassign: 're-assigned by hand',
};

export const nameOf = (taxonomy: Taxonomy, id: number | null): string =>
  id === null ? 'anything' : nameOfClass(taxonomy, id);

/** One sentence: what became of the patch, and why. */
export function explained(patch: ConsideredPatch, taxonomy: Taxonomy): string {
  const [from, to] = [nameOf(taxonomy, patch.from), nameOf(taxonomy, patch.to)];
  const score = patch.classScore?.toFixed(2);
  if (patch.byHand) return explainedByHand(patch, taxonomy);
  switch (verdictOf(patch)) {
    case 'accepted':
      if (patch.from === null) return `Accepted: it votes for the class that ${to} hides in.`;
      return patch.relabeledPixels > 0
        ? `Accepted: ${patch.relabeledPixels.toLocaleString('en')} pixels of ${from} became ${to}.`
        : 'Accepted, and changed nothing: it came to vote, or later patches wrote over it.';
    case 'no source pixel':
      return patch.from === null
        ? `Rejected: it is not known yet which class ${to} hides in.`
        : `Rejected: the pseudo-label has no pixel of ${from} inside the box.`;
    case 'too small':
      return `Rejected: the box of ${sizeOf(patch)} pixels is smaller than the run allows.`;
    case 'other class':
      return `Rejected: CLIP takes it for ${nameOf(taxonomy, patch.predicted)} (${score}), not for ${to}.`;
    case 'below threshold':
      return `Rejected: CLIP agrees that it is ${to}, but with ${score} it is not sure enough.`;
    case 'duplicate':
      return `Rejected: a surer box of ${to} covers it.`;
    case 'empty mask':
      return 'Rejected: the mask in its box is empty.';
    case 'by hand':
      return `Rejected by hand: nothing in the box became ${to}.`;
  }
}

function explainedByHand(patch: ConsideredPatch, taxonomy: Taxonomy): string {
  const to = nameOf(taxonomy, patch.to);
  const found = patch.detectionScore > 0 ? '' : ' The detector did not find it in this crop: the decided box was used.';
  if (patch.byHand === 'reject') return `Rejected by hand: nothing in the box became ${to}.`;
  const what =
    patch.byHand === 'reassign'
      ? `Re-assigned by hand from ${nameOf(taxonomy, patch.lookedFor ?? patch.to)} to ${to}`
      : 'Accepted by hand';
  const became =
    patch.relabeledPixels > 0
      ? `${patch.relabeledPixels.toLocaleString('en')} pixels became ${to}.`
      : `no pixel changed: the box held none that could become ${to}, or the run was not relabeling yet.`;
  return `${what}: ${became}${found}`;
}

const sizeOf = ({ box }: ConsideredPatch): string => `${box.x1 - box.x0} × ${box.y1 - box.y0}`;
