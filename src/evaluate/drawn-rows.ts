/** Draws of rare class sampling by class. */
import type { Taxonomy } from '../../workers/experiment/taxonomy';

export interface DrawnRow {
  id: number;
  name: string;
  count: number;
}

/** All classes, the most often drawn first, those never drawn last in class order. */
export function drawnRows(
  drawn: Readonly<Record<number, number>>,
  { classes }: Taxonomy,
): { rows: DrawnRow[]; total: number } {
  const rows = classes.map(({ name }, id) => ({ id, name, count: drawn[id] ?? 0 }));
  return {
    rows: rows.sort((a, b) => b.count - a.count || a.id - b.id),
    total: rows.reduce((sum, { count }) => sum + count, 0),
  };
}
