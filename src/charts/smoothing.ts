/** Curves without their noise: an exponential moving average that has no bias towards its first value. */

/**
 * Each value becomes the weighted mean of itself and all before it, a value k steps back counting `weight` to the k.
 * What is not finite counts nothing and stays a gap.
 * @param weight 0 leaves the curve as it is; below 1
 */
export function smooth(values: ArrayLike<number>, weight: number): Float64Array {
  const smoothed = new Float64Array(values.length).fill(Number.NaN);
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    sum = sum * weight + value;
    total = total * weight + 1;
    smoothed[i] = sum / total;
  }
  return smoothed;
}
