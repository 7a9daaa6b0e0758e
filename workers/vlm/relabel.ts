/**
 * Relabels the pseudo-labels of one batch.
 *
 * Every patch is cut from the labels as they were before anything was pasted, and pasted as a whole rectangle in order
 * of rising score. A later patch therefore restores original labels inside its rectangle where its own source class is
 * not present (Q6). There is no instance mask: all pixels of the source class inside the box change.
 */
import { type FilterSettings, judge } from './filters';
import type { PatchRecord, Proposal } from './proposal';
import type { MapUpdate, Phase, RelabelMap } from './relabel-map';

export interface RelabelSettings extends FilterSettings {
  /** A class gets a patch's vote when it covers more than this share of its area. */
  majorityShare: number;
}

/** The method's share; it has no setting. */
export const MAJORITY_SHARE = 0.5;

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
    if (phase.collecting && element.origin === 'auto') {
      for (const majority of classesAbove(before, width, proposal.box, settings.majorityShare))
        outcome.update.votes.push({ target: proposal.target, source: majority });
    }
    if (phase.relabeling && source !== null) {
      outcome.update.relabeled.push(proposal.target);
      pasted.push(record);
    }
  }
  outcome.records.push(...records);
  outcome.labels.push(pasted.length === 0 ? before : paste(before, width, pasted));
  for (const { relabeledPixels } of pasted) outcome.changedPixels += relabeledPixels;
}

/** The classes that cover more than `share` of the box; from a half on, that is one at most. */
export function classesAbove(label: Uint8Array, width: number, box: Proposal['box'], share: number): number[] {
  const counts = new Array<number>(256).fill(0);
  for (let y = box.y0; y < box.y1; y++) for (let x = box.x0; x < box.x1; x++) counts[label[y * width + x]!]! += 1;
  const area = (box.x1 - box.x0) * (box.y1 - box.y0);
  return counts.flatMap((count, id) => (count / area > share ? [id] : []));
}

/** Pastes all records' rectangles and writes into each how many pixels it changed in the end. */
function paste(before: Uint8Array, width: number, records: PatchRecord[]): Uint8Array {
  const after = before.slice();
  const owner = new Uint16Array(before.length);
  records.forEach(({ box, source, target }, index) => {
    for (let y = box.y0; y < box.y1; y++)
      for (let i = y * width + box.x0; i < y * width + box.x1; i++) {
        after[i] = before[i] === source ? target : before[i]!;
        owner[i] = index;
      }
  });
  for (let i = 0; i < after.length; i++) if (after[i] !== before[i]) records[owner[i]!]!.relabeledPixels += 1;
  return after;
}
