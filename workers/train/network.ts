/** Builds the networks of a run from its configuration. */
import { type EncoderConfig as EncoderSizes, encoderWidths } from '../../models/encoder';
import type { HeadConfig } from '../../models/heads';
import type { HrdaConfig } from '../../models/hrda';
import { MIT_VARIANTS } from '../../models/mit';
import { RESNET_VARIANTS } from '../../models/resnet';
import type { SegmentorConfig } from '../../models/segmentor';
import type { EncoderConfig, ExperimentConfig } from '../experiment/schema';

/** Stage sizes of a named or custom encoder. @throws where a custom one lacks its sizes. */
export function encoderConfig({ variant, dropPathRate, ...sizes }: EncoderConfig): EncoderSizes {
  if (variant === 'r50v1c' || variant === 'r101v1c') return RESNET_VARIANTS[variant];
  const { dims, heads, depths, base } = sizes;
  if (variant === 'resnet') {
    if (!base || !depths) throw new Error('A custom ResNet needs base and the depths of its four stages.');
    return { ...RESNET_VARIANTS.r101v1c, stem: base, base, depths };
  }
  if (variant !== 'custom') return { ...MIT_VARIANTS[variant], dropPathRate };
  if (!dims || !heads || !depths) throw new Error('A custom encoder needs dims, heads and depths of its four stages.');
  return { dims, heads, depths, srRatios: [8, 4, 2, 1], mlpRatios: [4, 4, 4, 4], dropPathRate };
}

export function segmentorConfig(config: ExperimentConfig): SegmentorConfig {
  const encoder = encoderConfig(config.network.encoder);
  const { kind, channels, dropout } = config.network.head;
  const classes = config.taxonomy.classes.length;
  const head: HeadConfig = { kind, inputs: encoderWidths(encoder), embed: channels, channels, classes, dropout };
  const hrda = scalesConfig(config);
  return hrda ? { encoder, head, hrda } : { encoder, head };
}

/** The two scales of a run, with sizes as the networks have them, height first; undefined where it has one. */
export function scalesConfig({ network, memory }: ExperimentConfig): HrdaConfig | undefined {
  const { hrda } = network;
  if (!hrda) return undefined;
  const [width, height] = hrda.crop;
  return { ...hrda, crop: [height, width], windowsAtOnce: memory.windowsAtOnce ?? null };
}

/** AdamW's parameter groups: the whole head learns faster, the encoder's norms do not decay. */
export function parameterGroup(
  name: string,
  schedule: Pick<ExperimentConfig['schedule'], 'headLrFactor' | 'weightDecay'>,
): { lrFactor: number; weightDecay: number } {
  if (name.includes('head')) return { lrFactor: schedule.headLrFactor, weightDecay: schedule.weightDecay };
  if (name.includes('norm')) return { lrFactor: 1, weightDecay: 0 };
  return { lrFactor: 1, weightDecay: schedule.weightDecay };
}
