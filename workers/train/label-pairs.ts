/**
 * Labels before and after relabeling, as the run's folder keeps them for those who look back.
 *
 *   relabel/labels/0000300.ndjson   one line per crop that had a patch, of 100 iterations
 *
 * Labels are run lengths, which is a few kilobytes a crop; what was relabeled is kept as its difference. A resumed run
 * appends what it repeats, so the last line of a crop counts.
 */
import type { Directory, WritableDirectory } from '../host';
import type { LabelPair } from '../patch-columns';
import type { RelabelOutcome } from '../vlm/relabel';
import { thinnedLabels } from './thinned';

/** Longer side at most; beyond it every second pixel is kept, or every third, and so on. */
const LONGEST_SIDE = 256;
/** Appending to a file costs its whole length in browsers. */
const ITERATIONS_PER_FILE = 100;

/** The crops of an iteration that had a patch, whatever became of it. */
export function labelPairs(
  iteration: number,
  { width, height }: { width: number; height: number },
  before: readonly Uint8Array[],
  { labels, records }: Pick<RelabelOutcome, 'labels' | 'records'>,
): LabelPair[] {
  return [...new Set(records.map(({ sample }) => sample))].map((sample) => {
    const seen = thinnedLabels(before[sample]!, width, height, LONGEST_SIDE);
    const { data: after } = thinnedLabels(labels[sample]!, width, height, LONGEST_SIDE);
    return { iteration, sample, width: seen.width, height: seen.height, before: seen.data, after };
  });
}

/** Appends to the files of the iterations. */
export async function saveLabelPairs(folder: WritableDirectory, pairs: readonly LabelPair[]): Promise<void> {
  const texts = new Map<string, string>();
  for (const pair of pairs) {
    const path = pathOf(pair.iteration);
    texts.set(path, `${texts.get(path) ?? ''}${lineOf(pair)}\n`);
  }
  for (const [path, text] of texts) await folder.append(path, new TextEncoder().encode(text));
}

/** Null where nothing was kept of that crop. @throws where its line is damaged. */
export async function readLabelPair(folder: Directory, iteration: number, sample: number): Promise<LabelPair | null> {
  const path = pathOf(iteration);
  const file = await folder.file(path);
  if (!file) return null;
  const begin = beginOf(iteration, sample);
  const line = new TextDecoder()
    .decode(await file.bytes())
    .split('\n')
    .slice(0, -1) // what follows the last newline is nothing, or was cut off
    .findLast((text) => text.startsWith(begin));
  if (!line) return null;
  try {
    const { width, height, before, changes } = JSON.parse(line) as StoredPair;
    const first = unpacked(before, width * height);
    const after = unpacked(changes, width * height);
    for (let i = 0; i < after.length; i++) after[i]! ^= first[i]!;
    return { iteration, sample, width, height, before: first, after };
  } catch {
    throw new Error(`${path}: the line of iteration ${iteration} is damaged; delete that line and try again.`);
  }
}

interface StoredPair {
  width: number;
  height: number;
  before: string;
  /** Exclusive or of before and after. */
  changes: string;
}

function pathOf(iteration: number): string {
  const first = iteration - (iteration % ITERATIONS_PER_FILE);
  return `relabel/labels/${String(first).padStart(7, '0')}.ndjson`;
}

const beginOf = (iteration: number, sample: number): string => `{"iteration":${iteration},"sample":${sample},`;

function lineOf({ iteration, sample, width, height, before, after }: LabelPair): string {
  const changes = packed(before.map((id, i) => id ^ after[i]!));
  return JSON.stringify({ iteration, sample, width, height, before: packed(before), changes });
}

/** Value and length of each run, the length in groups of seven bits with the lowest first, in base64. */
export function packed(values: Uint8Array): string {
  const bytes: number[] = [];
  for (let i = 0; i < values.length; ) {
    const value = values[i]!;
    const start = i;
    while (i < values.length && values[i] === value) i++;
    bytes.push(value);
    let length = i - start;
    for (; length > 127; length = Math.floor(length / 128)) bytes.push(128 + (length % 128));
    bytes.push(length);
  }
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** @throws where it is not `length` values. */
export function unpacked(text: string, length: number): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const values = new Uint8Array(length);
  let filled = 0;
  for (let i = 0; i < bytes.length; ) {
    const value = bytes[i++]!;
    let run = 0;
    for (let unit = 1; i < bytes.length; unit *= 128) {
      const byte = bytes[i++]!;
      run += unit * (byte % 128);
      if (byte < 128) break;
    }
    if (run === 0 || filled + run > length) throw new Error('These run lengths are damaged.');
    values.fill(value, filled, filled + run);
    filled += run;
  }
  if (filled !== length) throw new Error(`These run lengths hold ${filled} values instead of ${length}.`);
  return values;
}
