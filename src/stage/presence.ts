/** Which classes a picture shows, and how much of it each covers. */

export interface Presence {
  id: number;
  /** Share of the labelled pixels, 0..1. */
  share: number;
}

/** Classes present in any of the label maps, most frequent first; pixels with id 255 do not count. */
export function classesPresent(maps: readonly Uint8Array[]): Presence[] {
  const pixels = new Float64Array(256);
  for (const map of maps) for (let i = 0; i < map.length; i++) pixels[map[i]!]!++;
  pixels[255] = 0;
  const total = pixels.reduce((sum, n) => sum + n, 0);
  const present: Presence[] = [];
  pixels.forEach((n, id) => {
    if (n > 0) present.push({ id, share: n / total });
  });
  return present.sort((a, b) => b.share - a.share || a.id - b.id);
}
