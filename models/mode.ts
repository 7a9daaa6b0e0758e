/** How a network runs: which of its random and statistical parts are on. */
import type { Tensor } from '@tensorflow/tfjs-core';

export interface Mode {
  /** Dropout and drop path. The teacher has them off. */
  stochastic: boolean;
  /** BatchNorm normalises with the batch and updates its running statistics. The teacher, too, has this on (Q13). */
  batchStatistics: boolean;
  /** BatchNorm leaves its running statistics alone: the second run of a block that is recomputed. */
  keepRunning?: boolean;
  /** int32 [4] = [seed, iteration, 0, 0]; the counters of every random mask. */
  key: Tensor | null;
  /** Which forward pass of the iteration this is, so that two passes draw different masks. */
  pass: number;
  /** Encoder blocks keep only their input and run again in the backward pass. */
  recompute: boolean;
}

/** Evaluation: no randomness, running statistics. */
export const EVALUATION: Mode = { stochastic: false, batchStatistics: false, key: null, pass: 0, recompute: false };

/** The teacher's pass over the target batch. */
export const TEACHING: Mode = { ...EVALUATION, batchStatistics: true };

const SITES_PER_PASS = 1 << 10;

/** Counter of one place of use in one pass; `site` is the place's number inside the network. */
export function maskSite(mode: Mode, site: number): number {
  return mode.pass * SITES_PER_PASS + site;
}
