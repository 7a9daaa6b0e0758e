/**
 * A person's changes of the relabeling map, made between two iterations of a run.
 *
 * Votes outlive them: an element that was taken out and comes back has the votes that it had, and one whose source is to
 * be found out after the votes were counted gets what they say.
 */
import type { Taxonomy } from '../experiment/taxonomy';
import { type EntryPart, type MapChange, withPrompts } from '../map-change';
import type { RelabelMapElement, RelabelMapState } from './relabel-map';

export interface ChangeContext {
  /** As the run began with it. */
  taxonomy: Taxonomy;
  /** True where no votes will be counted any more. */
  decided: boolean;
  /** What the votes say; null where they say nothing. */
  winner(element: Pick<RelabelMapElement, 'target' | 'votes'>): number | null;
}

/** Changes the state in place. @throws a sentence where the change does not fit; the state is then as it was. */
export function applyChange(state: RelabelMapState, change: MapChange, context: ChangeContext): void {
  const { target } = change;
  const { taxonomy } = context;
  const info = taxonomy.classes[target];
  if (!info) throw new Error(`There is no class ${target}: the classes end at ${taxonomy.classes.length - 1}.`);
  if (change.kind === 'prompts') {
    if (change.after.length === 0) throw new Error(`Leave a prompt to "${info.name}": without one nothing is found.`);
    const others = (state.prompts ?? []).filter(({ classId }) => classId !== target);
    state.prompts = [...others, { classId: target, prompts: [...change.after] }].sort((a, b) => a.classId - b.classId);
    return;
  }
  if (change.kind === 'category') {
    if (change.after.trim() === '') throw new Error(`"${info.name}" needs a category: choose one, or type another.`);
    const others = (state.categories ?? []).filter(({ classId }) => classId !== target);
    state.categories = [...others, { classId: target, category: change.after }].sort((a, b) => a.classId - b.classId);
    return;
  }
  if (change.kind !== 'entry') return; // how a class is shown is nothing to the map
  const { after } = change;
  const at = state.elements.findIndex((element) => element.target === target);
  const present = state.elements[at];
  if (change.before !== null && !present) throw new Error(`"${info.name}" is not in the relabeling map any more.`);
  if (change.before === null && present) throw new Error(`"${info.name}" is in the relabeling map already.`);
  const others = (state.setAside ?? []).filter((element) => element.target !== target);
  if (after === null) {
    state.setAside = [...others, ...state.elements.splice(at, 1)];
    return;
  }
  const earlier = state.setAside?.find((element) => element.target === target);
  const changed = present ? { ...present, ...after } : added(target, after, earlier?.votes ?? []);
  if (!present || after.source !== undefined) decide(changed, info.name, context);
  if (changed.source === target) throw new Error(`"${info.name}" cannot hide in itself.`);
  if (changed.source !== null && !taxonomy.classes[changed.source])
    throw new Error(`"${info.name}" cannot hide in class ${changed.source}: there is none.`);
  if (withPrompts(taxonomy, state.prompts ?? []).classes[target]!.prompts.length === 0)
    throw new Error(`"${info.name}" has no prompt to look for; give it one first.`);
  if (present) state.elements[at] = changed;
  else {
    state.elements.push(changed);
    if (state.setAside) state.setAside = others;
  }
}

function added(target: number, part: EntryPart, votes: RelabelMapElement['votes']): RelabelMapElement {
  const { source = null, detectionThreshold, classificationThreshold = null } = part;
  if (detectionThreshold === undefined) throw new Error('An element that is added needs a detection threshold.');
  return { target, source, origin: 'manual', votes, detectionThreshold, classificationThreshold };
}

/** Says where the source comes from, and takes it from the votes where they are counted already. */
function decide(element: RelabelMapElement, name: string, { decided, winner }: ChangeContext): void {
  if (element.source === null && !decided) {
    element.origin = 'auto';
    return;
  }
  const voted = decided ? winner(element) : null;
  if (element.source === null && voted === null)
    throw new Error(`No votes tell where "${name}" hides, and none will be collected: choose a class.`);
  element.source ??= voted;
  element.origin = element.source === voted ? 'collected' : 'manual';
}
