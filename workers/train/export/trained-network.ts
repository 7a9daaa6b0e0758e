/** One network of a run, as it is exported: the student or teacher of the newest checkpoint, or the best student. */
import type { ExperimentConfig } from '../../experiment/schema';
import type { Directory } from '../../host';
import type { NetworkChoice } from '../../protocol';
import { readBest } from '../best';
import { readCheckpoint, type State } from '../checkpoint';
import { readRunConfig } from '../run-folder';

export const NETWORK_CHOICES: readonly NetworkChoice[] = ['student', 'teacher', 'best'];

export interface TrainedNetwork {
  /** Name of the run's folder. */
  run: string;
  config: ExperimentConfig;
  which: NetworkChoice;
  /** Iterations after which it stood like that. */
  iteration: number;
  /** Its evaluation, where it is known. */
  miou: number | null;
  /** State dict by the reference's names, without prefix. */
  weights: State;
}

const PREFIXES = { student: 'model.', teacher: 'ema_model.' };

/** The tensors of one network of a training state, without their prefix. */
export function networkTensors(state: State, which: 'student' | 'teacher'): State {
  const prefix = PREFIXES[which];
  const tensors: State = new Map();
  for (const [name, tensor] of state) if (name.startsWith(prefix)) tensors.set(name.slice(prefix.length), tensor);
  return tensors;
}

/**
 * @param onDamage hears of a newer checkpoint that is not whole
 * @throws where the run has no such network yet.
 */
export async function readTrainedNetwork(
  folder: Directory,
  which: NetworkChoice,
  onDamage: (message: string) => void,
): Promise<TrainedNetwork> {
  const config = await readRunConfig(folder);
  const run = folder.name;
  if (which === 'best') {
    const best = await readBest(folder);
    if (!best)
      throw new Error(
        `The run ${run} has no best network: it was never evaluated on labelled pictures. Take the student or the teacher.`,
      );
    return { run, config, which, iteration: best.iteration, miou: best.miou, weights: best.weights };
  }
  const checkpoint = await readCheckpoint(folder, onDamage);
  if (!checkpoint) throw new Error(`The run ${run} has no checkpoint yet: let it run, or pause it.`);
  const weights = networkTensors(checkpoint.state, which);
  if (weights.size === 0) throw new Error(`The checkpoint of ${run} holds no ${which}.`);
  return { run, config, which, iteration: checkpoint.iteration, miou: null, weights };
}
