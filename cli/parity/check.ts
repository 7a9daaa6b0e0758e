/** One comparison of our numbers with the reference's. */
import type { ReferenceNumbers } from '../../models/testing/reference';

export interface Check {
  what: string;
  maxAbsError: number;
  tolerance: number;
}

/** Largest difference of two arrays; infinite where lengths differ or a number is not finite on one side only. */
export function compare(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): Check {
  let worst = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < expected.length; i++) {
    if (Number.isNaN(actual[i]!) && Number.isNaN(expected[i]!)) continue;
    const error = Math.abs(actual[i]! - expected[i]!);
    worst = error >= 0 ? Math.max(worst, error) : Number.POSITIVE_INFINITY;
  }
  return { what, maxAbsError: worst, tolerance };
}

/** A float tensor in the file's order against the file, within the reference's own rounding noise. */
export function tensorCheck(reference: ReferenceNumbers, name: string, actual: ArrayLike<number>): Check {
  return compare(name, actual, reference.floats(name), reference.tolerance(name));
}

/** A feature map in the order [B,H,W,C] against the file's [B,C,H,W]. */
export function mapCheck(reference: ReferenceNumbers, name: string, actual: ArrayLike<number>): Check {
  return compare(name, actual, reference.map(name).values, reference.tolerance(name));
}

/** Labels, masks, indices: must be equal. */
export function exactCheck(what: string, actual: ArrayLike<number>, expected: ArrayLike<number>): Check {
  return compare(what, actual, expected, 0);
}

/** A gradient that is zero by mathematics; what the file holds is rounding noise. */
export function zeroCheck(what: string, actual: ArrayLike<number>): Check {
  return compare(what, actual, new Float32Array(actual.length), 1e-6);
}
