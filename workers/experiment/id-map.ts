/** Maps from the values of label files to train ids, as people make them and keep them in JSON files. */
import { z } from 'zod';
import { readJsonFile } from './json-file';
import { IGNORE_INDEX, type Taxonomy } from './taxonomy';

const Value = z
  .string()
  .regex(/^(\d{1,5}|#[0-9a-fA-F]{6})$/, 'a value is a number from 0 to 65535 or a colour #rrggbb');

/** Train id by value; values that are absent are ignored, as is what maps to 255. */
export const IdMapSchema = z.record(Value, z.number().int().min(0).max(255));

export type IdMap = z.infer<typeof IdMapSchema>;

const FileSchema = z.object({
  version: z.literal(1),
  idMap: z.record(Value, z.union([z.number().int(), z.string(), z.null()])),
});

/**
 * Reads a map from the text of a file. Classes are given by train id or by name; null and "ignore" mean ignored.
 *
 * @param from names the file in messages.
 * @throws one sentence that names what is wrong.
 */
export function parseIdMap(text: string, from: string, taxonomy: Taxonomy): IdMap {
  const { idMap } = readJsonFile(
    text,
    from,
    FileSchema,
    (place, message) =>
      `${from} is no id map (${place || 'top'}: ${message}); it looks like {"version": 1, "idMap": {"7": "road"}}.`,
  );
  const map: IdMap = {};
  for (const [value, target] of Object.entries(idMap)) {
    const isIgnored = target === null || target === 'ignore' || target === IGNORE_INDEX;
    const id = typeof target === 'string' ? taxonomy.classes.findIndex(({ name }) => name === target) : target;
    if (!isIgnored && (id === null || id < 0 || id >= taxonomy.classes.length))
      throw new Error(
        `${from} maps ${value} to ${JSON.stringify(target)}, which is no class; classes are ${taxonomy.classes.map(({ name }) => name).join(', ')}.`,
      );
    map[value.toLowerCase()] = isIgnored ? IGNORE_INDEX : Number(id);
  }
  return map;
}

/** The file of a map, with the names of the classes. */
export function idMapText(map: IdMap, taxonomy: Taxonomy): string {
  const named = Object.fromEntries(
    Object.entries(map).map(([value, id]) => [value, taxonomy.classes[id]?.name ?? 'ignore']),
  );
  return `${JSON.stringify({ version: 1, idMap: named }, null, 2)}\n`;
}
