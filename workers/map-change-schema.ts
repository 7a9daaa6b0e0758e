/** Changes of a run's relabeling map and classes as its folder logs them, see map-change.ts. */
import { z } from 'zod';
import { ClassSchema, RelabelEntrySchema } from './experiment/schema';

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
  /** With which classes CLIP compares a class, and votes may find its source among: those of its category. */
  changeOf('category', ClassSchema.shape.category),
  /** How a class is shown; what the run learns does not depend on it. */
  changeOf('color', ClassSchema.shape.color),
  changeOf('name', ClassSchema.shape.name),
]);

function changeOf<Kind extends string, Value extends z.ZodType>(kind: Kind, value: Value) {
  return z.object({ kind: z.literal(kind), target: z.number().int(), before: value, after: value });
}

/** A line of relabel/changes.ndjson. */
export const LoggedChangeSchema = z.object({
  version: z.literal(1),
  /** The first iteration that it holds for; as many were done before it. */
  iteration: z.number().int().nonnegative(),
  /** Absent: it was made anew. */
  by: z.enum(['undo', 'redo']).optional(),
  change: MapChangeSchema,
});
