/**
 * `config.json` and `preprocessor_config.json` as Hugging Face's SegFormer has them.
 *
 * The preprocessor of Python wants a fixed height and width; that of transformers.js takes a box that keeps the
 * proportions, which is what the lab does. Both divide by 255 first, so mean and deviation are fractions here.
 */
import { requireMit } from '../../../models/encoder';
import { PATCHES } from '../../../models/mit';
import { IMAGE_MEAN, IMAGE_STD } from '../../../models/ops/normalize/normalize';
import { IGNORE_INDEX } from '../../experiment/taxonomy';
import { segmentorConfig } from '../network';
import type { TrainedNetwork } from './trained-network';

/**
 * @param architecture class that the weights are for
 * @throws where the encoder is not a Mix Transformer
 */
export function modelConfig({ config }: TrainedNetwork, architecture: string): Record<string, unknown> {
  const networks = segmentorConfig(config);
  const encoder = requireMit(networks.encoder, "Hugging Face's SegFormer");
  const { head } = networks;
  const names = config.taxonomy.classes.map((c) => c.name);
  return {
    architectures: [architecture],
    model_type: 'segformer',
    torch_dtype: 'float32',
    num_channels: 3,
    num_encoder_blocks: encoder.dims.length,
    hidden_sizes: encoder.dims,
    depths: encoder.depths,
    num_attention_heads: encoder.heads,
    sr_ratios: encoder.srRatios,
    mlp_ratios: encoder.mlpRatios,
    patch_sizes: PATCHES.map(({ kernel }) => kernel),
    strides: PATCHES.map(({ stride }) => stride),
    hidden_act: 'gelu',
    layer_norm_eps: 1e-6,
    drop_path_rate: encoder.dropPathRate,
    hidden_dropout_prob: 0,
    attention_probs_dropout_prob: 0,
    classifier_dropout_prob: head.dropout,
    decoder_hidden_size: head.embed,
    reshape_last_stage: true,
    semantic_loss_ignore_index: IGNORE_INDEX,
    id2label: Object.fromEntries(names.map((name, id) => [id, name])),
    label2id: Object.fromEntries(names.map((name, id) => [name, id])),
  };
}

/** @param fit 'stretch' for Python, 'keep proportions' for transformers.js */
export function preprocessorConfig(
  { config }: TrainedNetwork,
  fit: 'stretch' | 'keep proportions',
): Record<string, unknown> {
  const long = Math.max(...config.data.evaluation);
  const short = Math.min(...config.data.evaluation);
  return {
    image_processor_type: 'SegformerImageProcessor',
    do_resize: true,
    size: fit === 'stretch' ? { height: short, width: long } : { shortest_edge: short, longest_edge: long },
    resample: 2,
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: IMAGE_MEAN.map((value) => value / 255),
    image_std: IMAGE_STD.map((value) => value / 255),
    do_reduce_labels: false,
  };
}
