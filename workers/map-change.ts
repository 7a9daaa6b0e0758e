/**
 * Changes of a run's relabeling map while the run goes on, as they are asked for and as its folder logs them. Part of the
 * protocol.
 *
 * A change says what was and what shall be, so that it can be told in words and taken back: taking back is another change.
 * It holds from the beginning of an iteration on, and nothing else of the run decides about it. A resumed run therefore
 * makes the same changes at the same iterations.
 */
import { z } from 'zod';
import { type RelabelEntry, RelabelEntrySchema } from './experiment/schema';
import type { Taxonomy } from './experiment/taxonomy';

const PartSchema = RelabelEntrySchema.omit({ target: true }).partial();

export const MapChangeSchema = z.discriminatedUnion('kind', [
  /** Thresholds or source of an element; `before` null adds the element, `after` null removes it. */
  z.object({
    kind: z.literal('entry'),
    target: z.number().int(),
    before: PartSchema.nullable(),
    after: PartSchema.nullable(),
  }),
  /** What a class is looked for by. */
  z.object({
    kind: z.literal('prompts'),
    target: z.number().int(),
    before: z.array(z.string()),
    after: z.array(z.string()),
  }),
]);

/** A line of relabel/changes.ndjson. */
export const LoggedChangeSchema = z.object({
  version: z.literal(1),
  /** The first iteration that it holds for; as many were done before it. */
  iteration: z.number().int().nonnegative(),
  /** Absent: it was made anew. */
  by: z.enum(['undo', 'redo']).optional(),
  change: MapChangeSchema,
});

export type MapChange = z.infer<typeof MapChangeSchema>;
export type LoggedChange = z.infer<typeof LoggedChangeSchema>;
export type EntryPart = Partial<Omit<RelabelEntry, 'target'>>;

/** The change that takes another one back. */
export function inverse(change: MapChange): MapChange {
  return change.kind === 'prompts'
    ? { ...change, before: change.after, after: change.before }
    : { ...change, before: change.after, after: change.before };
}

/** What undo and redo would do after all that was logged; null where there is nothing to undo or redo. */
export function nextSteps(log: readonly LoggedChange[]): { undo: MapChange | null; redo: MapChange | null } {
  const done: MapChange[] = [];
  const undone: MapChange[] = [];
  for (const { by, change } of log) {
    if (by === 'undo') {
      done.pop();
      undone.push(inverse(change));
      continue;
    }
    if (by === 'redo') undone.pop();
    else undone.length = 0;
    done.push(change);
  }
  const last = done.at(-1);
  return { undo: last ? inverse(last) : null, redo: undone.at(-1) ?? null };
}

/** The classes with the prompts that they had at an iteration. */
export function taxonomyAt(taxonomy: Taxonomy, log: readonly LoggedChange[], iteration: number): Taxonomy {
  const prompts = new Map<number, string[]>();
  for (const { change, iteration: from } of log.toSorted((a, b) => a.iteration - b.iteration))
    if (change.kind === 'prompts' && from <= iteration) prompts.set(change.target, change.after);
  return withPrompts(
    taxonomy,
    [...prompts].map(([classId, list]) => ({ classId, prompts: list })),
  );
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
