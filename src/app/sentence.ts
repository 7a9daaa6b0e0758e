/** What went wrong, as a person reads it. */
export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
