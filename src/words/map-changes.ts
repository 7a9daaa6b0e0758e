/** Changes of a run's relabeling map and classes in words. */
import { isLook } from '../../workers/class-look';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import type { EntryPart, LoggedChange, MapChange } from '../../workers/map-change';
import { nameOfClass } from '../stage/class-name';
import { hexOf } from '../taxonomy/colors';

/** "0.10": two digits after the point, or up to four where there are more. */
export const thresholdWords = (value: number): string => {
  const digits = String(Number(value.toFixed(4))).split('.')[1]?.length ?? 0;
  return value.toFixed(Math.max(2, digits));
};

/** "truck’s detection threshold 0.10 to 0.14" */
export function changeWords(change: MapChange, taxonomy: Taxonomy): string {
  const nameOf = (id: number) => nameOfClass(taxonomy, id);
  const name = nameOf(change.target);
  if (change.kind === 'prompts') return `${name}’s prompts ${change.before.join(', ')} to ${change.after.join(', ')}`;
  if (change.kind === 'category') return `${name}’s category ${change.before} to ${change.after}`;
  if (change.kind === 'color') return `${name}’s colour ${hexOf(change.before)} to ${hexOf(change.after)}`;
  if (change.kind === 'name') return `${change.before} is called ${change.after}`;
  const { before, after } = change;
  const source = ({ source }: EntryPart) => (source == null ? 'found out by votes' : nameOf(source));
  if (after === null) return `${name} taken out of the map`;
  if (before === null) return `${name} added to the map, hidden in: ${source(after)}`;
  const parts: string[] = [];
  if (after.source !== undefined) parts.push(`source class ${source(before)} to ${source(after)}`);
  if (after.detectionThreshold !== undefined)
    parts.push(`detection threshold ${score(before.detectionThreshold)} to ${score(after.detectionThreshold)}`);
  if (after.classificationThreshold !== undefined)
    parts.push(`CLIP threshold ${score(before.classificationThreshold)} to ${score(after.classificationThreshold)}`);
  return `${name}’s ${parts.join(', ')}`;
}

const score = (value: number | null | undefined): string => (value == null ? 'off' : thresholdWords(value));

const BY_WORDS = { undo: 'Undone', redo: 'Done again', anew: 'Changed' };

/**
 * A mark as it is listed; iterations are counted from 1. `done`: iterations that the map knows of. How a class is shown
 * holds for the whole run.
 */
export function markWords({ iteration, by, change }: LoggedChange, taxonomy: Taxonomy, done: number): string {
  const said = changeWords(change, taxonomy);
  if (isLook(change)) return `${BY_WORDS[by ?? 'anew']}: ${said}`;
  const at = (iteration + 1).toLocaleString('en');
  const when = iteration < done ? `at iteration ${at}` : `from iteration ${at} on`;
  return `${BY_WORDS[by ?? 'anew']} ${when}: ${said}`;
}
