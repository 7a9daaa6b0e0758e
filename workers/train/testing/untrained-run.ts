/** The folder of a run that has just begun: a checkpoint with two networks that learned nothing. */
import { Segmentor } from '../../../models/segmentor';
import { DEMO_BASELINE } from '../../experiment/demo';
import type { ExperimentConfig } from '../../experiment/schema';
import type { WritableDirectory } from '../../host';
import type { State } from '../checkpoint';
import { segmentorConfig } from '../network';
import { RunFolder } from '../run-folder';

/** Student and teacher differ, so that a test can tell which one was taken. */
export async function writeUntrainedRun(
  folder: WritableDirectory,
  iteration: number,
  change: (config: ExperimentConfig) => void = () => {},
): Promise<void> {
  const config = structuredClone(DEMO_BASELINE);
  config.network.encoder = { ...config.network.encoder, dims: [8, 16, 24, 32], depths: [1, 1, 1, 1] };
  config.data.evaluation = [96, 64];
  change(config);
  const run = new RunFolder(folder);
  await run.begin(config);
  const state: State = new Map();
  for (const [seed, prefix] of ['model.', 'ema_model.'].entries()) {
    const network = new Segmentor(segmentorConfig(config), { seed, trained: false });
    for (const [name, tensor] of await network.params.export()) state.set(prefix + name, tensor);
    network.dispose();
  }
  await run.saveCheckpoint({ iteration, state, relabeling: null });
}
