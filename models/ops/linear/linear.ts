/** Linear layer y = x w + b over the last dimension. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Param } from '../../engine/params';
import { record } from '../../engine/tape';
import { addWeightGradient, forwardProduct, inputGradient, linearShape } from '../matmul/matmul';

/**
 * `x` [..., in], `w` [in, out] (the GPU layout of a PyTorch weight), `b` [out] or none; returns [..., out].
 * @throws where the shapes do not fit.
 */
export function linear(x: Tensor, w: Param, b?: Param): Tensor {
  const [inChannels = 0, outChannels = 0] = w.value.shape;
  if (w.value.rank !== 2 || x.shape.at(-1) !== inChannels)
    throw new Error(`linear ${w.name}: input [${x.shape}] does not fit the weight [${w.value.shape}] ([in, out]).`);
  if (b && b.value.size !== outChannels)
    throw new Error(`linear ${w.name}: bias [${b.value.shape}] does not fit the weight [${w.value.shape}].`);
  const shape = linearShape(x.size / inChannels, inChannels, outChannels);
  const y = forwardProduct(x, w.value, b?.value, shape, [...x.shape.slice(0, -1), outChannels]);
  record('linear', [x], [w, b], [y], [x], ([dy], needs) => {
    addWeightGradient(x, dy!, w, b, shape);
    return [needs[0] ? inputGradient(dy!, w.value, shape, x.shape) : null];
  });
  return y;
}
