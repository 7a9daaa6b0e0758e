/**
 * Which prompts are asked, and which class each of them stands for.
 *
 * The detector is asked for all prompts of the wanted classes, the classifier for all prompts of one category. Prompts
 * go to the models word by word: no "a photo of" is put around them.
 */
import type { Taxonomy } from '../experiment/taxonomy';

export interface PromptList {
  prompts: string[];
  /** Train id of each prompt's class. */
  classOf: number[];
}

/** All prompts of the classes, classes in the given order. @throws where a class is unknown or has no prompt. */
export function promptsOf(taxonomy: Taxonomy, classes: readonly number[]): PromptList {
  const list: PromptList = { prompts: [], classOf: [] };
  for (const id of classes) {
    const info = taxonomy.classes[id];
    if (!info) throw new Error(`The taxonomy has no class ${id}; it ends at ${taxonomy.classes.length - 1}.`);
    if (info.prompts.length === 0) throw new Error(`Class "${info.name}" has no prompts; add one to look for it.`);
    for (const prompt of info.prompts) {
      list.prompts.push(prompt);
      list.classOf.push(id);
    }
  }
  return list;
}

/** Classes that share the category of `target`, in train id order; `target` is one of them. */
export function classesOfCategory(taxonomy: Taxonomy, target: number): number[] {
  const category = taxonomy.classes[target]?.category;
  if (category === undefined) throw new Error(`The taxonomy has no class ${target}.`);
  const classes: number[] = [];
  taxonomy.classes.forEach((info, id) => {
    if (info.category === category && info.prompts.length > 0) classes.push(id);
  });
  return classes;
}

/** All prompts of the category that `target` belongs to. */
export function categoryPrompts(taxonomy: Taxonomy, target: number): PromptList {
  return promptsOf(taxonomy, classesOfCategory(taxonomy, target));
}
