/**
 * Class colours that stay apart for people with any kind of colour vision.
 *
 * One class after the other gets the colour that is farthest from all colours before it, seen by the kind of vision to
 * which it is nearest; among colours about as far, one near the class's own wins, so that vegetation stays greenish.
 */
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { type Rgb, seenAs, VISIONS } from './color-vision';

/** Candidates per channel. */
const LEVELS = Array.from({ length: 12 }, (_, i) => Math.round((255 * i) / 11));
/** Colours too near to black are lost in shadows. */
const LEAST_LIGHTNESS = 0.2;
/** How much nearness to the class's own colour counts beside the distance from the others. */
const LOYALTY = 0.06;

type Seen = readonly (readonly [number, number, number])[];

const seenByAll = (color: Rgb): Seen => VISIONS.map((vision) => seenAs(color, vision));

/** Distance in OKLab for the kind of vision to which two colours are most alike. */
function distance(a: Seen, b: Seen): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < a.length; k++) {
    const [p, q] = [a[k]!, b[k]!];
    least = Math.min(least, (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2);
  }
  return Math.sqrt(least);
}

interface Candidate {
  color: Rgb;
  seen: Seen;
  /** Distance from the nearest colour that is taken. */
  nearest: number;
}

/** The taxonomy with colours for any kind of colour vision; the same for the same taxonomy. */
export function withSafeColors(taxonomy: Taxonomy): Taxonomy {
  const candidates: Candidate[] = LEVELS.flatMap((r) => LEVELS.flatMap((g) => LEVELS.map((b) => [r, g, b] as const)))
    .map((color) => ({ color, seen: seenByAll(color), nearest: 1 }))
    .filter(({ seen }) => seen[0]![0] > LEAST_LIGHTNESS);
  const classes = taxonomy.classes.map((info) => {
    const own = seenByAll(info.color);
    let best = candidates[0]!;
    let most = Number.NEGATIVE_INFINITY;
    for (const candidate of candidates) {
      const away = distance(candidate.seen.slice(0, 1), own);
      const worth = candidate.nearest - LOYALTY * away;
      if (worth > most) [best, most] = [candidate, worth];
    }
    for (const candidate of candidates)
      candidate.nearest = Math.min(candidate.nearest, distance(candidate.seen, best.seen));
    return { ...info, color: [...best.color] as [number, number, number] };
  });
  return { ...taxonomy, classes };
}
