/**
 * Kernels over channels are written once, for an element type `V`: four channels at a time where the number of
 * channels allows it, else one.
 */
import { engineInfo } from '../../engine/device';
import { grid } from '../../engine/kernel';

export interface Wide {
  /** Element type of a binding, for `types`. */
  type: 'vec4f' | 'f32';
  /** Floats in a `V`. */
  lanes: 4 | 1;
  /** WGSL to put before the kernel: `V`, and `total`, the sum of its floats. */
  code: string;
}

const FOUR: Wide = {
  type: 'vec4f',
  lanes: 4,
  code: 'alias V = vec4f;\nfn total(v: V) -> f32 { return dot(v, V(1.0)); }\n',
};
const ONE: Wide = { type: 'f32', lanes: 1, code: 'alias V = f32;\nfn total(v: V) -> f32 { return v; }\n' };

/** The widest element type that divides `count` floats. */
export function wide(count: number): Wide {
  return count % 4 === 0 ? FOUR : ONE;
}

/** `types` of a kernel call for the named bindings. */
export function typed(v: Wide, ...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, v.type]));
}

/**
 * Launch of an element-wise kernel whose threads walk: `for (var i = thread; i < u.size; i += u.threads)`. On a CPU
 * rasteriser starting a thread costs more than the work on one element (about 7 ns, six times a copied `vec4f`), so
 * a thread takes several; on a GPU it takes one.
 */
export function walk(size: number): { threads: number; groups: [number, number] } {
  const each = engineInfo().kernelSet === 'barrier-free' ? 8 : 1;
  const groups = grid(Math.ceil(size / each));
  return { threads: groups[0] * groups[1] * 64, groups };
}
