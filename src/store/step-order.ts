/** Numbers of what was done, undone and done again on this page, rising: they tell which of two steps came later. */
let last = 0;

export const nextStepNumber = (): number => ++last;
