/**
 * ResNet with a deep stem and dilated stages (He et al., CVPR 2016; "v1c" of mmsegmentation), DeepLab's encoder.
 *
 *   image -> [conv 3x3 s2 -> conv 3x3 -> conv 3x3] -> max-pool s2 -> 4 stages at strides 4, 8, 8, 8
 *   block: relu(x + norm(1x1(relu(norm(3x3(relu(norm(1x1(x)))))))), the stride in the 3x3
 *
 * The first block of a dilated stage has half of the stage's dilation, since it still reads the stage before.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { batchNormParams, kaiming, norm } from './conv-module';
import type { ParamSpec, ParamStore } from './engine/params';
import type { Mode } from './mode';
import { addRelu } from './ops/add-relu/add-relu';
import { conv2d } from './ops/conv2d/conv2d';
import { linear } from './ops/linear/linear';
import { maxPool } from './ops/max-pool/max-pool';
import { part } from './part';

export interface ResNetConfig {
  kind: 'resnet';
  /** Channels after the stem; its first two convolutions have half of them. */
  stem: number;
  /** Channels inside the blocks of the first stage; they double from stage to stage. */
  base: number;
  /** Blocks of the four stages. */
  depths: number[];
  strides: number[];
  dilations: number[];
}

/** Output channels of a block over its inner ones. */
const EXPANSION = 4;

const dilated = (depths: number[]): ResNetConfig => ({
  kind: 'resnet',
  stem: 64,
  base: 64,
  depths,
  strides: [1, 2, 1, 1],
  dilations: [1, 1, 2, 4],
});

/** Names as in the reference's configurations: version 1c, output stride 8. */
export const RESNET_VARIANTS = { r50v1c: dilated([3, 4, 6, 3]), r101v1c: dilated([3, 4, 23, 3]) };

export type ResNetVariant = keyof typeof RESNET_VARIANTS;

/** Channels of the four maps. */
export function resNetWidths({ base, depths }: ResNetConfig): number[] {
  return depths.map((_, stage) => EXPANSION * base * 2 ** stage);
}

/** Convolutions of the stem: index in mmseg's sequence, and where each one's norm is. */
const STEM = [
  { conv: 'stem.0', norm: 'stem.1', stride: 2 },
  { conv: 'stem.3', norm: 'stem.4', stride: 1 },
  { conv: 'stem.6', norm: 'stem.7', stride: 1 },
];

interface Block {
  name: string;
  inputs: number;
  inner: number;
  stride: number;
  dilation: number;
  /** Whether the shortcut has a convolution: the first block of every stage. */
  projected: boolean;
}

/** The blocks of a stage. */
function blocksOf(config: ResNetConfig, stage: number): Block[] {
  const widths = resNetWidths(config);
  const inner = config.base * 2 ** stage;
  const dilation = config.dilations[stage]!;
  return Array.from({ length: config.depths[stage]! }, (_, j) => ({
    name: `layer${stage + 1}.${j}`,
    inputs: j > 0 ? widths[stage]! : stage > 0 ? widths[stage - 1]! : config.stem,
    inner,
    stride: j === 0 ? config.strides[stage]! : 1,
    dilation: j === 0 && dilation > 1 ? dilation / 2 : dilation,
    projected: j === 0,
  }));
}

/** Parameters in the order and with the names of the reference's state dict, after `prefix` (such as `backbone.`). */
export function resNetParams(config: ResNetConfig, prefix = ''): ParamSpec[] {
  const specs: ParamSpec[] = [];
  const conv = (name: string, outputs: number, inputs: number, kernel: number, pointwise = kernel === 1) =>
    specs.push({
      name: `${prefix}${name}.weight`,
      shape: [outputs, inputs, kernel, kernel],
      layout: pointwise ? 'linear' : 'conv',
      init: kaiming(outputs * kernel * kernel),
    });
  const bn = (name: string, channels: number) => specs.push(...batchNormParams(prefix + name, channels));
  const half = Math.floor(config.stem / 2);
  STEM.forEach((part, i) => {
    const outputs = i === 2 ? config.stem : half;
    conv(part.conv, outputs, i === 0 ? 3 : half, 3);
    bn(part.norm, outputs);
  });
  config.depths.forEach((_, stage) => {
    for (const { name, inputs, inner, stride, projected } of blocksOf(config, stage)) {
      conv(`${name}.conv1`, inner, inputs, 1);
      bn(`${name}.bn1`, inner);
      conv(`${name}.conv2`, inner, inner, 3);
      bn(`${name}.bn2`, inner);
      conv(`${name}.conv3`, EXPANSION * inner, inner, 1);
      bn(`${name}.bn3`, EXPANSION * inner);
      if (!projected) continue;
      conv(`${name}.downsample.0`, EXPANSION * inner, inputs, 1, stride === 1);
      bn(`${name}.downsample.1`, EXPANSION * inner);
    }
  });
  return specs;
}

/**
 * The four feature maps of an image.
 * @param image float32 [B, H, W, 3], normalised.
 * @returns maps at strides 4, 8, 8, 8 (with the usual strides), sides rounded up.
 */
export function resNetForward(
  image: Tensor,
  params: ParamStore,
  prefix: string,
  config: ResNetConfig,
  mode: Mode,
): Tensor[] {
  let x = image;
  for (const { conv, norm: bn, stride } of STEM) {
    const y = conv2d(x, params.get(`${prefix}${conv}.weight`), undefined, { stride, pad: 1 });
    x = norm(y, params, prefix + bn, mode, true);
  }
  x = maxPool(x, { kernel: 3, stride: 2, pad: 1 });
  return config.depths.map((_, stage) => {
    for (const shape of blocksOf(config, stage)) x = part(mode, (m, t) => block(t!, params, prefix, shape, m), x);
    return x;
  });
}

function block(x: Tensor, params: ParamStore, prefix: string, shape: Block, mode: Mode): Tensor {
  const { stride, dilation, projected } = shape;
  const name = prefix + shape.name;
  const weight = (n: string) => params.get(`${name}.${n}.weight`);
  const bn = (t: Tensor, n: string, relu: boolean) => norm(t, params, `${name}.${n}`, mode, relu);
  let y = bn(linear(x, weight('conv1')), 'bn1', true);
  y = bn(conv2d(y, weight('conv2'), undefined, { stride, pad: dilation, dilation }), 'bn2', true);
  y = bn(linear(y, weight('conv3')), 'bn3', false);
  if (!projected) return addRelu(y, x);
  const shrunk = weight('downsample.0');
  const shortcut = stride === 1 ? linear(x, shrunk) : conv2d(x, shrunk, undefined, { stride });
  return addRelu(y, bn(shortcut, 'downsample.1', false));
}
