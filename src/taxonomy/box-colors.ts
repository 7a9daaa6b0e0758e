/** Colours of boxes: those of the classes, and others for what is no class yet. */

import { freshColor } from '../../workers/experiment/class-list';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import type { Concept } from './concepts';

/** CSS colour of each concept. */
export function colorsOf(concepts: readonly Concept[], taxonomy: Taxonomy): string[] {
  return concepts.map(({ classId, key }) => {
    const color = classId === null ? undefined : taxonomy.classes[classId]?.color;
    return `rgb(${(color ?? freshColor(taxonomy.classes.length + key)).join(' ')})`;
  });
}
