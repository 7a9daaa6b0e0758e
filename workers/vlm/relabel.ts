/**
 * Relabels the pseudo-labels of one batch.
 *
 * Every patch is cut from the labels as they were before anything was pasted, and pasted as a whole rectangle in order
 * of rising score. A later patch therefore restores original labels inside its rectangle where its own source class is
 * not present (Q6), unless only changed pixels are pasted. All pixels of the source class inside the box change; where
 * patches have masks, those of the mask. What a person decided comes first in judging and last in pasting, see by-hand.ts.
 */
import type { Ruling } from '../decisions';
import type { RelabelingConfig } from '../experiment/schema';
import { changedByHand, type HandInput, type RuledProposal, ruled } from './by-hand';
import { type FilterSettings, forEachPixel, judge, type Patch } from './filters';
import type { PatchRecord, Proposal, Verdict } from './proposal';
import type { MapUpdate, Phase, RelabelMap, RelabelMapElement } from './relabel-map';

export interface RelabelSettings extends FilterSettings {
  /** A class gets a patch's vote when it covers more than this share of its area. */
  majorityShare: number;
  /** True: a patch writes the pixels that it changes, and restores nothing. Not the reference's way. */
  pasteChangedOnly?: boolean;
  /** True where every patch that is used must have a mask. */
  masks?: boolean;
}

/** The method's share; it has no setting. */
export const MAJORITY_SHARE = 0.5;

/** What a configuration says of judging and pasting. */
export function relabelSettings({ minSide, pasteChangedOnly, masks }: Switches): RelabelSettings {
  return { minWidth: minSide, minHeight: minSide, majorityShare: MAJORITY_SHARE, pasteChangedOnly, masks };
}

type Switches = Pick<RelabelingConfig, 'minSide' | 'pasteChangedOnly' | 'masks'>;

export interface RelabelInput {
  iteration: number;
  /** Pseudo-label of each sample, [height, width] train ids; left as they are. */
  labels: readonly Uint8Array[];
  width: number;
  height: number;
  /** Picture of each sample, for the records. */
  files: readonly string[];
  /** Of each sample, by rising score. */
  proposals: readonly (readonly Proposal[])[];
  /** What a person decided; absent: nothing. */
  byHand?: HandInput;
}

/** A patch that is pasted, with the train ids that it changes. */
interface PastedPatch {
  record: PatchRecord;
  changes: ReadonlySet<number>;
  /** False: it restores the other pixels of its rectangle. */
  changedOnly: boolean;
}

export interface RelabelOutcome {
  /** Final label of each sample: a new array, or the given one where nothing was pasted. */
  labels: Uint8Array[];
  /** All proposals in order, sample by sample. */
  records: PatchRecord[];
  /** For `RelabelMap.record`, once the iteration is certain to count. */
  update: MapUpdate;
  changedPixels: number;
}

/** Judges and pastes; changes neither the labels nor the map. @throws where sizes do not agree. */
export function relabelBatch(
  input: RelabelInput,
  map: RelabelMap,
  phase: Phase,
  settings: RelabelSettings,
): RelabelOutcome {
  const { labels, files, proposals, width, height } = input;
  if (proposals.length !== labels.length || files.length !== labels.length)
    throw new Error(
      `Relabeling got ${labels.length} labels, ${proposals.length} lists of proposals, ${files.length} files.`,
    );
  const outcome: RelabelOutcome = {
    labels: [],
    records: [],
    update: { votes: [], relabeled: [] },
    changedPixels: 0,
  };
  labels.forEach((label, sample) => {
    if (label.length !== width * height)
      throw new Error(`The pseudo-label of sample ${sample} has ${label.length} pixels instead of ${width}x${height}.`);
    relabelSample(input, sample, map, phase, settings, outcome);
  });
  return outcome;
}

function relabelSample(
  input: RelabelInput,
  sample: number,
  map: RelabelMap,
  phase: Phase,
  settings: RelabelSettings,
  outcome: RelabelOutcome,
): void {
  const { iteration, labels, files, proposals, width, height, byHand } = input;
  const before = labels[sample]!;
  const records: PatchRecord[] = [];
  const pasted: PastedPatch[] = [];
  const considered: RuledProposal[] = byHand
    ? ruled(proposals[sample]!, byHand.crops[sample]!, byHand.decisions, phase.relabeling, settings)
    : proposals[sample]!.map((proposal) => ({ proposal, decision: null }));
  for (const { proposal, decision } of considered) {
    if (proposal.box.x1 > width || proposal.box.y1 > height)
      throw new Error(
        `A proposal of sample ${sample} reaches beyond its ${width}x${height} label; was it made on another crop?`,
      );
    const element = decision ? elementOf(map, proposal.target) : map.element(proposal.target);
    const source = element?.source ?? null;
    const verdict = decision
      ? verdictOf(decision.ruling)
      : judge(proposal, map.element(proposal.target), before, width, !phase.collecting, settings);
    const record: PatchRecord = {
      ...proposal,
      iteration,
      sample,
      file: files[sample]!,
      source,
      verdict,
      relabeledPixels: 0,
      ...(decision && { target: decision.to, byHand: decision.ruling, lookedFor: proposal.target }),
    };
    records.push(record);
    if (verdict !== 'accepted') continue;
    if (settings.masks && !proposal.mask && !decision)
      throw new Error(`A patch of sample ${sample} has no mask, but the run relabels by masks.`);
    if (phase.collecting && elementOf(map, record.target)?.origin === 'auto') {
      for (const majority of classesAbove(before, width, proposal, settings.majorityShare))
        outcome.update.votes.push({ target: record.target, source: majority, ...(decision && { byHand: true }) });
    }
    if (!phase.relabeling) continue;
    if (decision && byHand) {
      outcome.update.byHand = [...(outcome.update.byHand ?? []), record.target];
      pasted.push({ record, changes: changedByHand(decision, source, byHand.taxonomy), changedOnly: true });
    } else if (source !== null) {
      outcome.update.relabeled.push(record.target);
      pasted.push({ record, changes: new Set([source]), changedOnly: settings.pasteChangedOnly === true });
    }
  }
  outcome.records.push(...records);
  outcome.labels.push(pasted.length === 0 ? before : paste(before, width, pasted));
  for (const { record } of pasted) outcome.changedPixels += record.relabeledPixels;
}

const verdictOf = (ruling: Ruling): Verdict => (ruling === 'reject' ? 'by hand' : 'accepted');

/** A person decides also about classes that the map does not have, or has no more. */
const elementOf = (map: RelabelMap, target: number): RelabelMapElement | undefined =>
  map.elements.find((element) => element.target === target);

/** The classes that cover more than `share` of the patch; from a half on, that is one at most. */
export function classesAbove(label: Uint8Array, width: number, patch: Patch, share: number): number[] {
  const counts = new Array<number>(256).fill(0);
  let area = 0;
  forEachPixel(patch, width, (i) => {
    counts[label[i]!]! += 1;
    area += 1;
  });
  return counts.flatMap((count, id) => (count / area > share ? [id] : []));
}

/** Pastes all patches and writes into each record how many pixels it changed in the end. */
function paste(before: Uint8Array, width: number, patches: readonly PastedPatch[]): Uint8Array {
  const after = before.slice();
  const owner = new Uint16Array(before.length);
  patches.forEach(({ record, changes, changedOnly }, index) => {
    forEachPixel(record, width, (i) => {
      const changed = changes.has(before[i]!);
      if (!changed && changedOnly) return;
      after[i] = changed ? record.target : before[i]!;
      owner[i] = index;
    });
  });
  for (let i = 0; i < after.length; i++) if (after[i] !== before[i]) patches[owner[i]!]!.record.relabeledPixels += 1;
  return after;
}
