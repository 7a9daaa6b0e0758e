/** The scores of a target class's considered patches, and what other thresholds would have made of them. */
import { VERDICTS } from '../../workers/patch-columns';
import { onLogScale } from '../../workers/prompt-bench';
import type { PatchTable } from '../segments/patch-table';

export interface Thresholds {
  detectionThreshold: number;
  /** Null: CLIP is not asked. */
  classificationThreshold: number | null;
}

/** Patches of one class in the order of the table; `duplicate` ones and those decided by hand are left out. */
export interface ScoredPatches {
  count: number;
  serial: Float64Array;
  detection: Float32Array;
  /** NaN where CLIP was not asked. */
  clip: Float32Array;
  /** Whether the scores alone decided, or would have. */
  decides: Uint8Array;
  /** 1 where CLIP's best class is the target. */
  agrees: Uint8Array;
}

/** Verdicts that a threshold can change. */
const BY_SCORES = ['accepted', 'other class', 'below threshold'];
const LEFT_OUT = ['duplicate', 'by hand'];

/** @param most the newest so many */
export function scoredPatches(
  { columns, dropped }: PatchTable,
  target: number,
  most = Number.POSITIVE_INFINITY,
): ScoredPatches {
  const leftOut = VERDICTS.map((verdict) => LEFT_OUT.includes(verdict));
  const byScores = VERDICTS.map((verdict) => BY_SCORES.includes(verdict));
  const found: number[] = [];
  for (let i = columns.count - 1; i >= 0 && found.length < most; i--)
    if (columns.to[i] === target && !leftOut[columns.verdict[i]!] && columns.ruling[i] === 0) found.push(i);
  found.reverse();
  return {
    count: found.length,
    serial: Float64Array.from(found, (i) => dropped + i),
    detection: Float32Array.from(found, (i) => columns.detectionScore[i]!),
    clip: Float32Array.from(found, (i) => columns.classScore[i]!),
    decides: Uint8Array.from(found, (i) => (byScores[columns.verdict[i]!] ? 1 : 0)),
    agrees: Uint8Array.from(found, (i) => (columns.predicted[i] === target ? 1 : 0)),
  };
}

/** Whether patch `i` would be accepted; null where CLIP would be asked now and was not then. */
export function acceptedAt(patches: ScoredPatches, i: number, thresholds: Thresholds): boolean | null {
  const { detectionThreshold, classificationThreshold } = thresholds;
  // Thresholds are compared in float32, as the scores are recorded.
  if (patches.detection[i]! <= Math.fround(detectionThreshold) || !patches.decides[i]) return false;
  if (classificationThreshold === null) return true;
  const clip = patches.clip[i]!;
  if (Number.isNaN(clip)) return null;
  return patches.agrees[i] === 1 && clip > Math.fround(classificationThreshold);
}

export interface Difference {
  /** Refused at the present thresholds, accepted at the others. */
  accepted: number;
  /** The other way round. */
  refused: number;
  /** Of how many patches. */
  of: number;
}

export function difference(patches: ScoredPatches, now: Thresholds, then: Thresholds): Difference {
  const sum = { accepted: 0, refused: 0, of: patches.count };
  for (let i = 0; i < patches.count; i++) {
    const [before, after] = [acceptedAt(patches, i, now), acceptedAt(patches, i, then)];
    if (before === after || before === null || after === null) continue;
    if (after) sum.accepted++;
    else sum.refused++;
  }
  return sum;
}

/** Detection scores are spread over orders of magnitude, probabilities are not. */
export const SCALES = {
  detection: onLogScale,
  clip: (score: number): number => Math.min(1, Math.max(0, score)),
};

export interface Bins {
  accepted: number[];
  refused: number[];
}

/** How many patches have which score, apart by whether they would be accepted; those without the score are in none. */
export function scoreBins(
  patches: ScoredPatches,
  which: keyof typeof SCALES,
  thresholds: Thresholds,
  bins: number,
): Bins {
  const counts = { accepted: new Array<number>(bins).fill(0), refused: new Array<number>(bins).fill(0) };
  const scores = patches[which];
  for (let i = 0; i < patches.count; i++) {
    if (Number.isNaN(scores[i]!)) continue;
    const bin = Math.min(bins - 1, Math.floor(SCALES[which](scores[i]!) * bins));
    counts[acceptedAt(patches, i, thresholds) ? 'accepted' : 'refused'][bin]! += 1;
  }
  return counts;
}
