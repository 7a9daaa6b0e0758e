/** Patches as the run's folder keeps them: short lines, with where the crop was taken from. */
import type { Crop } from '../data/batch';
import type { ConsideredPatch } from '../protocol';
import type { PatchRecord } from '../vlm/proposal';

/** Scores are kept to four decimals, which is what the classification is judged by. */
const short = (value: number): number => Number(value.toFixed(4));

/** @param target the batch's target crops, of which `record.sample` is an index. */
export function consideredPatch(record: PatchRecord, target: readonly Omit<Crop, 'rgb' | 'label'>[]): ConsideredPatch {
  const { iteration, sample, file, box, source, target: to, verdict, predicted, relabeledPixels } = record;
  const { byHand, lookedFor } = record;
  const { x, y, width, height, flipped } = target[sample]!;
  return {
    iteration,
    sample,
    file,
    crop: { x, y, width, height, flipped },
    box,
    from: source,
    to,
    accepted: verdict === 'accepted',
    reason: verdict === 'accepted' ? null : verdict,
    ...(byHand && { byHand, lookedFor }),
    detectionScore: short(record.detectionScore),
    classScore: predicted === null ? null : short(record.confidence),
    predicted,
    probabilities: record.promptProbabilities.map(short),
    duplicates: record.duplicates ?? 0,
    ...(record.mask && { maskPixels: record.mask.reduce((sum, inside) => sum + inside, 0) }),
    relabeledPixels,
  };
}
