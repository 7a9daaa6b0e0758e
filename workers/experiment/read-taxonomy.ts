/** Reading and checking taxonomies that came as JSON files. */
import { z } from 'zod';
import { MOST_CLASSES } from './class-list';
import { readJsonFile } from './json-file';
import { ClassSchema, RelabelEntrySchema } from './schema';
import type { TaxonomyFile } from './taxonomy-file';

const Channel = z.number().int().min(0).max(255);

const FileSchema = z.object({
  version: z.literal(1),
  classes: z
    .array(ClassSchema.extend({ color: z.tuple([Channel, Channel, Channel]), thing: z.boolean().optional() }).strict())
    .min(2)
    .max(MOST_CLASSES),
  /** Classes by name: ids would change with the order. */
  map: z.array(RelabelEntrySchema.extend({ target: z.string(), source: z.string().nullable() }).strict()).optional(),
});

/**
 * @param from names the file in messages.
 * @throws one sentence that names the field and what is wrong with it.
 */
export function parseTaxonomy(text: string, from: string): TaxonomyFile {
  const { classes, map = [] } = readJsonFile(
    text,
    from,
    FileSchema,
    (place, message) =>
      `${from} is no list of classes: ${place || 'the whole'}: ${message}. Compare it with an export.`,
  );
  const ids = new Map<string, number>();
  for (const [id, { name }] of classes.entries()) {
    if (ids.has(name)) throw new Error(`${from} has two classes called "${name}"; rename one.`);
    ids.set(name, id);
  }
  const idOf = (name: string, place: string): number => {
    const id = ids.get(name);
    if (id === undefined) throw new Error(`${from}: ${place} names "${name}", which is none of its classes.`);
    return id;
  };
  const entries = map.map((entry, i) => ({
    ...entry,
    target: idOf(entry.target, `map.${i}.target`),
    source: entry.source === null ? null : idOf(entry.source, `map.${i}.source`),
  }));
  const twice = entries.find(({ target }, i) => entries.findIndex((other) => other.target === target) < i);
  if (twice) throw new Error(`${from}: the map names "${classes[twice.target]!.name}" twice; keep one entry.`);
  return {
    taxonomy: { classes: classes.map(({ thing: _, ...info }) => info) },
    map: entries,
    things: classes.flatMap(({ thing }, id) => (thing ? [id] : [])),
  };
}
