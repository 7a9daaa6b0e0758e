/** What a person wants of a patch, and the decision that it makes. */
import { type Choice, type Ruling, seenBox } from '../../workers/decisions';
import type { ConsideredPatch } from '../../workers/protocol';

/** What a person says of a patch: `to` is asked for where it is re-assigned. */
export interface Wish {
  ruling: Ruling;
  to?: number;
}

export function choiceOf(patch: ConsideredPatch, { ruling, to }: Wish): Choice {
  const seen = seenBox(patch);
  return { ...seen, ruling, to: ruling === 'reassign' && to !== undefined ? to : seen.lookedFor, from: patch.from };
}
