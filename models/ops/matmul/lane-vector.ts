/** The hardware vector of a CPU rasteriser, as far as WebGPU shows it. */
import { backend } from '../../engine/backend';
import { engineInfo } from '../../engine/device';

/**
 * Lanes of a subgroup where the barrier-free kernels that exchange registers between lanes can run: their kernel set is
 * chosen, and the subgroup's size is known before a kernel is compiled. Else 0, and the workgroup kernels run, which
 * need nothing.
 */
export function subgroupLanes(): number {
  const { device } = backend();
  if (engineInfo().kernelSet !== 'barrier-free' || !device.features.has('subgroups')) return 0;
  const { subgroupMinSize, subgroupMaxSize } = device.adapterInfo;
  return subgroupMinSize === subgroupMaxSize && subgroupMinSize >= 4 && subgroupMinSize <= 16 ? subgroupMinSize : 0;
}
