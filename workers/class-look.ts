/**
 * How the classes of one run are shown: names and colours that a person gave them since it began. Part of the protocol.
 *
 * They are logged with the changes of the map, so that undo and the run's folder have them, and hold for the whole run at
 * once: pictures of earlier iterations are shown by them too. What is logged by name stays under the first name.
 */
import type { ClassInfo, Taxonomy } from './experiment/taxonomy';
import type { LoggedChange, MapChange } from './map-change';

export type LookChange = Extract<MapChange, { kind: 'color' | 'name' }>;

export interface ShownClass extends ClassInfo {
  /** The name that scores are logged under, where it is another; absent: the same. */
  loggedAs?: string;
  /** True where the colour was chosen for this run. */
  recolored?: boolean;
}

export const isLook = (change: MapChange): change is LookChange => change.kind === 'color' || change.kind === 'name';

/** The name that scores of a class are logged under. */
export const loggedName = ({ name, loggedAs = name }: ShownClass): string => loggedAs;

/** Classes as they are shown after all that was logged; the same object where no look was changed. */
export function shownTaxonomy(taxonomy: Taxonomy, log: readonly { change: MapChange }[]): { classes: ShownClass[] } {
  const looks = log.flatMap(({ change }) => (isLook(change) ? [change] : []));
  if (looks.length === 0) return taxonomy;
  const classes: ShownClass[] = [...taxonomy.classes];
  for (const { kind, target, after } of looks) {
    const info = classes[target];
    if (!info) continue; // of another run's log
    classes[target] =
      kind === 'color'
        ? { ...info, color: after, recolored: true }
        : { ...info, name: after, loggedAs: loggedName(info) };
  }
  return { classes };
}

/** @throws a sentence where a class cannot be shown so: there is none, or another has the name. */
export function checkLook(taxonomy: Taxonomy, log: readonly LoggedChange[], { kind, target, after }: LookChange): void {
  const { classes } = shownTaxonomy(taxonomy, log);
  if (!classes[target]) throw new Error(`There is no class ${target}: the classes end at ${classes.length - 1}.`);
  if (kind === 'name' && after.trim() === '') throw new Error('A class needs a name: type one.');
  if (kind === 'name' && classes.some(({ name }, id) => id !== target && name === after))
    throw new Error(`Another class is called "${after}" already: choose another name.`);
}
