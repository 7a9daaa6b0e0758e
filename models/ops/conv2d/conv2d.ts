/** Two-dimensional convolution of any kernel, stride, padding and dilation, by implicit matrix products. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Param } from '../../engine/params';
import { record } from '../../engine/tape';
import { addWeightGradient, type ConvShape, forwardProduct, inputGradient } from '../matmul/matmul';

export interface ConvOptions {
  stride?: number;
  /** Zeros on every side. */
  pad?: number;
  dilation?: number;
}

/**
 * `x` [B, H, W, in], `w` [kh, kw, in, out], `b` [out] or none; returns [B, H', W', out] with PyTorch's
 * H' = floor((H + 2 pad - dilation (kh - 1) - 1) / stride) + 1.
 * @throws where the shapes do not fit, or stride and dilation are both above 1 (no network here has it).
 */
export function conv2d(x: Tensor, w: Param, b: Param | undefined, options: ConvOptions): Tensor {
  const shape = convShape(x, w, options);
  if (b && b.value.size !== shape.outChannels)
    throw new Error(`conv2d ${w.name}: bias [${b.value.shape}] does not fit the weight [${w.value.shape}].`);
  const outShape = [shape.batch, shape.outHeight, shape.outWidth, shape.outChannels];
  const y = forwardProduct(x, w.value, b?.value, shape, outShape);
  record('conv2d', [x], [w, b], [y], [x], ([dy], needs) => {
    addWeightGradient(x, dy!, w, b, shape);
    return [needs[0] ? inputGradient(dy!, w.value, shape, x.shape) : null];
  });
  return y;
}

function convShape(x: Tensor, w: Param, { stride = 1, pad = 0, dilation = 1 }: ConvOptions): ConvShape {
  const [batch = 0, inHeight = 0, inWidth = 0, inChannels = 0] = x.shape;
  const [kernelHeight = 0, kernelWidth = 0, channels = 0, outChannels = 0] = w.value.shape;
  if (x.rank !== 4 || w.value.rank !== 4 || channels !== inChannels)
    throw new Error(
      `conv2d ${w.name}: input [${x.shape}] ([B, H, W, in]) does not fit the weight [${w.value.shape}] ([kh, kw, in, out]).`,
    );
  if (stride > 1 && dilation > 1)
    throw new Error(`conv2d ${w.name}: stride ${stride} together with dilation ${dilation} is not supported.`);
  const outSize = (size: number, kernel: number) =>
    Math.floor((size + 2 * pad - dilation * (kernel - 1) - 1) / stride) + 1;
  const outHeight = outSize(inHeight, kernelHeight);
  const outWidth = outSize(inWidth, kernelWidth);
  if (outHeight < 1 || outWidth < 1)
    throw new Error(
      `conv2d ${w.name}: a picture of ${inHeight} x ${inWidth} is smaller than the kernel ${kernelHeight} x ${kernelWidth} (dilation ${dilation}, pad ${pad}).`,
    );
  const sizes = { batch, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels };
  return { ...sizes, kernelHeight, kernelWidth, stride, pad, dilation };
}
