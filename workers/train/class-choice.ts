/** Which classes of the source are pasted onto the target (ClassMix, Olsson et al., WACV 2021). */
import type { RandomStream } from '../../models/engine/random';

/**
 * For each sample, half of the label values (rounded up), drawn without replacement. The candidates are the values in
 * the labels of the whole batch, 255 among them (Q5).
 * @returns one row of 256 flags per sample, for the class-mix kernel.
 */
export function chooseClasses(labels: Uint8Array[], random: RandomStream): Int32Array {
  const present = new Uint8Array(256);
  for (const label of labels) for (const value of label) present[value] = 1;
  const values = Array.from(present.keys()).filter((value) => present[value]);
  const flags = new Int32Array(labels.length * 256);
  labels.forEach((_, sample) => {
    const order = random.permutation(values.length);
    for (const position of order.slice(0, Math.ceil(values.length / 2))) flags[sample * 256 + values[position]!] = 1;
  });
  return flags;
}
