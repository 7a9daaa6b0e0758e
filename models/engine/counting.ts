/**
 * Runs GPU work without a GPU and counts its buffers: the very code that trains says how much memory it will take.
 *
 * A stand-in for the started device makes buffers that have a size and no content, and takes all commands without
 * doing anything. What is read back is zeros. Nothing that depends on values may decide about shapes, which no network
 * of the lab does.
 */
import { substituteBackend } from './backend';
import { substituteDevice } from './device';

/** What a buffer is for, read off its label and its usage, and otherwise off the stage of the work. */
export type Purpose = 'weights' | 'optimizer' | 'activations' | 'buffers' | 'validation';

export type Bytes = Record<Purpose, number>;

const nothing = (): Bytes => ({ weights: 0, optimizer: 0, activations: 0, buffers: 0, validation: 0 });
const sum = (bytes: Bytes) => Object.values(bytes).reduce((a, b) => a + b, 0);

export class BufferCount {
  /** Bytes of the buffers that exist now. */
  readonly live = nothing();
  /** What existed when it was most, since `beginStage`. */
  peak = nothing();
  /** Sentences about tensors that are larger than the adapter binds; each once. */
  readonly refusals = new Set<string>();
  private stage: Purpose = 'buffers';

  /** Buffers without a purpose of their own are counted as `stage` from now on, and the peak begins anew. */
  beginStage(stage: Purpose): void {
    this.stage = stage;
    this.peak = { ...this.live };
  }

  get peakBytes(): number {
    return sum(this.peak);
  }

  /** @internal */
  add({ label, size, usage }: GPUBufferDescriptor): () => void {
    const purpose = this.purposeOf(label, usage);
    this.live[purpose] += size;
    if (sum(this.live) > this.peakBytes) this.peak = { ...this.live };
    let counted = true;
    return () => {
      if (counted) this.live[purpose] -= size;
      counted = false;
    };
  }

  private purposeOf(label: string | undefined, usage: number): Purpose {
    if (label === 'weights' || label === 'optimizer') return label;
    const isTransfer = usage & (GPUBufferUsage.MAP_READ | GPUBufferUsage.MAP_WRITE | GPUBufferUsage.UNIFORM);
    return isTransfer ? 'buffers' : this.stage;
  }
}

/**
 * Runs `work` on a stand-in with the limits and features of the started engine; the engine is as before when it ends.
 * @throws where the engine is not started, or where something is being counted already.
 */
export async function counted<T>(work: (count: BufferCount) => Promise<T>): Promise<T> {
  const count = new BufferCount();
  const { device, restore: restoreDevice } = substituteDevice(
    (real) => countingDevice(real, count),
    (refusal) => count.refusals.add(refusal),
  );
  const restoreBackend = substituteBackend(device, device.adapterInfo);
  try {
    return await work(count);
  } finally {
    restoreBackend();
    restoreDevice();
  }
}

function countingDevice({ limits, features, adapterInfo }: GPUDevice, count: BufferCount): GPUDevice {
  const pass = { setPipeline() {}, setBindGroup() {}, dispatchWorkgroups() {}, end() {} };
  const encoder = { beginComputePass: () => pass, copyBufferToBuffer() {}, finish: () => ({}) };
  const device = {
    limits,
    features,
    adapterInfo,
    queue: { submit() {}, writeBuffer() {}, onSubmittedWorkDone: async () => undefined },
    createBuffer: (descriptor: GPUBufferDescriptor) => countedBuffer(descriptor, count),
    createShaderModule: () => ({}),
    createComputePipeline: () => ({ getBindGroupLayout: () => ({}) }),
    createBindGroup: () => ({}),
    createCommandEncoder: () => encoder,
    pushErrorScope() {},
    popErrorScope: async () => null,
    destroy() {},
  };
  return device as unknown as GPUDevice;
}

/** TF.js tells buffers from textures by their class, so this one has it too. */
function countedBuffer(descriptor: GPUBufferDescriptor, count: BufferCount): GPUBuffer {
  const { size, usage, mappedAtCreation = false } = descriptor;
  const own = {
    label: descriptor.label ?? '',
    size,
    usage,
    mapState: mappedAtCreation ? 'mapped' : 'unmapped',
    getMappedRange: (_from = 0, length = size) => new ArrayBuffer(length),
    mapAsync: async () => undefined,
    unmap: () => undefined,
    destroy: count.add(descriptor),
  };
  const properties = Object.entries(own).map(([name, value]) => [name, { value, writable: true }]);
  return Object.create(GPUBuffer.prototype, Object.fromEntries(properties)) as GPUBuffer;
}
