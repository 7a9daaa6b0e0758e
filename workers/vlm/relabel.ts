/**
 * Relabels the pseudo-labels of one batch.
 *
 * Every patch is cut from the labels as they were before anything was pasted, and pasted as a whole rectangle in order
 * of rising score. A later patch therefore restores original labels inside its rectangle where its own source class is
 * not present (Q6), unless only changed pixels are pasted. All pixels of the source class inside the box change; where
 * patches have masks, those of the mask.
 */
import type { RelabelingConfig } from '../experiment/schema';
import { type FilterSettings, forEachPixel, judge, type Patch } from './filters';
import type { PatchRecord, Proposal } from './proposal';
import type { MapUpdate, Phase, RelabelMap } from './relabel-map';

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
  { iteration, labels, files, proposals, width, height }: RelabelInput,
  sample: number,
  map: RelabelMap,
  phase: Phase,
  settings: RelabelSettings,
  outcome: RelabelOutcome,
): void {
  const before = labels[sample]!;
  const records: PatchRecord[] = [];
  const pasted: PatchRecord[] = [];
  for (const proposal of proposals[sample]!) {
    const element = map.element(proposal.target);
    if (proposal.box.x1 > width || proposal.box.y1 > height)
      throw new Error(
        `A proposal of sample ${sample} reaches beyond its ${width}x${height} label; was it made on another crop?`,
      );
    const verdict = judge(proposal, element, before, width, !phase.collecting, settings);
    const { source } = element;
    const record = { ...proposal, iteration, sample, file: files[sample]!, source, verdict, relabeledPixels: 0 };
    records.push(record);
    if (verdict !== 'accepted') continue;
    if (settings.masks && !proposal.mask)
      throw new Error(`A patch of sample ${sample} has no mask, but the run relabels by masks.`);
    if (phase.collecting && element.origin === 'auto') {
      for (const majority of classesAbove(before, width, proposal, settings.majorityShare))
        outcome.update.votes.push({ target: proposal.target, source: majority });
    }
    if (phase.relabeling && source !== null) {
      outcome.update.relabeled.push(proposal.target);
      pasted.push(record);
    }
  }
  outcome.records.push(...records);
  outcome.labels.push(pasted.length === 0 ? before : paste(before, width, pasted, settings.pasteChangedOnly === true));
  for (const { relabeledPixels } of pasted) outcome.changedPixels += relabeledPixels;
}

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

/** Pastes all records' patches and writes into each how many pixels it changed in the end. */
function paste(before: Uint8Array, width: number, records: PatchRecord[], changedOnly: boolean): Uint8Array {
  const after = before.slice();
  const owner = new Uint16Array(before.length);
  records.forEach((record, index) => {
    forEachPixel(record, width, (i) => {
      const changes = before[i] === record.source;
      if (!changes && changedOnly) return;
      after[i] = changes ? record.target : before[i]!;
      owner[i] = index;
    });
  });
  for (let i = 0; i < after.length; i++) if (after[i] !== before[i]) records[owner[i]!]!.relabeledPixels += 1;
  return after;
}
