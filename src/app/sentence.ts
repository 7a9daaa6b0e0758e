/** What went wrong, as a person reads it. */
export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Stands over the sentence of something that a person asked for. */
export const DID_NOT_WORK = 'That did not work';
