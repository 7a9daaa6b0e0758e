/** The paper's networks: what they are, which pictures they see, and how whole pictures go through them. */
import type { ExperimentConfig } from '../schema';

export interface NetworkPart {
  network: ExperimentConfig['network'];
  /** Crops of 1024 x 1024 from pictures of twice the size, tested in windows. */
  highResolution: boolean;
  /** Denominator of the cross-entropy, which the reference ties to the head (Q2). */
  lossAverage: ExperimentConfig['method']['lossAverage'];
  memory: ExperimentConfig['memory'];
}

export const DAFORMER: NetworkPart = {
  network: {
    encoder: { variant: 'mit_b5', dropPathRate: 0.1 }, // DAFormer's encoder, pretrained on ImageNet
    head: { kind: 'daformer', channels: 256, dropout: 0.1 }, // a larger head learns the source's looks too well
  },
  highResolution: false, // what fits a GPU of 11 GB
  lossAverage: 'valid', // DAFormer divides by the pixels that are not ignored
  memory: { recompute: true }, // a crop of 512 x 512 through MiT-B5 keeps several GB of activations otherwise
};

export const HRDA: NetworkPart = {
  ...DAFORMER,
  network: {
    ...DAFORMER.network,
    hrda: {
      crop: [512, 512], // detail and context then cost the same, since the context is halved
      contextScale: 0.5, // the context at the size that DAFormer sees
      divisor: 8, // boxes must lie on whole pixels of the context's logits, at stride 4 of half the size
      attention: 'class-wise', // small things need the detail, large regions the context
      attentionChannels: 256, // as wide as the head
      detailLoss: 0.1, // keeps the detail useful where the attention is low
      contextLoss: 0, // the fused prediction trains the context by itself
      overlap: true, // windows of pseudo-labels overlap by half, so that every pixel has context on some side
      blurDetail: false, // an ablation
    },
  },
  highResolution: true,
  memory: {
    recompute: true,
    windowsAtOnce: 6, // of the 18 of two pictures: a third of the memory, the same numbers
  },
};

export const DEEPLAB: NetworkPart = {
  network: {
    encoder: { variant: 'r101v1c', dropPathRate: 0 }, // the network of adaptation papers before DAFormer
    head: { kind: 'dlv2red', channels: 256, dropout: 0 }, // dilations 6 and 12 only; has no inner width and no dropout
  },
  highResolution: false,
  lossAverage: 'all', // DeepLabV2's configuration divides by all pixels
  memory: { recompute: true }, // strides of 8 keep maps four times as large as MiT's
};
