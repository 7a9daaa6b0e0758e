/**
 * Long curves for few pixels: of all points in a pixel column only the first, the lowest, the highest and the last are
 * kept. A line through them covers the same pixels as a line through all, so no spike is lost (M4, Jugel et al., VLDB
 * 2014).
 */

export interface Point {
  x: number;
  y: number;
}

/**
 * @param x rising
 * @param columns equal parts of the domain
 * @returns points inside the domain, and the nearest one on each side of it, so that lines run to the edges; what is not
 * finite is left out
 */
export function decimate(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  domain: readonly [number, number],
  columns: number,
): Point[] {
  const points: Point[] = [];
  const span = Math.max(domain[1] - domain[0], Number.MIN_VALUE);
  let before: Point | null = null;
  let column = -1;
  let kept: [first: number, low: number, high: number, last: number] | null = null;
  const close = () => {
    if (kept) for (const i of [...new Set(kept)].sort((a, b) => a - b)) points.push({ x: x[i]!, y: y[i]! });
    kept = null;
  };
  for (let i = 0; i < x.length; i++) {
    const value = y[i]!;
    if (!Number.isFinite(value)) continue;
    const at = x[i]!;
    if (at < domain[0]) {
      before = { x: at, y: value };
      continue;
    }
    if (before) points.push(before);
    before = null;
    if (at > domain[1]) {
      close();
      points.push({ x: at, y: value });
      return points;
    }
    const here = Math.min(columns - 1, Math.floor(((at - domain[0]) / span) * columns));
    if (here !== column) {
      close();
      column = here;
    }
    if (!kept) kept = [i, i, i, i];
    else {
      if (value < y[kept[1]]!) kept[1] = i;
      if (value > y[kept[2]]!) kept[2] = i;
      kept[3] = i;
    }
  }
  close();
  return points;
}

/** Index of the value that is nearest to `wanted` in a rising list, -1 for an empty one. */
export function nearestIndex(x: ArrayLike<number>, wanted: number): number {
  let low = 0;
  let high = x.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  if (low > 0 && wanted - x[low - 1]! <= x[low]! - wanted) return low - 1;
  return x.length === 0 ? -1 : low;
}
