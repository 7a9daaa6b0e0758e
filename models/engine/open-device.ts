/** A GPUDevice with what the adapter really has. It imports no TF.js, so that a page can ask what there is at once. */

const WANTED_FEATURES: GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query'];
const WANTED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** A WebGPU validation or memory error; nothing of the step in which it happened may be used. */
export class GpuError extends Error {
  override name = 'GpuError';
}

/** @throws GpuError where there is no WebGPU adapter, with what to do. */
export async function openDevice(gpu: GPU | undefined): Promise<{ adapter: GPUAdapter; device: GPUDevice }> {
  if (!gpu) throw new GpuError('This browser has no WebGPU. Use Chrome or Edge 121 or newer on a machine with a GPU.');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter)
    throw new GpuError(
      'WebGPU found no graphics adapter. Update the graphics driver, or turn on hardware acceleration (chrome://gpu shows why).',
    );
  const device = await adapter.requestDevice({
    requiredFeatures: WANTED_FEATURES.filter((f) => adapter.features.has(f)),
    requiredLimits: Object.fromEntries(WANTED_LIMITS.map((name) => [name, adapter.limits[name]])),
  });
  return { adapter, device };
}
