/**
 * Changes of a run's relabeling map and classes while the run goes on, as they are asked for and as its folder logs them.
 * Part of the protocol.
 *
 * A change says what was and what shall be, so that it can be told in words and taken back: taking back is another change.
 * It holds from the beginning of an iteration on, and nothing else of the run decides about it. A resumed run therefore
 * makes the same changes at the same iterations. Names and colours of classes are a matter of showing only, see
 * class-look.ts.
 */
import type { z } from 'zod';
import type { RelabelEntry } from './experiment/schema';
import type { Taxonomy } from './experiment/taxonomy';
import type { LoggedChangeSchema, MapChangeSchema } from './map-change-schema';

export type MapChange = z.infer<typeof MapChangeSchema>;
export type LoggedChange = z.infer<typeof LoggedChangeSchema>;
export type EntryPart = Partial<Omit<RelabelEntry, 'target'>>;

/** The change that takes another one back. */
export const inverse = <Change extends MapChange>(change: Change): Change => ({
  ...change,
  before: change.after,
  after: change.before,
});

/** The lines that undo and redo would answer: what was done last and holds, and what was undone last; null for none. */
export function openSteps<Line extends LoggedChange>(log: readonly Line[]): { done: Line | null; undone: Line | null } {
  const done: Line[] = [];
  const undone: Line[] = [];
  for (const line of log) {
    if (line.by === 'undo') {
      done.pop();
      undone.push(line);
      continue;
    }
    if (line.by === 'redo') undone.pop();
    else undone.length = 0;
    done.push(line);
  }
  return { done: done.at(-1) ?? null, undone: undone.at(-1) ?? null };
}

/** What undo and redo would do after all that was logged; null where there is nothing to undo or redo. */
export function nextSteps(log: readonly LoggedChange[]): { undo: MapChange | null; redo: MapChange | null } {
  const { done, undone } = openSteps(log);
  return { undo: done && inverse(done.change), redo: undone && inverse(undone.change) };
}

/** The classes with the prompts and categories that they had at an iteration. */
export function taxonomyAt(taxonomy: Taxonomy, log: readonly LoggedChange[], iteration: number): Taxonomy {
  const prompts: ClassPrompts[] = [];
  const categories: ClassCategory[] = [];
  for (const { change, iteration: from } of log.toSorted((a, b) => a.iteration - b.iteration)) {
    if (from > iteration) continue;
    const { target: classId } = change;
    if (change.kind === 'prompts') prompts.push({ classId, prompts: change.after });
    if (change.kind === 'category') categories.push({ classId, category: change.after });
  }
  return withCategories(withPrompts(taxonomy, prompts), categories);
}

/** Prompts of one class that are not those of the taxonomy. */
export interface ClassPrompts {
  classId: number;
  prompts: string[];
}

/** The classes with other prompts; the same object where there are none. */
export function withPrompts(taxonomy: Taxonomy, changed: readonly ClassPrompts[]): Taxonomy {
  if (changed.length === 0) return taxonomy;
  const own = new Map(changed.map(({ classId, prompts }) => [classId, prompts]));
  return { classes: taxonomy.classes.map((info, id) => ({ ...info, prompts: own.get(id) ?? info.prompts })) };
}

/** Category of one class that is not that of the taxonomy. */
export interface ClassCategory {
  classId: number;
  category: string;
}

/** The classes in other categories; the same object where there are none. */
export function withCategories(taxonomy: Taxonomy, changed: readonly ClassCategory[]): Taxonomy {
  if (changed.length === 0) return taxonomy;
  const own = new Map(changed.map(({ classId, category }) => [classId, category]));
  return { classes: taxonomy.classes.map((info, id) => ({ ...info, category: own.get(id) ?? info.category })) };
}
