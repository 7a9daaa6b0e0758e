/** What an adapter is, from its own words. It imports nothing, so that it can be asked before TF.js' backend is loaded. */

/** One line; empty where the adapter says nothing of itself. */
export function adapterName(info: GPUAdapterInfo): string {
  return [info.description, info.vendor, info.architecture, info.device].filter(Boolean).join(' ');
}

/** True for a CPU rasteriser such as SwiftShader or lavapipe. */
export function drawsOnCpu(info: GPUAdapterInfo): boolean {
  return info.isFallbackAdapter === true || /llvmpipe|lavapipe|swiftshader/i.test(adapterName(info));
}
