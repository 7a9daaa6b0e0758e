/** The base methods under the reference's names; each is the one before it with a part more. */
import type { ExperimentConfig, MaskConfig } from '../schema';
import { THING_CLASSES } from '../taxonomy';

export type MethodSettings = Omit<ExperimentConfig['method'], 'lossAverage' | 'mask'>;

export interface BaseMethod {
  /** The reference's name. */
  name: string;
  settings: MethodSettings;
}

/** Self-training on mixed pictures with the teacher's pseudo-labels (DACS, Tranheden et al., WACV 2021). */
export const DACS: BaseMethod = {
  name: 'dacs',
  settings: {
    kind: 'dacs',
    emaAlpha: 0.99, // DACS: the teacher averages some hundred iterations
    pseudoThreshold: 0.968, // DACS: the share of pixels above it is the weight of all
    featureDistance: { lambda: 0, classes: null, minRatio: 0.75 },
    jitterStrength: 0.2,
    jitterProbability: 0.2, // colours change where a uniform number is above it, so in 80 % of the iterations
    blur: true, // in half of the iterations
  },
};

/** DACS that stays close to the pretrained features everywhere. */
export const DACS_FD: BaseMethod = {
  name: 'dacs_fd',
  settings: {
    ...DACS.settings,
    featureDistance: { ...DACS.settings.featureDistance, lambda: 0.005 }, // DAFormer's: about as large as the other losses' gradients
  },
};

/** Only for things: ImageNet knows them, but neither roads nor skies. */
export const DACS_FD_THINGS: BaseMethod = {
  name: 'dacs_fdthings',
  settings: {
    ...DACS_FD.settings,
    featureDistance: {
      ...DACS_FD.settings.featureDistance,
      classes: THING_CLASSES,
      minRatio: 0.75, // a position counts where three quarters of its pixels are one thing
    },
  },
};

/** DAFormer (Hoyer et al., CVPR 2022), the method of the paper's tables: a slower teacher. */
export const DAFORMER_METHOD: BaseMethod = {
  name: 'dacs_a999_fdthings',
  settings: { ...DACS_FD_THINGS.settings, emaAlpha: 0.999 }, // a transformer's teacher may be older
};

/** Learns from the source alone: what adaptation starts from. */
export const SOURCE_ONLY: BaseMethod = {
  name: 'dacs_srconly',
  settings: { ...DACS.settings, kind: 'source-only' },
};

/** Learns from the target's own labels: what adaptation could reach at best. */
export const TARGET_ONLY: BaseMethod = {
  name: 'target-only',
  settings: { ...DACS.settings, kind: 'target-only' },
};

/** Masked image consistency as the paper's tables have it (MIC, Hoyer et al., CVPR 2023). */
export const MIC: MaskConfig = {
  mode: 'separate', // one picture of each side and no change of colours; MIC itself has separatetrgaug (Q12)
  block: 64, // 16 x 16 blocks in a crop of 1024 x 1024
  ratio: 0.7, // 70 % of the blocks are missing
  lambda: 1,
  emaAlpha: 'same', // one teacher for both losses
  pseudoThreshold: 'same',
};
