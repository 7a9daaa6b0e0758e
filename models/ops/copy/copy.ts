/** Copies a tensor's content into another tensor of the same size, on the GPU. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { grid, run } from '../../engine/kernel';
import code from './copy.wgsl?raw';

/** `into <- x`; any two tensors of equal size and dtype. */
export function copy(x: Tensor, into: Tensor): void {
  if (x.size !== into.size || x.dtype !== into.dtype)
    throw new Error(`copy: ${x.dtype} [${x.shape}] into ${into.dtype} [${into.shape}].`);
  run({
    name: 'copy',
    code,
    inputs: { x },
    outputs: { y: into },
    uniforms: { size: x.size },
    types: { x: 'u32', y: 'u32' },
    groups: grid(x.size),
  });
}
