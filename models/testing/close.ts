/** Comparison of number arrays in tests, with messages that say where and by how much. */
import { expect } from 'vitest';

export interface Tolerance {
  absolute?: number;
  /** Relative to the largest magnitude of `expected`. */
  relative?: number;
}

/** Fails unless max|actual - expected| <= absolute + relative * max|expected|, or on any non-finite value. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { absolute = 0, relative = 2e-5 }: Tolerance = {},
): void {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  let at = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!);
    scale = Math.max(scale, Math.abs(expected[i]!));
    if (!(error <= worst)) {
      worst = error;
      at = i;
    }
  }
  const allowed = absolute + relative * scale;
  if (!(worst <= allowed))
    expect.fail(`element ${at}: ${actual[at]} instead of ${expected[at]}; error ${worst}, allowed ${allowed}`);
}
