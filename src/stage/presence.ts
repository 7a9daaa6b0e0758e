/** Which classes a picture shows, and how much of it each covers. */

export interface Presence {
  id: number;
  /** Share of the labelled pixels, 0..1. */
  share: number;
}

/** Pixels by train id. */
export type ClassCounts = Uint32Array;

const counted = new WeakMap<Uint8Array, ClassCounts>();

/** Pixels of each train id; a map is counted once. */
export function countClasses(map: Uint8Array): ClassCounts {
  const known = counted.get(map);
  if (known) return known;
  const pixels = new Uint32Array(256);
  for (let i = 0; i < map.length; i++) pixels[map[i]!]!++;
  counted.set(map, pixels);
  return pixels;
}

/** Classes of any of the counts, most frequent first; pixels with id 255 do not count. */
export function presenceOf(counts: readonly ClassCounts[]): Presence[] {
  const pixels = Array.from({ length: 255 }, (_, id) => counts.reduce((sum, count) => sum + count[id]!, 0));
  const total = pixels.reduce((sum, n) => sum + n, 0);
  return pixels
    .map((n, id) => ({ id, share: n / total }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || a.id - b.id);
}

/** Classes present in any of the label maps, most frequent first; pixels with id 255 do not count. */
export const classesPresent = (maps: readonly Uint8Array[]): Presence[] => presenceOf(maps.map(countClasses));
