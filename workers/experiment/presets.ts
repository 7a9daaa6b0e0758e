/**
 * All presets. The paper's are named experiment.row as the reference's generator has them, one file per experiment;
 * `small-*`, `demo-*` and the base methods are ours.
 */
import { DEMO_PRESETS } from './demo';
import { BASE_METHODS } from './presets/base-methods';
import { EXPERIMENT_90 } from './presets/experiment-90';
import { EXPERIMENT_91 } from './presets/experiment-91';
import { EXPERIMENT_92 } from './presets/experiment-92';
import { EXPERIMENT_93 } from './presets/experiment-93';
import { EXPERIMENT_94 } from './presets/experiment-94';
import { SMALL } from './presets/small';
import type { ExperimentConfig } from './schema';

export const PRESETS: Readonly<Record<string, ExperimentConfig>> = {
  ...DEMO_PRESETS,
  ...SMALL,
  ...EXPERIMENT_90,
  ...EXPERIMENT_91,
  ...EXPERIMENT_92,
  ...EXPERIMENT_93,
  ...EXPERIMENT_94,
  ...BASE_METHODS,
};

/** @throws where there is no such preset, with the names that there are. */
export function preset(id: string): ExperimentConfig {
  const found = Object.hasOwn(PRESETS, id) ? PRESETS[id] : undefined;
  if (!found) throw new Error(`There is no preset "${id}"; there are ${Object.keys(PRESETS).join(', ')}.`);
  return found;
}
