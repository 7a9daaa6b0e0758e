/** Decisions about patches, and what a patch has to do with them, in a person's words. */
import type { Decision, Ruling, Supervision } from '../../workers/decisions';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { counted } from '../app/format';
import type { RunDecisions } from '../store/decisions';
import { nameOf } from './segment-verdicts';

/** Beside the sign for what is done by hand; short enough for a tile. */
export function badgeOf({ ruling, to }: Pick<Decision, 'ruling' | 'to'>, taxonomy: Taxonomy): string {
  return { accept: 'accepted', reject: 'rejected', reassign: nameOf(taxonomy, to) }[ruling];
}

/** The same where there is no sign. */
export function badgeInWords({ ruling, to }: Pick<Decision, 'ruling' | 'to'>, taxonomy: Taxonomy): string {
  if (ruling === 'accept') return 'accepted by hand';
  return ruling === 'reject' ? 'rejected by hand' : `by hand: ${nameOf(taxonomy, to)}`;
}

/** One sentence: what was decided about the object in a patch. */
export function decisionSentence(decision: Decision, taxonomy: Taxonomy): string {
  const { ruling, iteration } = decision;
  const [lookedFor, to] = [nameOf(taxonomy, decision.lookedFor), nameOf(taxonomy, decision.to)];
  const from = `from iteration ${(iteration + 1).toLocaleString('en')} on`;
  if (ruling === 'accept') return `Decided by hand: this is ${lookedFor}, ${from}.`;
  return ruling === 'reject'
    ? `Decided by hand: this is not ${lookedFor}, ${from}.`
    : `Decided by hand: this is ${to} instead of ${lookedFor}, ${from}.`;
}

/** What was done last; null before anything was. */
export function lastWords({ last }: Pick<RunDecisions, 'last'>): string | null {
  if (!last) return null;
  const { step, undone } = last;
  const objects = counted(step.choices.length, 'object');
  const rulings = new Set(step.choices.map(({ ruling }) => ruling));
  const [only] = rulings.size === 1 ? rulings : [];
  const done =
    step.kind === 'withdraw'
      ? `${objects} left to the models again`
      : `${objects} ${only ? DID[only] : 'decided'} by hand`;
  return undone ? `Undone: ${done}.` : `${done}.`;
}

const DID: Record<Ruling, string> = { accept: 'accepted', reject: 'rejected', reassign: 're-assigned' };

/** How scores are marked that a person had a hand in; null for others. */
export function supervisedWords({ decisions }: { decisions?: number }): string | null {
  return decisions ? `human supervision: ${counted(decisions, 'decision')} by hand` : null;
}

/** A mark, short for a badge, and in a sentence. */
export interface SupervisionMark {
  short: string;
  long: string;
}

/** How a run is marked as supervised by a person; null where it is not. */
export function supervisionMark({ held, since, waiting }: Supervision): SupervisionMark | null {
  if (held === 0 && waiting === 0) return null;
  const later = `${counted(waiting, 'decision')} by hand, for when the run goes on`;
  if (since === null)
    return { short: `${counted(waiting, 'decision')} to come`, long: `${later}: none of its results is supervised.` };
  const began = `from iteration ${(since + 1).toLocaleString('en')} on`;
  const long = `Human supervision: ${counted(held, 'decision')} by hand about patches, ${began}`;
  return { short: 'human supervision', long: waiting > 0 ? `${long}; ${later}.` : `${long}.` };
}
