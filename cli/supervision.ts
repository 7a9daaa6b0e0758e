/** How scores are marked that a person had a hand in. */

/** @param decisions by hand that held before the scores; null for none */
export const supervisedNote = (decisions: number | undefined): string | null =>
  decisions ? `human supervision: ${decisions} ${decisions === 1 ? 'decision' : 'decisions'} by hand` : null;
