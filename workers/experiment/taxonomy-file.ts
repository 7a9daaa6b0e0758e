/** Taxonomies as JSON files: classes, the relabeling map by names, and which classes are things. */
import type { RelabelEntry } from './schema';
import type { Taxonomy } from './taxonomy';

export interface TaxonomyFile {
  taxonomy: Taxonomy;
  map: RelabelEntry[];
  things: number[];
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
