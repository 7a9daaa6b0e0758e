/** The data of a run across a MessagePort: what the data worker exposes and what the other workers see. Arrays are transferred. */
import * as Comlink from 'comlink';
import type { Batch, BatchSource, Crop, EvaluationSample, EvaluationSource, TargetPictures } from './batch';
import type { RunData } from './service';

export interface DataPort extends TargetPictures {
  evaluationCount(): number | null;
  batch(iteration: number): Promise<Batch>;
  targetCrops(iteration: number): Promise<Crop[]>;
  sample(index: number): Promise<EvaluationSample>;
}

const buffersOf = (crops: Crop[]): Transferable[] =>
  crops.flatMap(({ rgb, label }) => (label ? [rgb.buffer, label.buffer] : [rgb.buffer])) as ArrayBuffer[];

/** Serves a run's data at one end of a channel. */
export function serveData({ batches, evaluation }: RunData, port: MessagePort): void {
  const api: DataPort = {
    evaluationCount: () => evaluation?.count ?? null,
    async batch(iteration) {
      const batch = await batches.batch(iteration);
      return Comlink.transfer(batch, [...buffersOf(batch.source), ...buffersOf(batch.target)]);
    },
    async targetCrops(iteration) {
      const crops = await batches.targetCrops(iteration);
      return Comlink.transfer(crops, buffersOf(crops));
    },
    // Copied, not transferred: it stays in the cache that crops are cut from.
    targetPicture: (file) => batches.targetPicture(file),
    async sample(index) {
      if (!evaluation) throw new Error('This run has no labelled pictures to evaluate on.');
      const sample = await evaluation.sample(index);
      return Comlink.transfer(sample, [sample.rgb.buffer, sample.label.buffer] as ArrayBuffer[]);
    },
  };
  Comlink.expose(api, port);
}

/** Reads a run's data at the other end of the channel. */
export async function connectData(port: MessagePort): Promise<{
  batches: BatchSource & Pick<DataPort, 'targetCrops' | 'targetPicture'>;
  evaluation: EvaluationSource | null;
}> {
  const remote = Comlink.wrap<DataPort>(port);
  const count = await remote.evaluationCount();
  return {
    batches: {
      batch: (iteration) => remote.batch(iteration),
      targetCrops: (iteration) => remote.targetCrops(iteration),
      targetPicture: (file) => remote.targetPicture(file),
    },
    evaluation: count === null ? null : { count, sample: (index) => remote.sample(index) },
  };
}
