/** What CLIP said of every prompt. */
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import type { ConsideredPatch } from '../../workers/protocol';

export interface PromptRow {
  prompt: string;
  classId: number;
  probability: number;
}

/** CLIP's table: every prompt of the target's category with its probability, the highest first. */
export function promptTable({ to, probabilities }: ConsideredPatch, { classes }: Taxonomy): PromptRow[] {
  const category = classes[to]?.category;
  const prompts = classes.flatMap((info, classId) =>
    info.category === category ? info.prompts.map((prompt) => ({ prompt, classId })) : [],
  );
  if (prompts.length !== probabilities.length) return [];
  return prompts
    .map((row, i) => ({ ...row, probability: probabilities[i]! }))
    .sort((a, b) => b.probability - a.probability);
}
