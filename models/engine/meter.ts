/** Counts what a piece of GPU work launches and how much memory it needs at once. */
import { backend } from './backend';
import { takeDispatchCount } from './kernel';

export interface Metered<T> {
  result: T;
  /** Launches of the lab's own kernels and of stock TF.js programs. */
  dispatches: number;
  /** Most bytes of live buffers during the work, above those that were live before. */
  peakBytes: number;
}

/** Runs `work`, which must not wait for the GPU, under the meter. */
export function metered<T>(work: () => T): Metered<T> {
  const be = backend();
  const pool = be.bufferManager;
  const { runWebGPUProgram } = be;
  const { acquireBuffer } = pool;
  const before = pool.numBytesUsed;
  let peak = before;
  let programs = 0;
  be.runWebGPUProgram = (...args) => {
    programs++;
    return runWebGPUProgram.apply(be, args);
  };
  pool.acquireBuffer = (...args) => {
    const buffer = acquireBuffer.apply(pool, args);
    peak = Math.max(peak, pool.numBytesUsed);
    return buffer;
  };
  takeDispatchCount();
  try {
    const result = work();
    return { result, dispatches: programs + takeDispatchCount(), peakBytes: peak - before };
  } finally {
    be.runWebGPUProgram = runWebGPUProgram;
    pool.acquireBuffer = acquireBuffer;
  }
}
