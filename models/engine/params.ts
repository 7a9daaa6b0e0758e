/**
 * Packed parameters.
 *
 * All parameters of a network lie in one GPU buffer, gradients in a second one, moments in two more; a `Param` is a
 * view of its range. So AdamW with EMA, zeroing gradients, a gradient norm or a checkpoint is one pass each.
 *
 * On the GPU weights are stored the way the kernels read them (channels last); files hold PyTorch's layout:
 *
 *   layout     PyTorch [file]        GPU
 *   linear     [out, in]             [in, out]
 *   conv       [out, in, kh, kw]     [kh, kw, in, out]
 *   depthwise  [c, 1, kh, kw]        [kh, kw, c]
 *   plain      any                   the same
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { backend, readBuffer, readTensor, viewTensor, writeTensor } from './backend';
import { engineInfo, isCounting } from './device';
import { RandomStream, STREAM } from './random';

export type Layout = 'linear' | 'conv' | 'depthwise' | 'plain';

/** How a tensor starts when no checkpoint gives it (PyTorch's and the reference's rules). */
export type Init =
  | { kind: 'zeros' }
  | { kind: 'ones' }
  | { kind: 'normal'; std: number }
  | { kind: 'uniform'; bound: number };

export interface ParamSpec {
  /** Name in the reference's state dict. */
  name: string;
  /** PyTorch shape. */
  shape: number[];
  layout: Layout;
  init: Init;
  /** A buffer of the state dict (running statistics): stored, averaged by nobody, never trained. */
  buffer?: boolean;
}

export interface Param {
  readonly name: string;
  /** GPU layout. */
  readonly value: Tensor;
  /** Gradient to add to; undefined where the network is not trained. */
  readonly grad?: Tensor;
}

const BLOCK_FLOATS = 64; // 256 bytes, the alignment of a storage binding

/** A range of the packed buffers that a kernel can see at once; the ranges of all tensors of a network are the same. */
export interface Piece {
  /** Block of 64 floats with which it begins, and its floats. */
  firstBlock: number;
  size: number;
  values: Tensor;
  gradients?: Tensor;
  firstMoments?: Tensor;
  secondMoments?: Tensor;
}

interface Slot {
  spec: ParamSpec;
  offset: number; // in floats
  size: number;
}

export class ParamStore {
  /** Whole packed buffers as flat tensors: values, and for a trained network gradients and AdamW's moments. */
  readonly values: Tensor;
  /** All buffers of the state dict (running statistics), likewise. */
  readonly state: Tensor;
  readonly gradients?: Tensor;
  readonly firstMoments?: Tensor;
  readonly secondMoments?: Tensor;
  /** The same in ranges that the adapter binds whole; one where it can bind everything. */
  readonly pieces: Piece[] = [];
  /** Floats in `values` including alignment; a multiple of 64. */
  readonly size: number;
  private readonly slots = new Map<string, Slot>();
  private readonly params = new Map<string, Param>();
  private readonly gpuBuffers: GPUBuffer[] = [];
  private readonly valueBuffer: GPUBuffer;
  private readonly stateBuffer: GPUBuffer;

  /** Allocates and initialises (all from `seed`); `trained` adds gradients and moments. */
  constructor(
    readonly specs: ParamSpec[],
    options: { seed: number; trained: boolean },
  ) {
    let size = 0;
    let stateSize = 0;
    for (const spec of specs) {
      const length = spec.shape.reduce((a, b) => a * b, 1);
      if (this.slots.has(spec.name)) throw new Error(`Parameter ${spec.name} is declared twice.`);
      this.slots.set(spec.name, { spec, offset: spec.buffer ? stateSize : size, size: length });
      const blocks = Math.ceil(length / BLOCK_FLOATS) * BLOCK_FLOATS;
      if (spec.buffer) stateSize += blocks;
      else size += blocks;
    }
    this.size = size;
    this.valueBuffer = this.allocate(size, 'weights');
    this.stateBuffer = this.allocate(Math.max(stateSize, BLOCK_FLOATS), 'weights');
    this.values = viewTensor(this.valueBuffer, 0, [size]);
    this.state = viewTensor(this.stateBuffer, 0, [this.stateBuffer.size / 4]);
    let gradientBuffer: GPUBuffer | undefined;
    let momentBuffers: GPUBuffer[] = [];
    if (options.trained) {
      gradientBuffer = this.allocate(size, 'optimizer');
      momentBuffers = [this.allocate(size, 'optimizer'), this.allocate(size, 'optimizer')];
      this.gradients = viewTensor(gradientBuffer, 0, [size]);
      this.firstMoments = viewTensor(momentBuffers[0]!, 0, [size]);
      this.secondMoments = viewTensor(momentBuffers[1]!, 0, [size]);
    }
    const largest = engineInfo().limits.maxStorageBufferBindingSize / 4;
    const pieceSize = Math.floor(largest / BLOCK_FLOATS) * BLOCK_FLOATS;
    for (let first = 0; first < size; first += pieceSize) {
      const length = Math.min(pieceSize, size - first);
      const view = (buffer: GPUBuffer | undefined) => buffer && viewTensor(buffer, first * 4, [length]);
      this.pieces.push({
        firstBlock: first / BLOCK_FLOATS,
        size: length,
        values: viewTensor(this.valueBuffer, first * 4, [length]),
        gradients: view(gradientBuffer),
        firstMoments: view(momentBuffers[0]),
        secondMoments: view(momentBuffers[1]),
      });
    }
    let index = 0;
    for (const { spec, offset, size: length } of this.slots.values()) {
      const shape = gpuShape(spec);
      const value = viewTensor(spec.buffer ? this.stateBuffer : this.valueBuffer, offset * 4, shape);
      const grad = gradientBuffer && !spec.buffer ? viewTensor(gradientBuffer, offset * 4, shape) : undefined;
      this.params.set(spec.name, { name: spec.name, value, grad });
      const random = new RandomStream(options.seed, STREAM.init, index++);
      if (!isCounting()) writeTensor(value, initialValues(spec.init, length, random));
    }
  }

  /** @throws where the network has no parameter of that name. */
  get(name: string): Param {
    const param = this.params.get(name);
    if (!param) throw new Error(`The network has no parameter named ${name}.`);
    return param;
  }

  has(name: string): boolean {
    return this.params.has(name);
  }

  /** One number per block of 64 floats of `values`, from the parameter's name: the optimizer's groups. */
  blockTable(groupOf: (name: string) => number): Uint32Array {
    const table = new Uint32Array(this.size / BLOCK_FLOATS);
    for (const { spec, offset, size } of this.slots.values())
      if (!spec.buffer)
        table.fill(
          groupOf(spec.name),
          offset / BLOCK_FLOATS,
          (offset + Math.ceil(size / BLOCK_FLOATS) * BLOCK_FLOATS) / BLOCK_FLOATS,
        );
    return table;
  }

  /** Overwrites one tensor with values in PyTorch's layout. */
  load(name: string, values: Float32Array): void {
    const { spec } = this.slot(name);
    if (!isCounting()) writeTensor(this.get(name).value, toGpu(spec, values));
  }

  /** Copies another network's parameters and buffers of the same names. */
  copyFrom(other: ParamStore): void {
    const encoder = backend().device.createCommandEncoder();
    if (other.size !== this.size) throw new Error('Only networks of the same architecture can be copied.');
    encoder.copyBufferToBuffer(other.valueBuffer, 0, this.valueBuffer, 0, this.size * 4);
    encoder.copyBufferToBuffer(other.stateBuffer, 0, this.stateBuffer, 0, this.stateBuffer.size);
    backend().queue.submit([encoder.finish()]);
  }

  /** All tensors (buffers included) by name in PyTorch's layout and shape. */
  async export(): Promise<Map<string, { shape: number[]; values: Float32Array }>> {
    const values = new Float32Array(await readBuffer(this.valueBuffer, 0, this.valueBuffer.size));
    const state = new Float32Array(await readBuffer(this.stateBuffer, 0, this.stateBuffer.size));
    const all = new Map<string, { shape: number[]; values: Float32Array }>();
    for (const { spec, offset, size } of this.slots.values()) {
      const source = spec.buffer ? state : values;
      all.set(spec.name, { shape: spec.shape, values: fromGpu(spec, source.subarray(offset, offset + size)) });
    }
    return all;
  }

  /** Gradients by name in PyTorch's layout. */
  async exportGradients(): Promise<Map<string, Float32Array>> {
    if (!this.gradients) throw new Error('This network is not trained: it has no gradients.');
    const buffer = this.gpuBuffers[2]!;
    const gradients = new Float32Array(await readBuffer(buffer, 0, buffer.size));
    const all = new Map<string, Float32Array>();
    for (const { spec, offset, size } of this.slots.values())
      if (!spec.buffer) all.set(spec.name, fromGpu(spec, gradients.subarray(offset, offset + size)));
    return all;
  }

  /** AdamW's moments as whole packed tensors, for checkpoints of a run. */
  async exportMoments(): Promise<Map<string, { shape: number[]; values: Float32Array }>> {
    const all = new Map<string, { shape: number[]; values: Float32Array }>();
    for (const [name, tensor] of Object.entries(this.moments()))
      all.set(name, { shape: [this.size], values: (await readTensor(tensor)) as Float32Array });
    return all;
  }

  /** Restores what `exportMoments` gave. */
  importMoments(valuesOf: (name: string) => Float32Array): void {
    for (const [name, tensor] of Object.entries(this.moments())) writeTensor(tensor, valuesOf(name));
  }

  private moments(): Record<string, Tensor> {
    if (!this.firstMoments || !this.secondMoments) throw new Error('This network is not trained: it has no moments.');
    return { 'optimizer.exp_avg': this.firstMoments, 'optimizer.exp_avg_sq': this.secondMoments };
  }

  dispose(): void {
    for (const param of this.params.values()) {
      param.value.dispose();
      param.grad?.dispose();
    }
    for (const { values, gradients, firstMoments, secondMoments } of this.pieces)
      for (const t of [values, gradients, firstMoments, secondMoments]) t?.dispose();
    for (const t of [this.values, this.state, this.gradients, this.firstMoments, this.secondMoments]) t?.dispose();
    for (const buffer of this.gpuBuffers) buffer.destroy();
  }

  private slot(name: string): Slot {
    const slot = this.slots.get(name);
    if (!slot) throw new Error(`The network has no parameter named ${name}.`);
    return slot;
  }

  private allocate(floats: number, label: 'weights' | 'optimizer'): GPUBuffer {
    const buffer = backend().device.createBuffer({
      label,
      size: floats * 4,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
    this.gpuBuffers.push(buffer);
    return buffer;
  }
}

function gpuShape({ layout, shape }: ParamSpec): number[] {
  const [a = 1, b = 1, c = 1, d = 1] = shape;
  if (layout === 'linear') return [b, a];
  if (layout === 'conv') return [c, d, b, a];
  if (layout === 'depthwise') return [c, d, a];
  return shape;
}

function initialValues(init: Init, size: number, random: RandomStream): Float32Array {
  if (init.kind === 'zeros') return new Float32Array(size);
  if (init.kind === 'ones') return new Float32Array(size).fill(1);
  if (init.kind === 'normal') return Float32Array.from({ length: size }, () => random.normal() * init.std);
  return Float32Array.from({ length: size }, () => random.range(-init.bound, init.bound));
}

/** Reorders from PyTorch's layout to the GPU's. */
function toGpu({ name, layout, shape }: ParamSpec, values: Float32Array): Float32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  if (values.length !== size) throw new Error(`${name}: ${values.length} values for a tensor of shape [${shape}].`);
  if (layout === 'plain') return values;
  const [outer, inner, taps] = swapDims(layout, shape);
  const result = new Float32Array(values.length);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++)
      for (let t = 0; t < taps; t++) result[(t * inner + i) * outer + o] = values[(o * inner + i) * taps + t]!;
  return result;
}

function fromGpu({ layout, shape }: ParamSpec, values: Float32Array): Float32Array {
  if (layout === 'plain') return values.slice();
  const [outer, inner, taps] = swapDims(layout, shape);
  const result = new Float32Array(values.length);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++)
      for (let t = 0; t < taps; t++) result[(o * inner + i) * taps + t] = values[(t * inner + i) * outer + o]!;
  return result;
}

/** [out, in, taps] of a weight; both layouts only reverse these three. */
function swapDims(layout: Layout, shape: number[]): [number, number, number] {
  const [a = 1, b = 1, c = 1, d = 1] = shape;
  return layout === 'depthwise' ? [a, 1, c * d] : [a, b, c * d];
}
