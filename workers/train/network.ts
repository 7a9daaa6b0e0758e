/** Builds the networks of a run from its configuration. */
import type { HeadConfig } from '../../models/heads';
import { MIT_VARIANTS, type MitConfig } from '../../models/mit';
import type { SegmentorConfig } from '../../models/segmentor';
import type { EncoderConfig, ExperimentConfig } from '../experiment/schema';

/** Stage sizes of a named or custom Mix Transformer. @throws where a custom one lacks its sizes. */
export function encoderConfig(encoder: EncoderConfig): MitConfig {
  if (encoder.variant !== 'custom') return { ...MIT_VARIANTS[encoder.variant], dropPathRate: encoder.dropPathRate };
  const { dims, heads, depths } = encoder;
  if (!dims || !heads || !depths) throw new Error('A custom encoder needs dims, heads and depths of its four stages.');
  return {
    dims,
    heads,
    depths,
    srRatios: [8, 4, 2, 1],
    mlpRatios: [4, 4, 4, 4],
    dropPathRate: encoder.dropPathRate,
  };
}

export function segmentorConfig(config: ExperimentConfig): SegmentorConfig {
  const encoder = encoderConfig(config.network.encoder);
  const { kind, channels, dropout } = config.network.head;
  const classes = config.taxonomy.classes.length;
  const head: HeadConfig = { kind, inputs: encoder.dims, embed: channels, channels, classes, dropout };
  return { encoder, head };
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
