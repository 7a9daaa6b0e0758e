/** Taxonomies as JSON files: classes, the relabeling map by names, and which classes are things. */
import { z } from 'zod';
import { readJsonFile } from './json-file';
import { type RelabelEntry, RelabelEntrySchema } from './schema';
import { CITYSCAPES, type ClassInfo, ClassSchema, type Taxonomy } from './taxonomy';

/** A label's byte, less the one for ignored pixels and one to spare. */
const MOST_CLASSES = 254;

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

export interface TaxonomyFile {
  taxonomy: Taxonomy;
  map: RelabelEntry[];
  things: number[];
}

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

/** The file's text. */
export function taxonomyText({ taxonomy, map, things }: TaxonomyFile): string {
  const nameOf = (id: number): string => taxonomy.classes[id]?.name ?? String(id);
  const file = {
    version: 1,
    classes: taxonomy.classes.map((info, id) => ({ ...info, ...(things.includes(id) && { thing: true }) })),
    map: map.map((entry) => ({
      ...entry,
      target: nameOf(entry.target),
      source: entry.source === null ? null : nameOf(entry.source),
    })),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Turns around the colour wheel from one new class to the next, so that neighbours differ most. */
const GOLDEN_ANGLE = 137.508;

/** A colour for a class that has none yet; the same for the same index. */
export function freshColor(index: number): [number, number, number] {
  const hue = (index * GOLDEN_ANGLE) % 360;
  const lightness = [0.55, 0.4, 0.7][index % 3]!;
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12;
    const value = lightness - 0.65 * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(255 * value);
  };
  return [channel(0), channel(8), channel(4)];
}

/** Category of classes of which nothing else is known. */
export const OTHER_CATEGORY = 'other';

/**
 * Classes from a plain list, one a line: a name, then, where wanted, a colon and prompts with commas between them.
 * Names of Cityscapes' classes bring their category, colour and prompts with them.
 *
 * @throws one sentence that names the line.
 */
export function classesFromNames(text: string): ClassInfo[] {
  const classes: ClassInfo[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const [name = '', ...rest] = line.split(':').map((part) => part.trim());
    if (name === '' && rest.length === 0) continue;
    if (name === '') throw new Error(`Line ${i + 1} has prompts, but no name before the colon.`);
    if (classes.some((info) => info.name === name)) throw new Error(`Line ${i + 1} names "${name}" a second time.`);
    const known = CITYSCAPES.classes.find((info) => info.name === name);
    const prompts = rest
      .join(':')
      .split(',')
      .map((prompt) => prompt.trim())
      .filter((prompt) => prompt !== '');
    const info = known ?? { name, category: OTHER_CATEGORY, color: freshColor(classes.length), prompts: [name] };
    classes.push(prompts.length ? { ...info, prompts } : info);
  }
  if (classes.length < 2) throw new Error('Name at least two classes, one a line.');
  if (classes.length > MOST_CLASSES)
    throw new Error(`These are ${classes.length} classes; there can be ${MOST_CLASSES} at most.`);
  return classes;
}
