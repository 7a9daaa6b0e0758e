/**
 * Every base method with DAFormer's network on SYNTHIA to Cityscapes, from learning the source alone to learning the
 * target's own labels, which bounds what adaptation can reach. Presets of ours: the paper's tables have only two of
 * them. The last step of the ladder is 90.1.
 */
import { runName } from '../run-name';
import type { ExperimentConfig } from '../schema';
import { type BaseMethod, DACS, DACS_FD, DACS_FD_THINGS, SOURCE_ONLY, TARGET_ONLY } from './methods';
import { DAFORMER } from './networks';
import { configOf, type Row } from './row';

const DATA = { source: 'synthia', target: 'cityscapes', network: DAFORMER } as const;

/** Without pseudo-labels there is no border to ignore, and supervised configurations draw pictures evenly. */
const supervised = (method: BaseMethod): Row => ({ ...DATA, method, daformerData: false });

/** Its labelled pictures are the target's, so both sides read them in the target's way. */
function targetOnly(): ExperimentConfig {
  const config = configOf(supervised(TARGET_ONLY));
  const pictures = { ...config.data.target, categoryMaxRatio: config.data.source.categoryMaxRatio }; // there are labels to hold the rule to
  const whole = { ...config, data: { ...config.data, source: pictures, target: pictures } };
  const { target } = DATA;
  return { ...whole, name: runName({ source: target, target, method: TARGET_ONLY.name }, whole) };
}

export const BASE_METHODS = {
  'source-only': configOf(supervised(SOURCE_ONLY)),
  dacs: configOf({ ...DATA, method: DACS }),
  'dacs-fd': configOf({ ...DATA, method: DACS_FD }),
  'dacs-fdthings': configOf({ ...DATA, method: DACS_FD_THINGS }),
  'target-only': targetOnly(),
};
