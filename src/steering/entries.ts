/** The relabeling map as it will stand when the changes that were asked for hold. */
import type { LoggedChange, MapChange } from '../../workers/map-change';
import type { MapEntry } from '../../workers/protocol';

/** @param from iteration of which the entries are known; its own changes may be in them already. */
export function entriesAfter(entries: readonly MapEntry[], log: readonly LoggedChange[], from: number): MapEntry[] {
  return log
    .filter(({ iteration }) => iteration >= from)
    .toSorted((a, b) => a.iteration - b.iteration)
    .reduce<MapEntry[]>((now, { change }) => changed(now, change), [...entries]);
}

function changed(entries: MapEntry[], change: MapChange): MapEntry[] {
  if (change.kind !== 'entry') return entries;
  const { target, after } = change;
  if (after === null) return entries.filter((entry) => entry.target !== target);
  if (!entries.some((entry) => entry.target === target))
    return [...entries, { ...NEW, target, ...after, origin: originOf(after.source) }];
  return entries.map((entry) => {
    if (entry.target !== target) return entry;
    const moved = after.source !== undefined && after.source !== entry.source;
    return { ...entry, ...after, origin: moved ? originOf(after.source) : entry.origin };
  });
}

const NEW = { source: null, votes: [], detectionThreshold: 0.1, classificationThreshold: null, relabeledPatches: 0 };

const originOf = (source: number | null | undefined): MapEntry['origin'] => (source == null ? 'auto' : 'manual');
