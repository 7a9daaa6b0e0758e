/** Class shares of a scan, ready to draw. */
import type { Taxonomy } from '../../workers/experiment/taxonomy';

export interface ClassShare {
  id: number;
  name: string;
  /** Share of the labelled pixels, 0..1. */
  share: number;
}

/** Every class of the taxonomy in its order, absent ones with 0; pixels of unknown ids count in the total only. */
export function classShares(classPixels: Record<string, number>, taxonomy: Taxonomy): ClassShare[] {
  const total = Object.values(classPixels).reduce((sum, n) => sum + n, 0);
  return taxonomy.classes.map((info, id) => ({
    id,
    name: info.name,
    share: total === 0 ? 0 : (classPixels[String(id)] ?? 0) / total,
  }));
}
