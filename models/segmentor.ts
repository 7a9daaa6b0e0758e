/** Encoder and decode head, at one scale or at two, as one network with the reference's parameter names. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { daformerConv1Head, daformerHead } from './daformer-head';
import { deeplabHead } from './deeplab-head';
import { type EncoderConfig, encode, encoderParams, isResNet } from './encoder';
import { type ParamSpec, ParamStore } from './engine/params';
import type { Head, HeadConfig } from './heads';
import {
  contextImage,
  detailImage,
  FIXED_ATTENTION,
  type HrdaConfig,
  hrdaForward,
  hrdaPredict,
  type ScaleNetwork,
} from './hrda';
import type { Mode } from './mode';
import { crossEntropy } from './ops/cross-entropy/cross-entropy';
import { scale } from './ops/scale/scale';
import { cutBox } from './ops/windows/windows';
import { part } from './part';
import { segformerHead } from './segformer-head';

export interface SegmentorConfig {
  encoder: EncoderConfig;
  head: HeadConfig;
  /** Two scales (HRDA); absent: one. */
  hrda?: HrdaConfig;
}

const HEADS: Record<HeadConfig['kind'], Head> = {
  daformer: daformerHead,
  daformer_conv1: daformerConv1Head,
  segformer: segformerHead,
  dlv2red: deeplabHead([6, 12]),
  dlv2: deeplabHead([6, 12, 18, 24]),
};
const ENCODER_PREFIX = 'backbone.';
const HEAD_PREFIX = 'decode_head.';
const HRDA_HEAD_PREFIX = 'decode_head.head.';
const ATTENTION_PREFIX = 'decode_head.scale_attention.';

/** The head that scores the scales: DAFormer's with a plain fusion, or a second DeepLab head. */
function attentionHead({ head, hrda }: SegmentorConfig): HeadConfig | null {
  if (!hrda || hrda.attention === 'fixed') return null;
  const classes = hrda.attention === 'single' ? 1 : head.classes;
  if (head.kind === 'segformer') throw new Error('HRDA is defined around DAFormer and DeepLab heads, not SegFormer.');
  if (head.kind === 'dlv2red' || head.kind === 'dlv2') return { ...head, classes };
  const width = hrda.attentionChannels;
  return { ...head, kind: 'daformer_conv1', classes, embed: width, channels: width };
}

/** Pixels per logit of a network at one scale. */
export function logitStride({ encoder, head }: SegmentorConfig): number {
  if (head.kind !== 'dlv2red' && head.kind !== 'dlv2') return 4;
  return isResNet(encoder) ? 4 * encoder.strides.reduce((a, b) => a * b, 1) : 32;
}

/** Parameters of a whole network under the reference's names. */
export function segmentorParams(config: SegmentorConfig): ParamSpec[] {
  const { encoder, head, hrda } = config;
  const attention = attentionHead(config);
  return [
    ...encoderParams(encoder, ENCODER_PREFIX),
    ...HEADS[head.kind].params(head, hrda ? HRDA_HEAD_PREFIX : HEAD_PREFIX),
    ...(attention ? HEADS[attention.kind].params(attention, ATTENTION_PREFIX) : []),
  ];
}

/** A loss of a training pass with its accuracy, float32 [1] each; `name` is empty, or `hr.` or `lr.` at two scales. */
export type LossEntry = {
  name: string;
  /** Already multiplied by its share of the whole. */
  loss: Tensor;
  /** Share of right pixels, 0..1. */
  accuracy: Tensor;
};

export type SegmentorLosses = {
  entries: LossEntry[];
  maps: Tensor[][];
  /** Of the whole picture, [B, h, w, C]; at two scales both together. */
  logits: Tensor;
  /** [B, h, w, C or 1] on the context's map, 0 outside the detail crop. */
  attention?: Tensor;
};

/** A picture that the encoder sees in training, with the labels that belong to it. */
export interface View {
  image: Tensor;
  label: Tensor;
  weight: Tensor | null;
}

export interface LossOptions {
  average: 'valid' | 'all';
  /** int32 [8], see `drawDetailBox`; needed at two scales. */
  box: Tensor | null;
  /** Multiplies the main loss only, as masked consistency has it. */
  factor?: number;
}

export class Segmentor {
  readonly params: ParamStore;
  private readonly attention: HeadConfig | null;
  /** What the two scales share, for those who look at them one by one. */
  readonly scales: ScaleNetwork;

  /** Allocates and initialises; `trained` adds gradients and optimizer moments. */
  constructor(
    readonly config: SegmentorConfig,
    options: { seed: number; trained: boolean },
  ) {
    this.params = new ParamStore(segmentorParams(config), options);
    this.attention = attentionHead(config);
    this.scales = {
      stride: logitStride(config),
      encoderHasBatchNorm: isResNet(config.encoder),
      encode: (image, mode) => this.encode(image, mode),
      decode: (maps, mode) => this.decode(maps, mode),
      attend: (maps, mode) => this.attend(maps, mode),
    };
  }

  /** Feature maps of a normalised image [B, H, W, 3], from fine to coarse. */
  encode(image: Tensor, mode: Mode): Tensor[] {
    return encode(image, this.params, ENCODER_PREFIX, this.config.encoder, mode);
  }

  /** Logits at one scale of the encoder's maps. */
  decode(maps: Tensor[], mode: Mode): Tensor {
    const { head, hrda } = this.config;
    const prefix = hrda ? HRDA_HEAD_PREFIX : HEAD_PREFIX;
    return part(mode, (m, ...xs) => HEADS[head.kind].forward(xs, this.params, prefix, head, m), ...maps);
  }

  /** Scores of the scale attention of the context's maps, or its constant. */
  private attend(maps: Tensor[], mode: Mode): Tensor | number {
    if (!this.attention) return FIXED_ATTENTION;
    const { attention } = this;
    const run = (m: Mode, ...xs: Tensor[]) =>
      HEADS[attention.kind].forward(xs, this.params, ATTENTION_PREFIX, attention, m);
    return part(mode, run, ...maps);
  }

  /** Logits of whole pictures; see `logitStride`. At two scales not differentiable. */
  forward(image: Tensor, mode: Mode): Tensor {
    const { hrda } = this.config;
    return hrda ? hrdaPredict(this.scales, image, hrda, mode) : this.decode(this.encode(image, mode), mode);
  }

  /** What the encoder sees of a picture in training: itself, or context and detail. */
  views(image: Tensor, label: Tensor, weight: Tensor | null, box: Tensor | null): View[] {
    const { hrda } = this.config;
    if (!hrda) return [{ image, label, weight }];
    if (!box) throw new Error('A network of two scales needs a detail crop to be trained.');
    const cut = (t: Tensor) => cutBox(t, box, ...hrda.crop);
    return [
      { image: contextImage(image, hrda), label, weight },
      { image: detailImage(image, box, hrda), label: cut(label), weight: weight && cut(weight) },
    ];
  }

  /** Losses of a training pass on `views`, the encoder's maps of each view, the logits, and at two scales the detail's attention. */
  losses(views: View[], mode: Mode, options: LossOptions): SegmentorLosses {
    const { average, box, factor = 1 } = options;
    const entry = (name: string, logits: Tensor, { label, weight }: View, share: number): LossEntry => {
      const { loss, accuracy } = crossEntropy(logits, label, weight, { average });
      return { name, loss: scale(loss, share), accuracy };
    };
    const whole = views[0]!;
    const { hrda } = this.config;
    if (!hrda) {
      const maps = this.encode(whole.image, mode);
      const logits = this.decode(maps, mode);
      return { entries: [entry('', logits, whole, factor)], maps: [maps], logits };
    }
    const detailView = views[1]!;
    const images = { context: whole.image, detail: detailView.image };
    const seen = hrdaForward(this.scales, images, box!, hrda, mode);
    const { detailLoss, contextLoss } = hrda;
    const entries = [entry('', seen.fused, whole, factor * (1 - detailLoss - contextLoss))];
    if (detailLoss > 0) entries.push(entry('hr.', seen.detail, detailView, detailLoss));
    if (contextLoss > 0) entries.push(entry('lr.', seen.context, whole, contextLoss));
    return { entries, maps: [seen.contextMaps, seen.detailMaps], logits: seen.fused, attention: seen.attention };
  }

  /** Loads encoder weights whose names have no prefix (a pretrained backbone). Returns the names it did not find. */
  loadEncoder(weights: Map<string, { values: Float32Array }>): string[] {
    const missing: string[] = [];
    for (const { name } of encoderParams(this.config.encoder)) {
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
