/**
 * Compute kernels: WGSL text plus a call.
 *
 * A kernel's file holds its entry point `main` and nothing of the plumbing. What it can name is declared for it, in
 * the order of the call: each input as a read-only storage array, each output as a read_write one, `u` with the
 * uniforms, and the constants. Constants are part of the pipeline's key; uniforms are kept in one permanent buffer per
 * distinct content (shapes are static), so that a repeated step writes none.
 *
 * Values that change from step to step (images, seeds, learning rate) must be tensors, never uniforms: that is what
 * makes a recorded step replayable.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { backend, bindingOf, emptyTensor, flush } from './backend';
import { engineInfo } from './device';
import { recordDispatch } from './replay';

/** A uniform: a plain number is a u32, `f32(x)` a float. */
export type Uniform = number | { f32: number };
export const f32 = (value: number): Uniform => ({ f32: value });

/** An output: the shape of a new float tensor, a typed shape, or an existing tensor that is changed in place. */
export type Output = number[] | { shape: number[]; dtype: 'int32' | 'float32' } | Tensor;

export interface KernelCall<K extends string> {
  /** Unique name; with the constants and types it identifies the pipeline. */
  name: string;
  code: string;
  constants?: Record<string, number>;
  inputs: Record<string, Tensor>;
  outputs: Record<K, Output>;
  uniforms?: Record<string, Uniform>;
  /** Element type of a binding where it is not f32 / i32 by dtype: 'vec4f', 'u32', 'atomic<u32>', ... */
  types?: Record<string, string>;
  /** Workgroups to launch; see `grid`. */
  groups: [number, number?, number?];
}

const BYTES_PER_VALUE = 4;
const GRID_X = 32768;
const SUBMIT_EVERY = 32;

/** Workgroups for `count` invocations of `flat_index(group, lane, width)`. */
export function grid(count: number, width = 64): [number, number] {
  const groups = Math.max(1, Math.ceil(count / width));
  return groups <= GRID_X ? [groups, 1] : [GRID_X, Math.ceil(groups / GRID_X)];
}

const PRELUDE = `
fn flat_index(group: vec3u, lane: u32, width: u32) -> u32 { return (group.x + group.y * ${GRID_X}u) * width + lane; }
`;

let pipelines = new Map<string, GPUComputePipeline>();
let uniformBuffers = new Map<string, GPUBuffer>();
let owner: GPUDevice | null = null;
let dispatches = 0;

/** Kernels launched since the last call; for benchmarks and tests. */
export function takeDispatchCount(): number {
  const count = dispatches;
  dispatches = 0;
  return count;
}

/** Compiled pipelines so far. */
export function pipelineCount(): number {
  return pipelines.size;
}

/** Launches a kernel; returns its outputs by name (in-place outputs are the tensors that were given). */
export function run<K extends string>(call: KernelCall<K>): Record<K, Tensor> {
  const be = backend();
  if (owner !== be.device) {
    pipelines = new Map();
    uniformBuffers = new Map();
    owner = be.device;
  }
  const outputs = {} as Record<K, Tensor>;
  for (const [name, spec] of Object.entries(call.outputs) as [K, Output][]) {
    if (Array.isArray(spec)) outputs[name] = emptyTensor(spec);
    else outputs[name] = 'dataId' in spec ? spec : emptyTensor(spec.shape, spec.dtype);
  }
  const pipeline = pipelineFor(call, outputs);
  const entries: GPUBindGroupEntry[] = [];
  for (const [name, tensor] of Object.entries<Tensor>({ ...call.inputs, ...outputs })) {
    if (tensor.size * BYTES_PER_VALUE > engineInfo().limits.maxStorageBufferBindingSize)
      refuse(call.name, name, tensor);
    entries.push({ binding: entries.length, resource: bindingOf(tensor) });
  }
  if (call.uniforms) entries.push({ binding: entries.length, resource: { buffer: uniformBuffer(call.uniforms) } });
  const bindGroup = be.device.createBindGroup({ label: call.name, layout: pipeline.getBindGroupLayout(0), entries });
  const [x, y = 1, z = 1] = call.groups;
  if (Math.max(x, y, z) > 65535 || Math.min(x, y, z) < 1)
    throw new Error(`Kernel ${call.name}: cannot launch ${x} x ${y} x ${z} workgroups.`);
  be.ensureCommandEncoderReady();
  be.computePassEncoder ??= be.commandEncoder!.beginComputePass();
  const pass = be.computePassEncoder;
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(x, y, z);
  recordDispatch({ pipeline, bindGroup, groups: [x, y, z] });
  dispatches++;
  if (++be.dispatchCountInPass >= SUBMIT_EVERY) flush();
  return outputs;
}

/** A tensor that no kernel can see whole; elsewhere WebGPU would only say that a binding is too large. */
function refuse(kernel: string, name: string, { shape, size }: Tensor): void {
  const { limits, onRefusal } = engineInfo();
  const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
  const sentence = `${kernel}: ${name} [${shape}] needs ${megabytes(size * BYTES_PER_VALUE)} in one piece, more than the ${megabytes(limits.maxStorageBufferBindingSize)} that this adapter gives a kernel; choose a smaller crop or batch, recompute activations, or learn from one picture at a time (memory.oneByOne).`;
  if (!onRefusal) throw new Error(sentence);
  onRefusal(sentence);
}

function pipelineFor<K extends string>(call: KernelCall<K>, outputs: Record<K, Tensor>): GPUComputePipeline {
  const key = `${call.name} ${JSON.stringify([call.constants, call.types])}`;
  let pipeline = pipelines.get(key);
  if (!pipeline) {
    const { device } = backend();
    const module = device.createShaderModule({ label: call.name, code: shaderOf(call, outputs) });
    pipeline = device.createComputePipeline({
      label: call.name,
      layout: 'auto',
      compute: { module, entryPoint: 'main' },
    });
    pipelines.set(key, pipeline);
  }
  return pipeline;
}

function shaderOf<K extends string>(call: KernelCall<K>, outputs: Record<K, Tensor>): string {
  const lines: string[] = [];
  let binding = 0;
  const declare = (access: string, tensors: Record<string, Tensor>) => {
    for (const [name, tensor] of Object.entries(tensors)) {
      const element = call.types?.[name] ?? (tensor.dtype === 'int32' ? 'i32' : 'f32');
      lines.push(`@group(0) @binding(${binding++}) var<storage, ${access}> ${name}: array<${element}>;`);
    }
  };
  declare('read', call.inputs);
  declare('read_write', outputs);
  if (call.uniforms) {
    const fields = Object.entries(call.uniforms).map(([n, v]) => `${n}: ${typeof v === 'number' ? 'u32' : 'f32'}`);
    lines.push(`struct Uniforms { ${fields.join(', ')} }`);
    lines.push(`@group(0) @binding(${binding}) var<uniform> u: Uniforms;`);
  }
  for (const [name, value] of Object.entries(call.constants ?? {})) lines.push(`const ${name} = ${value}u;`);
  const [, enables = '', body = ''] = /^((?:enable [^;]+;\s*)*)(.*)$/s.exec(call.code)!; // must open the module
  return `${enables}\n${lines.join('\n')}\n${PRELUDE}\n${body}`;
}

function uniformBuffer(uniforms: Record<string, Uniform>): GPUBuffer {
  const values = Object.values(uniforms);
  const words = new Uint32Array(Math.ceil(values.length / 4) * 4);
  const floats = new Float32Array(words.buffer);
  values.forEach((value, i) => {
    if (typeof value === 'number') words[i] = value;
    else floats[i] = value.f32;
  });
  const key = words.join();
  let buffer = uniformBuffers.get(key);
  if (!buffer) {
    const { device } = backend();
    buffer = device.createBuffer({
      size: words.byteLength,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
      mappedAtCreation: true,
    });
    new Uint32Array(buffer.getMappedRange()).set(words);
    buffer.unmap();
    uniformBuffers.set(key, buffer);
  }
  return buffer;
}
