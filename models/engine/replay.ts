/**
 * Record a step once, replay it for ever.
 *
 * Shapes are static, so the second step launches the same kernels on the same buffers as the first. `record` runs a
 * step with buffers of its own that nobody else may reuse, and keeps the list of launches; `replay` submits them again
 * without tape, shapes or bind groups, bit-identical. What changes from step to step is written into tensors that
 * exist on the GPU before the recording (`constantTensor`, `writeTensor`). Only the lab's own kernels may run while recording.
 */
import { backend, flush } from './backend';

export interface Dispatch {
  pipeline: GPUComputePipeline;
  bindGroup: GPUBindGroup;
  groups: [number, number, number];
}

/**
 * Buffers that only recordings use. Recordings that always run one after the other can share an arena: each one's
 * scratch overwrites the other's, while results stay apart.
 */
export class Arena {
  /** @internal */
  readonly free = new Map<string, GPUBuffer[]>([['', []]]); // TF.js' pool ignores releases while its map is empty

  /** Bytes of the buffers that no result holds. */
  get bytes(): number {
    let bytes = 0;
    for (const buffers of this.free.values()) for (const buffer of buffers) bytes += buffer.size;
    return bytes;
  }

  /** Gives the buffers back to the pool; recordings on this arena cannot be replayed any more. */
  dispose(): void {
    flush();
    const pool = backend().bufferManager;
    for (const [key, buffers] of this.free) {
      const shared = pool.freeBuffers.get(key) ?? [];
      shared.push(...buffers);
      pool.freeBuffers.set(key, shared);
      pool.numFreeBuffers += buffers.length;
    }
    this.free.clear();
  }
}

let tracing: Dispatch[] | null = null;

/** Called by `run` for every launch. */
export function recordDispatch(dispatch: Dispatch): void {
  tracing?.push(dispatch);
}

export class Recording<T> {
  /** @internal Use `record`. */
  constructor(
    readonly result: T,
    readonly dispatches: readonly Dispatch[],
    readonly arena: Arena,
    private readonly submitEvery: number,
  ) {}

  /** Launches the recorded step again on the content that its tensors have now. */
  replay(): void {
    flush();
    const { device } = backend();
    for (let start = 0; start < this.dispatches.length; start += this.submitEvery) {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      let last: GPUComputePipeline | null = null;
      const end = Math.min(this.dispatches.length, start + this.submitEvery);
      for (let i = start; i < end; i++) {
        const { pipeline, bindGroup, groups } = this.dispatches[i]!;
        if (pipeline !== last) pass.setPipeline(pipeline);
        last = pipeline;
        pass.setBindGroup(0, bindGroup);
        pass.dispatchWorkgroups(...groups);
      }
      pass.end();
      device.queue.submit([encoder.finish()]);
    }
  }
}

/**
 * Runs `step` once and records its kernels. Tensors in its result stay valid and are rewritten by every replay.
 * `submitEvery` bounds the launches per submission, so that no submission runs long enough to trip a watchdog.
 */
export function record<T>(step: () => T, arena = new Arena(), submitEvery = 64): Recording<T> {
  if (tracing) throw new Error('A recording is already running.');
  flush();
  const be = backend();
  const shared = be.bufferManager.freeBuffers;
  const runStock = be.runWebGPUProgram;
  const upload = be.uploadToGPU;
  be.runWebGPUProgram = () => {
    throw new Error('A stock TF.js operation ran inside a recorded step; it would not be replayed.');
  };
  // Its buffer would come from the arena, where a replay writes scratch into it and nothing uploads it again.
  be.uploadToGPU = (id) => {
    const { resource, values, shape } = be.tensorMap.get(id);
    if (!resource && values)
      throw new Error(`A tensor [${shape}] was uploaded inside a recorded step; upload it before.`);
    upload.call(be, id);
  };
  be.bufferManager.freeBuffers = arena.free;
  tracing = [];
  try {
    const result = step();
    flush();
    return new Recording(result, tracing, arena, submitEvery);
  } finally {
    tracing = null;
    be.bufferManager.freeBuffers = shared;
    // TF.js releases a buffer into the list of its size, which must exist.
    for (const key of arena.free.keys()) if (!shared.has(key)) shared.set(key, []);
    be.runWebGPUProgram = runStock;
    be.uploadToGPU = upload;
  }
}
