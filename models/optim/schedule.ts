/** Learning rate, EMA factor and Adam's bias corrections as functions of the iteration. */

export interface LearningRateSchedule {
  /** Iterations of linear warm-up. */
  warmup: number;
  /** Iterations of the whole run. */
  iterations: number;
  /** Rate at the end of the warm-up; groups multiply it by their own factor. */
  learningRate: number;
  /** How it falls; absent: `csi`. */
  decay?: 'csi' | 'daformer';
}

const WARMUP_START = 1e-6;
export const BETA1 = 0.9;
export const BETA2 = 0.999;

/**
 * Rate of iteration `t` (0-based): linear up to the full rate at the last warm-up iteration, full once more at the
 * next, then linear down to exactly 0 at the last iteration (Q1). DAFormer as its authors published it lets the rate
 * fall from the first iteration on, and its warm-up multiplies that.
 */
export function learningRate(t: number, schedule: LearningRateSchedule): number {
  const { warmup, iterations, learningRate: base } = schedule;
  if (schedule.decay === 'daformer') {
    const progress = t < warmup ? t / warmup : 1;
    return base * (1 - t / iterations) * (WARMUP_START + (1 - WARMUP_START) * progress);
  }
  if (t < warmup) {
    const progress = warmup > 1 ? t / (warmup - 1) : 1;
    return base * (WARMUP_START + (1 - WARMUP_START) * progress);
  }
  const span = iterations - warmup - 1;
  return span > 0 ? base * Math.max(0, 1 - (t - warmup) / span) : base;
}

/** Share of itself that the teacher keeps at the start of iteration `t`: 0 copies the student, later at most `alpha`. */
export function emaFactor(t: number, alpha: number): number {
  return Math.min(1 - 1 / (t + 1), alpha);
}

/** What an iteration writes into the optimizer's schedule tensor, and the rate for the log. */
export function scheduleValues(
  t: number,
  schedule: LearningRateSchedule,
  emaAlpha: number,
): { learningRate: number; values: Float32Array } {
  const rate = learningRate(t, schedule);
  const values = Float32Array.of(rate, emaFactor(t, emaAlpha), 1 - BETA1 ** (t + 1), 1 - BETA2 ** (t + 1));
  return { learningRate: rate, values };
}
