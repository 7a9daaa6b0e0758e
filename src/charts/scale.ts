/** From data to pixels: linear and logarithmic scales with readable ticks. */

export interface Scale {
  (value: number): number;
  /** The value at a pixel. */
  invert(pixel: number): number;
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
  return Object.assign((value: number) => range[0] + (value - from) * slope, {
    invert: (pixel: number) => from + (pixel - range[0]) / slope,
    domain: [from, to] as const,
  });
}

/** Maps a domain of positive values so that equal factors are equal distances. Values that are not positive give NaN. */
export function logScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const log = linearScale([Math.log10(domain[0]), Math.log10(domain[1])], range);
  return Object.assign((value: number) => (value > 0 ? log(Math.log10(value)) : Number.NaN), {
    invert: (pixel: number) => 10 ** log.invert(pixel),
    domain: [10 ** log.domain[0], 10 ** log.domain[1]] as const,
  });
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

/** Multiples by which a decade is divided, the coarsest first. */
const DECADE_STEPS = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]];

/**
 * Round values of a logarithmic axis: powers of ten, with values between them where the domain is short; linear ticks
 * where it is shorter than that. At most about `count`.
 */
export function logTicks([from, to]: readonly [number, number], count: number): number[] {
  const first = Math.floor(Math.log10(from) + 1e-9);
  const last = Math.ceil(Math.log10(to) - 1e-9);
  const inside = (steps: number[]) => {
    const found: number[] = [];
    for (let power = first; power <= last; power++)
      for (const step of steps) {
        const value = Number((step * 10 ** power).toPrecision(12));
        if (value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9)) found.push(value);
      }
    return found;
  };
  const fitting = DECADE_STEPS.map(inside).filter((found) => found.length <= count + 1);
  const best = fitting.at(-1);
  if (best && best.length >= 2) return best;
  const powers = inside([1]);
  if (powers.length <= count) return ticks([from, to], count).filter((value) => value > 0);
  const every = Math.ceil(powers.length / count);
  return powers.filter((_, i) => i % every === 0);
}

/** Smallest and largest finite value of all series, starting at 0; [0, 1] where there is none. */
export function valueDomain(series: Iterable<Iterable<number>>): [number, number] {
  let top = 0;
  for (const values of series) for (const v of values) if (Number.isFinite(v) && v > top) top = v;
  return [0, top === 0 ? 1 : top * 1.05];
}

/** Smallest and largest positive finite value of all series, a little widened; [0.1, 1] where there is none. */
export function positiveDomain(series: Iterable<Iterable<number>>): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let top = 0;
  for (const values of series)
    for (const v of values) {
      if (!(v > 0) || !Number.isFinite(v)) continue;
      if (v < low) low = v;
      if (v > top) top = v;
    }
  return top === 0 ? [0.1, 1] : [low / 1.1, top * 1.1];
}
