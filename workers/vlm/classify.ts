/**
 * CLIP's answer inside one category: a softmax over the category's prompts, of which the single best prompt counts.
 *
 * Synonyms are not summed: "truck" and "box truck" share a truck's probability, and thresholds of categories with
 * different numbers of prompts are not comparable. That is how the method is defined.
 */

export interface Classification {
  predicted: number;
  /** Probability of the best prompt, rounded to four decimals (Q23). */
  confidence: number;
  promptProbabilities: number[];
}

/** Rounds to four decimals as Python does: the decimal nearest to the exact value, exact ties to the even digit. */
export function roundToFourDecimals(value: number): number {
  // Only odd multiples of 1/32 lie exactly between two four-digit decimals.
  const thirtySeconds = value * 32;
  if (Number.isInteger(thirtySeconds) && thirtySeconds % 2 !== 0) {
    const below = Math.floor(value * 1e4);
    return (below % 2 === 0 ? below : below + 1) / 1e4;
  }
  return Number(value.toFixed(4));
}

/**
 * @param logits scaled similarities of one patch with the prompts of one category
 * @param classOf class of each prompt
 * @throws when a logit is not finite
 */
export function classifyPatch(logits: ArrayLike<number>, classOf: readonly number[]): Classification {
  const values = Array.from(logits);
  if (values.length !== classOf.length || values.length === 0)
    throw new Error(`The classifier gave ${values.length} logits for ${classOf.length} prompts.`);
  if (!values.every(Number.isFinite)) throw new Error('The classifier gave a logit that is not finite.');
  const largest = values.reduce((a, b) => Math.max(a, b));
  const exponentials = values.map((logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((a, b) => a + b);
  const promptProbabilities = exponentials.map((e) => Math.fround(e / sum));
  const best = values.indexOf(largest);
  return {
    predicted: classOf[best]!,
    confidence: roundToFourDecimals(promptProbabilities[best]!),
    promptProbabilities,
  };
}
