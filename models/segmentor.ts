/** Encoder and decode head as one network with the reference's parameter names. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { daformerHead } from './daformer-head';
import { type ParamSpec, ParamStore } from './engine/params';
import type { Head, HeadConfig } from './heads';
import { type MitConfig, mitForward, mitParams } from './mit';
import type { Mode } from './mode';
import { segformerHead } from './segformer-head';

export interface SegmentorConfig {
  encoder: MitConfig;
  head: HeadConfig;
}

const HEADS: Record<HeadConfig['kind'], Head> = { daformer: daformerHead, segformer: segformerHead };
const ENCODER_PREFIX = 'backbone.';
const HEAD_PREFIX = 'decode_head.';

/** Parameters of a whole network under the reference's names. */
export function segmentorParams({ encoder, head }: SegmentorConfig): ParamSpec[] {
  return [...mitParams(encoder, ENCODER_PREFIX), ...HEADS[head.kind].params(head, HEAD_PREFIX)];
}

export class Segmentor {
  readonly params: ParamStore;

  /** Allocates and initialises; `trained` adds gradients and optimizer moments. */
  constructor(
    readonly config: SegmentorConfig,
    options: { seed: number; trained: boolean },
  ) {
    this.params = new ParamStore(segmentorParams(config), options);
  }

  /** Feature maps at strides 4, 8, 16, 32 of a normalised image [B, H, W, 3]. */
  encode(image: Tensor, mode: Mode): Tensor[] {
    return mitForward(image, this.params, ENCODER_PREFIX, this.config.encoder, mode);
  }

  /** Logits [B, H/4, W/4, classes] of the encoder's maps. */
  decode(maps: Tensor[], mode: Mode): Tensor {
    const { head } = this.config;
    return HEADS[head.kind].forward(maps, this.params, HEAD_PREFIX, head, mode);
  }

  /** Logits at stride 4. */
  forward(image: Tensor, mode: Mode): Tensor {
    return this.decode(this.encode(image, mode), mode);
  }

  /** Loads encoder weights whose names have no prefix (a pretrained backbone). Returns the names it did not find. */
  loadEncoder(weights: Map<string, { values: Float32Array }>): string[] {
    const missing: string[] = [];
    for (const { name } of mitParams(this.config.encoder)) {
      const tensor = weights.get(name);
      if (tensor) this.params.load(ENCODER_PREFIX + name, tensor.values);
      else missing.push(name);
    }
    return missing;
  }

  dispose(): void {
    this.params.dispose();
  }
}
