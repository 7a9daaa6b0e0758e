/** The hardware vector of a CPU rasteriser, as far as WebGPU shows it. */
import { backend } from '../../engine/backend';

export interface LaneVector {
  /** Lanes of a workgroup: the subgroup's size, or 8 where there are no subgroups of a known size. */
  lanes: number;
  /** Whether a workgroup of `lanes` is one subgroup, so that its lanes can exchange registers. */
  subgroups: boolean;
}

export function laneVector(): LaneVector {
  const { device } = backend();
  const { subgroupMinSize = 0, subgroupMaxSize = 0 } = device.adapterInfo;
  const known = subgroupMinSize === subgroupMaxSize && subgroupMinSize >= 4 && subgroupMinSize <= 16;
  const subgroups = known && device.features.has('subgroups');
  return { lanes: subgroups ? subgroupMinSize : 8, subgroups };
}
