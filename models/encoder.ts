/** The encoders, seen from outside: parameters, and feature maps from fine to coarse. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ParamSpec, ParamStore } from './engine/params';
import { type MitConfig, mitForward, mitParams } from './mit';
import type { Mode } from './mode';
import { type ResNetConfig, resNetForward, resNetParams, resNetWidths } from './resnet';

export type EncoderConfig = MitConfig | ResNetConfig;

export function isResNet(config: EncoderConfig): config is ResNetConfig {
  return 'kind' in config;
}

/** The configuration as a Mix Transformer's. @throws where it is another encoder; `what` begins the sentence. */
export function requireMit(config: EncoderConfig, what: string): MitConfig {
  if (isResNet(config)) throw new Error(`${what} knows Mix Transformers only, not ResNets.`);
  return config;
}

/** Channels of the four maps. */
export function encoderWidths(config: EncoderConfig): number[] {
  return isResNet(config) ? resNetWidths(config) : config.dims;
}

/** Parameters with the names of the reference's state dict, after `prefix`. */
export function encoderParams(config: EncoderConfig, prefix = ''): ParamSpec[] {
  return isResNet(config) ? resNetParams(config, prefix) : mitParams(config, prefix);
}

/** Four maps of a normalised image [B, H, W, 3], at strides 4, 8, 16, 32 (Mix Transformer) or 4, 8, 8, 8 (ResNet). */
export function encode(image: Tensor, params: ParamStore, prefix: string, config: EncoderConfig, mode: Mode): Tensor[] {
  return isResNet(config)
    ? resNetForward(image, params, prefix, config, mode)
    : mitForward(image, params, prefix, config, mode);
}
