/**
 * A part of a network, such as a block: what it makes inside is freed at its end, as far as no gradient needs it. With
 * recomputation nothing but its inputs is kept, and the backward pass runs it again.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { recompute } from './engine/tape';
import type { Mode } from './mode';

/**
 * Runs a part. `run` must take its random masks and its batch statistics from the mode that it is given: the second
 * run draws the same masks and leaves the running statistics alone. Parts may contain parts.
 */
export function part(mode: Mode, run: (mode: Mode, ...inputs: Tensor[]) => Tensor, ...inputs: Tensor[]): Tensor {
  return tf.tidy(() => {
    if (!mode.recompute) return run(mode, ...inputs);
    let again = false;
    return recompute(
      (...xs) => {
        const y = run(again ? { ...mode, keepRunning: true } : mode, ...xs);
        again = true;
        return y;
      },
      ...inputs,
    );
  });
}
