/**
 * Our own GPUDevice for TF.js, with the adapter's real limits, and no silent error.
 *
 * TF.js asks for few features and keeps the default of eight storage buffers per stage; its operations then fail
 * without an exception. Here every WebGPU error is caught, either by `guarded` around a step or by the device's
 * `uncapturederror` event, and the first one is kept and shown.
 */
import { adapterName, drawsOnCpu } from './adapter-kind';
import { flush, installBackend } from './backend';
import { GpuError, openDevice } from './open-device';

/** Which kernels run: with workgroup memory and barriers (GPUs), or without (CPU rasterisers, where these are slow). */
export type KernelSet = 'workgroup' | 'barrier-free';

export interface EngineInfo {
  /** Human-readable name of the adapter. */
  adapter: string;
  /** True for a CPU rasteriser such as SwiftShader or lavapipe. */
  fallback: boolean;
  features: string[];
  limits: { maxBufferSize: number; maxStorageBufferBindingSize: number };
  kernelSet: KernelSet;
  /** Hears of a tensor that is larger than the adapter binds, where it is only counted; absent: an error. */
  onRefusal?: (sentence: string) => void;
}

export interface EngineOptions {
  kernelSet?: KernelSet;
  /** Called once if the device is lost for a reason other than `destroy`. */
  onLost?: (reason: string) => void;
}

let info: EngineInfo | null = null;
let device: GPUDevice | null = null;
let firstError: string | null = null;

/**
 * Opens an adapter and makes it TF.js' backend.
 * @throws GpuError where there is no WebGPU adapter, with what to do.
 */
export async function startEngine(gpu: GPU | undefined, options: EngineOptions = {}): Promise<EngineInfo> {
  const opened = await openDevice(gpu);
  device = opened.device;
  firstError = null;
  device.addEventListener('uncapturederror', (event) => {
    firstError ??= event.error.message;
  });
  device.lost.then((lost) => {
    if (lost.reason !== 'destroyed') options.onLost?.(lost.message || 'the graphics device was lost');
  });
  await installBackend(device, opened.adapter.info);
  const name = adapterName(opened.adapter.info);
  const fallback = drawsOnCpu(opened.adapter.info);
  info = {
    adapter: name || 'unnamed adapter',
    fallback,
    features: [...device.features],
    limits: {
      maxBufferSize: device.limits.maxBufferSize,
      maxStorageBufferBindingSize: device.limits.maxStorageBufferBindingSize,
    },
    kernelSet: options.kernelSet ?? (fallback ? 'barrier-free' : 'workgroup'),
  };
  return info;
}

/** What `startEngine` found. */
export function engineInfo(): EngineInfo {
  if (!info) throw new GpuError('The GPU engine is not started: call startEngine() first.');
  return info;
}

/** Switches the kernel set; for tests and benchmarks that compare the two. */
export function selectKernelSet(set: KernelSet): void {
  engineInfo().kernelSet = set;
}

/**
 * Puts another device in the place of the started one until `restore` is called, with the same limits.
 * @throws where none is started, or where one is replaced already.
 */
export function substituteDevice(
  make: (real: GPUDevice) => GPUDevice,
  onRefusal: (sentence: string) => void,
): { device: GPUDevice; restore(): void } {
  const [real, before] = [device, engineInfo()];
  if (!real) throw new GpuError('The GPU engine is not started: call startEngine() first.');
  if (before.onRefusal) throw new GpuError('Memory is being counted already; wait for the end.');
  const substitute = make(real);
  device = substitute;
  info = { ...before, onRefusal };
  return {
    device: substitute,
    restore() {
      device = real;
      info = before;
    },
  };
}

/** True while work is only counted: buffers have no content. */
export function isCounting(): boolean {
  return info?.onRefusal !== undefined;
}

/** Destroys the device; every tensor is gone. */
export function stopEngine(): void {
  device?.destroy();
  device = null;
  info = null;
}

/**
 * Runs GPU work inside error scopes.
 * @throws GpuError naming `what` and WebGPU's own words when anything in it was invalid or ran out of memory; the
 * caller must then treat every tensor written by `work` as garbage.
 */
export async function guarded<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  if (!device) throw new GpuError('The GPU engine is not started: call startEngine() first.');
  flush();
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  const attempt = await Promise.resolve()
    .then(work)
    .then((value) => ({ value }))
    .catch((error: unknown) => ({ error }));
  flush();
  const [memory, validation] = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
  const message = memory ? `out of GPU memory: ${memory.message}` : (validation?.message ?? firstError);
  firstError = null;
  const thrown = 'error' in attempt ? attempt.error : undefined;
  if (message) throw new GpuError(`${what}: ${message.split('\n')[0]}`, { cause: thrown });
  if ('error' in attempt) throw attempt.error;
  return attempt.value;
}
