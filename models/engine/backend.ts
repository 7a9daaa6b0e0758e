/**
 * The one file that knows TF.js' private members (4.22.0, pinned exactly; `backend.test.ts` fails when they change).
 *
 * TF.js owns tensors, their buffers and the pool. Kernels of the lab are recorded into TF.js' own command encoder, so
 * that they may be mixed with stock operations in any order. Two things are patched: a tensor may be a view of a
 * larger buffer (packed parameters), and a recording of commands may listen in.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

export interface BufferView {
  offset: number;
  size: number;
}

interface TensorData {
  values: ArrayBufferView | null;
  dtype: tf.DataType;
  shape: number[];
  refCount: number;
  resource?: GPUBuffer;
  external?: boolean;
  view?: BufferView;
}

interface Pool {
  freeBuffers: Map<string, GPUBuffer[]>;
  numBytesUsed: number;
  numBytesAllocated: number;
  numFreeBuffers: number;
  acquireBuffer(size: number, usage: number): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer): void;
}

interface Internals {
  device: GPUDevice;
  queue: GPUQueue;
  bufferManager: Pool;
  tensorMap: { get(id: object): TensorData; set(id: object, data: TensorData): void; has(id: object): boolean };
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  uploadToGPU(id: object): void;
  makeTensorInfo(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  tensorToBinding(tensor?: tf.TensorInfo): GPUBufferBinding | undefined;
  nextDataId(): number;
  read(id: object): Promise<tf.backend_util.BackendValues>;
  runWebGPUProgram(...args: unknown[]): tf.TensorInfo;
}

/** Names that the lab relies on; a test checks that this version of TF.js has them all. */
export const PRIVATE_MEMBERS = [
  'bufferManager',
  'tensorMap',
  'commandEncoder',
  'computePassEncoder',
  'dispatchCountInPass',
  'ensureCommandEncoderReady',
  'endComputePassEncoder',
  'submitQueue',
  'uploadToGPU',
  'makeTensorInfo',
  'tensorToBinding',
  'runWebGPUProgram',
] as const;

let current: Internals | null = null;

/** Registers a TF.js backend on our own device, replacing an earlier one, and makes it current. */
export async function installBackend(device: GPUDevice, info: GPUAdapterInfo): Promise<void> {
  if (tf.engine().registryFactory.webgpu !== undefined) tf.removeBackend('webgpu');
  const backend = new WebGPUBackend(device, info);
  tf.registerBackend('webgpu', () => backend, 3);
  if (!(await tf.setBackend('webgpu'))) throw new Error('TF.js refused the WebGPU backend.');
  // Without these, small tensors silently run on the CPU and split-K sums differ from run to run.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', 3);
  current = backend as unknown as Internals;
  allowViews(current);
}

/** What of TF.js' engine a stand-in backend replaces. */
interface EngineInternals {
  registry: Record<string, unknown>;
  backendInstance: unknown;
}

/**
 * Makes a second backend on another device current, until the returned function is called. Tensors of the one must not
 * be used under the other.
 */
export function substituteBackend(device: GPUDevice, info: GPUAdapterInfo): () => void {
  const engine = tf.engine() as unknown as EngineInternals;
  const [before, registered] = [current, engine.registry.webgpu];
  const backend = new WebGPUBackend(device, info);
  const use = (internals: Internals | null, instance: unknown) => {
    current = internals;
    engine.registry.webgpu = instance;
    engine.backendInstance = instance;
  };
  use(backend as unknown as Internals, backend);
  allowViews(backend as unknown as Internals);
  return () => use(before, registered);
}

function allowViews(backend: Internals): void {
  const bindWhole = backend.tensorToBinding.bind(backend);
  backend.tensorToBinding = (tensor) => {
    const data = tensor && backend.tensorMap.get(tensor.dataId);
    return data?.view ? { buffer: data.resource!, ...data.view } : bindWhole(tensor);
  };
  const readWhole = backend.read.bind(backend);
  backend.read = async (id) => {
    const data = backend.tensorMap.get(id);
    if (!data.view) return readWhole(id);
    const bytes = await readBuffer(data.resource!, data.view.offset, data.view.size);
    return data.dtype === 'int32' ? new Int32Array(bytes) : new Float32Array(bytes);
  };
}

/** TF.js' WebGPU backend; throws before `startEngine`. */
export function backend(): Internals {
  if (!current) throw new Error('The GPU engine is not started: call startEngine() first.');
  return current;
}

/** Ends TF.js' pass and submits everything recorded so far. */
export function flush(): void {
  const be = backend();
  be.endComputePassEncoder();
  if (be.commandEncoder) be.submitQueue();
}

/** The buffer range behind a tensor, uploaded if it was still on the CPU. */
export function bindingOf(tensor: tf.TensorInfo): GPUBufferBinding {
  const be = backend();
  be.uploadToGPU(tensor.dataId);
  return be.tensorToBinding(tensor)!;
}

/** A new tensor with an uninitialised buffer from the pool. */
export function emptyTensor(shape: number[], dtype: 'float32' | 'int32' = 'float32'): tf.Tensor {
  const be = backend();
  const info = be.makeTensorInfo(shape, dtype);
  be.uploadToGPU(info.dataId);
  return tf.engine().makeTensorFromTensorInfo(info);
}

/** A kept tensor of the given content, uploaded at once: recorded steps may read it. */
export function constantTensor(values: Float32Array | Int32Array, shape: number[] = [values.length]): tf.Tensor {
  const tensor = tf.keep(tf.tensor(values, shape, values instanceof Int32Array ? 'int32' : 'float32'));
  backend().uploadToGPU(tensor.dataId);
  return tensor;
}

/** A tensor that is a range of `buffer`; disposing it frees nothing. The offset must be a multiple of 256 bytes. */
export function viewTensor(
  buffer: GPUBuffer,
  offset: number,
  shape: number[],
  dtype: 'float32' | 'int32' = 'float32',
): tf.Tensor {
  const be = backend();
  const dataId = { id: be.nextDataId() };
  const size = Math.max(4, shape.reduce((a, b) => a * b, 1) * 4);
  be.tensorMap.set(dataId, {
    dtype,
    shape,
    values: null,
    refCount: 1,
    external: true,
    resource: buffer,
    view: { offset, size },
  });
  return tf.keep(tf.engine().makeTensorFromTensorInfo({ dataId, shape, dtype }));
}

/** Overwrites a tensor's buffer. Earlier recorded commands still see the old content. */
export function writeTensor(tensor: tf.Tensor, values: Float32Array | Int32Array | Uint32Array): void {
  if (values.length !== tensor.size)
    throw new Error(`writeTensor: ${values.length} values for a tensor of ${tensor.size} ([${tensor.shape}]).`);
  const { buffer, offset = 0 } = bindingOf(tensor);
  flush(); // queue.writeBuffer overtakes commands that are not submitted yet
  backend().queue.writeBuffer(buffer, offset, values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
  backend().tensorMap.get(tensor.dataId).values = null;
}

/** Large buffers are read in parts, so that a copy of a network's parameters needs no second buffer of their size. */
export const READ_BYTES = 64 << 20;

/** Copies a range of a buffer to the CPU. */
export async function readBuffer(buffer: GPUBuffer, offset: number, size: number): Promise<ArrayBuffer> {
  const { device } = backend();
  flush();
  const part = Math.min(size, READ_BYTES);
  const staging = device.createBuffer({
    label: 'transfer',
    size: part,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  const bytes = new Uint8Array(size);
  try {
    for (let at = 0; at < size; at += part) {
      const length = Math.min(part, size - at);
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(buffer, offset + at, staging, 0, length);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ, 0, length);
      bytes.set(new Uint8Array(staging.getMappedRange(0, length)), at);
      staging.unmap();
    }
    return bytes.buffer;
  } finally {
    staging.destroy();
  }
}

/** Values of a tensor now; unlike `tensor.data()` nothing is cached, so a tensor that changes in place reads true. */
export async function readTensor(tensor: tf.Tensor): Promise<Float32Array | Int32Array> {
  return (await readTensors([tensor]))[0]!;
}

/** Values of several tensors now, in one transfer. */
export async function readTensors(tensors: tf.Tensor[]): Promise<(Float32Array | Int32Array)[]> {
  const { device } = backend();
  const sizes = tensors.map((t) => Math.max(4, t.size * 4));
  const total = sizes.reduce((a, b) => a + b, 0);
  const bindings = tensors.map(bindingOf);
  flush();
  if (total > READ_BYTES) {
    const parts: (Float32Array | Int32Array)[] = [];
    for (const [i, { buffer, offset = 0 }] of bindings.entries()) {
      const bytes = await readBuffer(buffer, offset, sizes[i]!);
      parts.push(tensors[i]!.dtype === 'int32' ? new Int32Array(bytes) : new Float32Array(bytes));
    }
    return parts;
  }
  const staging = device.createBuffer({
    label: 'transfer',
    size: total,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  const encoder = device.createCommandEncoder();
  let at = 0;
  bindings.forEach(({ buffer, offset = 0 }, i) => {
    encoder.copyBufferToBuffer(buffer, offset, staging, at, sizes[i]!);
    at += sizes[i]!;
  });
  device.queue.submit([encoder.finish()]);
  try {
    await staging.mapAsync(GPUMapMode.READ);
    const bytes = staging.getMappedRange().slice(0);
    at = 0;
    return tensors.map((t, i) => {
      const start = at;
      at += sizes[i]!;
      return t.dtype === 'int32' ? new Int32Array(bytes, start, t.size) : new Float32Array(bytes, start, t.size);
    });
  } finally {
    staging.destroy();
  }
}

/** Bytes of live tensors, and of all buffers that the pool holds. */
export function gpuBytes(): { used: number; allocated: number } {
  const { numBytesUsed, numBytesAllocated } = backend().bufferManager;
  return { used: numBytesUsed, allocated: numBytesAllocated };
}

/** Destroys the pool's idle buffers (the pool never shrinks by itself); returns the bytes freed. */
export function trimPool(): number {
  flush();
  const pool = backend().bufferManager;
  let bytes = 0;
  for (const buffers of pool.freeBuffers.values()) {
    for (const buffer of buffers) {
      bytes += buffer.size;
      buffer.destroy();
    }
    pool.numFreeBuffers -= buffers.length;
    buffers.length = 0;
  }
  pool.numBytesAllocated -= bytes;
  return bytes;
}
