/** From data to pixels: linear scales with readable ticks, and curves thinned to one point per pixel column. */

export interface Scale {
  (value: number): number;
  domain: readonly [number, number];
}

/** Maps `domain` to `range` linearly; a domain without extent is widened so that its value lies in the middle. */
export function linearScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  let [from, to] = domain;
  if (from === to) {
    from -= 0.5;
    to += 0.5;
  }
  const slope = (range[1] - range[0]) / (to - from);
  return Object.assign((value: number) => range[0] + (value - from) * slope, { domain: [from, to] as const });
}

/** About `count` round values (1, 2 or 5 times a power of ten apart) inside the domain. */
export function ticks([from, to]: readonly [number, number], count: number): number[] {
  if (!(to > from)) return [from];
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999)!;
  const found: number[] = [];
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++)
    found.push(Number((i * step).toPrecision(12)));
  return found;
}

/** Smallest and largest finite value of all series, starting at 0; [0, 1] where there is none. */
export function valueDomain(series: Iterable<readonly number[]>): [number, number] {
  let top = 0;
  for (const values of series) for (const v of values) if (Number.isFinite(v) && v > top) top = v;
  return [0, top === 0 ? 1 : top * 1.05];
}

/** Mean of the values that fall into each of `columns` equal parts of the x domain, with the mean x; gaps stay out. */
export function thin(
  x: readonly number[],
  y: readonly number[],
  domain: readonly [number, number],
  columns: number,
): { x: number; y: number }[] {
  const sums = new Float64Array(columns * 3);
  const span = Math.max(domain[1] - domain[0], Number.MIN_VALUE);
  for (let i = 0; i < x.length; i++) {
    const value = y[i];
    if (value === undefined || !Number.isFinite(value)) continue;
    const column = Math.min(columns - 1, Math.floor(((x[i]! - domain[0]) / span) * columns));
    if (column < 0) continue;
    sums[column * 3]! += x[i]!;
    sums[column * 3 + 1]! += value;
    sums[column * 3 + 2]! += 1;
  }
  const points: { x: number; y: number }[] = [];
  for (let c = 0; c < columns; c++) {
    const n = sums[c * 3 + 2]!;
    if (n > 0) points.push({ x: sums[c * 3]! / n, y: sums[c * 3 + 1]! / n });
  }
  return points;
}
