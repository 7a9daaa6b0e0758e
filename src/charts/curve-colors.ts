/** What is drawn of a run's losses: names in words and colours that differ in light and dark, also without colour vision. */

export interface CurveStyle {
  label: string;
  explanation: string;
  /** [light, dark] */
  color: [string, string];
}

/** Losses of the method by their name in the logs; rates and accuracies of the same logs are not losses. */
export const CURVES: Record<string, CurveStyle> = {
  'decode.loss_seg': {
    label: 'source',
    explanation: 'cross-entropy on labelled pictures',
    color: ['#0072b2', '#56b4e9'],
  },
  'mix.decode.loss_seg': {
    label: 'mixed',
    explanation: 'weighted cross-entropy on mixed pictures',
    color: ['#d55e00', '#f0a050'],
  },
  'src.loss_imnet_feat_dist': {
    label: 'feature distance',
    explanation: 'how far the encoder has moved from its pretrained features',
    color: ['#007a5a', '#2fd6a5'],
  },
};
