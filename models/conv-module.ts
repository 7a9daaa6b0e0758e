/** Convolution, BatchNorm and ReLU under the names that mmcv's ConvModule gives them. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Init, ParamSpec, ParamStore } from './engine/params';
import type { Mode } from './mode';
import { batchNorm } from './ops/batch-norm/batch-norm';
import { conv2d } from './ops/conv2d/conv2d';
import { depthwiseConv2d } from './ops/depthwise-conv2d/depthwise-conv2d';
import { linear } from './ops/linear/linear';

/** Kaiming normal over fan-out with ReLU's gain, as mmcv initialises convolutions. */
export const kaiming = (fanOut: number): Init => ({ kind: 'normal', std: Math.sqrt(2 / fanOut) });

/** Parameters and running statistics of a BatchNorm under its full name. */
export function batchNormParams(name: string, channels: number): ParamSpec[] {
  const one = (part: string, kind: 'zeros' | 'ones', buffer: boolean): ParamSpec => ({
    name: `${name}.${part}`,
    shape: [channels],
    layout: 'plain',
    init: { kind },
    buffer,
  });
  return [
    one('weight', 'ones', false),
    one('bias', 'zeros', false),
    one('running_mean', 'zeros', true),
    one('running_var', 'ones', true),
  ];
}

/** Parameters of a dense ConvModule (no convolution bias, since a norm follows). */
export function convModuleParams(name: string, inputs: number, outputs: number, kernel: number): ParamSpec[] {
  const weight: ParamSpec = {
    name: `${name}.conv.weight`,
    shape: [outputs, inputs, kernel, kernel],
    layout: kernel === 1 ? 'linear' : 'conv',
    init: kaiming(outputs * kernel * kernel),
  };
  return [weight, ...batchNormParams(`${name}.bn`, outputs)];
}

/** Parameters of a depthwise-separable ConvModule: 3x3 depthwise, then 1x1, each with its own norm and ReLU. */
export function separableParams(name: string, inputs: number, outputs: number): ParamSpec[] {
  const depthwise: ParamSpec = {
    name: `${name}.depthwise_conv.conv.weight`,
    shape: [inputs, 1, 3, 3],
    layout: 'depthwise',
    init: kaiming(9),
  };
  return [
    depthwise,
    ...batchNormParams(`${name}.depthwise_conv.bn`, inputs),
    ...convModuleParams(`${name}.pointwise_conv`, inputs, outputs, 1),
  ];
}

/** Dense ConvModule: 1x1, or 3x3 with padding equal to the dilation. */
export function convModule(x: Tensor, params: ParamStore, name: string, mode: Mode, dilation = 1): Tensor {
  const weight = params.get(`${name}.conv.weight`);
  const pointwise = weight.value.rank === 2;
  const y = pointwise ? linear(x, weight) : conv2d(x, weight, undefined, { pad: dilation, dilation });
  return norm(y, params, `${name}.bn`, mode, true);
}

/** Depthwise-separable ConvModule with the given dilation. */
export function separableModule(x: Tensor, params: ParamStore, name: string, mode: Mode, dilation: number): Tensor {
  const weight = params.get(`${name}.depthwise_conv.conv.weight`);
  const y = depthwiseConv2d(x, weight, undefined, { pad: dilation, dilation });
  const between = norm(y, params, `${name}.depthwise_conv.bn`, mode, true);
  return convModule(between, params, `${name}.pointwise_conv`, mode);
}

/** BatchNorm under its full name, as the mode has it, with or without a ReLU behind it. */
export function norm(x: Tensor, params: ParamStore, name: string, mode: Mode, relu: boolean): Tensor {
  const bn = {
    weight: params.get(`${name}.weight`),
    bias: params.get(`${name}.bias`),
    runningMean: params.get(`${name}.running_mean`),
    runningVar: params.get(`${name}.running_var`),
  };
  return batchNorm(x, bn, { training: mode.batchStatistics, relu, keepRunning: mode.keepRunning });
}
