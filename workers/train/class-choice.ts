/** Which classes of the source are pasted onto the target (ClassMix, Olsson et al., WACV 2021). */
import type { RandomStream } from '../../models/engine/random';
import { IGNORE_INDEX } from '../experiment/taxonomy';

export interface ClassChoice {
  /** Candidates are the values of the sample's own label, not of the whole batch's. */
  perSample: boolean;
  /** 255 is no candidate. */
  excludeIgnore: boolean;
}

/** As the reference has it (Q5). */
const OF_THE_BATCH: ClassChoice = { perSample: false, excludeIgnore: false };

/**
 * For each sample, half of the label values (rounded up), drawn without replacement. The candidates are the values in
 * the labels of the whole batch, 255 among them, unless `choice` says otherwise.
 * @returns one row of 256 flags per sample, for the class-mix kernel.
 */
export function chooseClasses(labels: Uint8Array[], random: RandomStream, choice = OF_THE_BATCH): Int32Array {
  const ofBatch = valuesOf(labels, choice);
  const flags = new Int32Array(labels.length * 256);
  labels.forEach((label, sample) => {
    const values = choice.perSample ? valuesOf([label], choice) : ofBatch;
    const order = random.permutation(values.length);
    for (const position of order.slice(0, Math.ceil(values.length / 2))) flags[sample * 256 + values[position]!] = 1;
  });
  return flags;
}

function valuesOf(labels: Uint8Array[], { excludeIgnore }: ClassChoice): number[] {
  const present = new Uint8Array(256);
  for (const label of labels) for (const value of label) present[value] = 1;
  if (excludeIgnore) present[IGNORE_INDEX] = 0;
  return Array.from(present.keys()).filter((value) => present[value]);
}
