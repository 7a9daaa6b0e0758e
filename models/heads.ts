/** What every decode head looks like from outside. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ParamSpec, ParamStore } from './engine/params';
import { type Mode, maskSite } from './mode';
import { dropout2d } from './ops/dropout/dropout';

/**
 * `daformer_conv1` fuses by one 1x1 convolution; `dlv2red` is DeepLabV2's head with dilations 6 and 12, `dlv2` with two
 * more.
 */
export type HeadKind = 'daformer' | 'daformer_conv1' | 'segformer' | 'dlv2red' | 'dlv2';

export interface HeadConfig {
  kind: HeadKind;
  /** Channels of the encoder's maps. */
  inputs: number[];
  /** Width of the per-level embeddings (all but DeepLab's). */
  embed: number;
  /** Width of the fused features (DAFormer). */
  channels: number;
  classes: number;
  /** Share of channels dropped before the classifier. */
  dropout: number;
}

/** A head: its parameters under a prefix, and logits from the encoder's maps, at the stride of `headStride`. */
export interface Head {
  params(config: HeadConfig, prefix: string): ParamSpec[];
  forward(maps: Tensor[], params: ParamStore, prefix: string, config: HeadConfig, mode: Mode): Tensor;
}

const DROPOUT_SITE = 1000;

/** Drops whole channels while training. */
export function headDropout(x: Tensor, rate: number, mode: Mode): Tensor {
  if (!mode.stochastic || rate === 0 || !mode.key) return x;
  return dropout2d(x, { rate, key: mode.key, site: maskSite(mode, DROPOUT_SITE) });
}

/** Embedding of one encoder map, PyTorch's default Linear initialisation. */
export function embedParams(name: string, inputs: number, outputs: number): ParamSpec[] {
  const bound = 1 / Math.sqrt(inputs);
  return [
    { name: `${name}.weight`, shape: [outputs, inputs], layout: 'linear', init: { kind: 'uniform', bound } },
    { name: `${name}.bias`, shape: [outputs], layout: 'plain', init: { kind: 'uniform', bound } },
  ];
}

/** The 1x1 classifier, normal(0, 0.01). */
export function classifierParams(name: string, inputs: number, classes: number): ParamSpec[] {
  return [
    { name: `${name}.weight`, shape: [classes, inputs, 1, 1], layout: 'linear', init: { kind: 'normal', std: 0.01 } },
    { name: `${name}.bias`, shape: [classes], layout: 'plain', init: { kind: 'zeros' } },
  ];
}
