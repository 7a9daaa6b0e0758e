/**
 * How much memory a run will take, known before it starts: two iterations and a prediction of the very run, on a device
 * that only counts (models/engine/counting.ts).
 */
import { encoderParams } from '../../models/encoder';
import { backend, READ_BYTES } from '../../models/engine/backend';
import { type BufferCount, type Bytes, counted } from '../../models/engine/counting';
import { engineInfo } from '../../models/engine/device';
import type { Batch, Crop, EvaluationSample } from '../data/batch';
import type { ExperimentConfig } from '../experiment/schema';
import type { MemoryPlan } from '../protocol';
import { segmentorConfig } from './network';
import { Trainer } from './trainer';

export interface PlanOptions {
  /** Size of the label files that are evaluated on, width and height; by default twice the network's input. */
  labels?: [number, number];
  /** What the vision-language models take, and whether that is of the GPU; null where the run needs none. */
  models?: { bytes: number; onGpu: boolean } | null;
}

/**
 * Counts the run's buffers on the adapter that the engine was started on.
 * @throws a sentence where the configuration cannot be built at all
 */
export async function planMemory(config: ExperimentConfig, options: PlanOptions = {}): Promise<MemoryPlan> {
  const { limits } = engineInfo();
  const counts = await counted(async (count) => {
    const trainer = await Trainer.create(config, { pretrained: blankEncoder(config) });
    const training = await train(trainer, config, count);
    const validation = await predict(trainer, config, count, options.labels);
    trainer.dispose();
    return { training, validation, refusals: [...count.refusals] };
  });
  const { training, validation, refusals } = counts;
  const { weights, optimizer, activations, buffers } = training;
  const trainingBytes = total(training);
  const validationBytes = total(validation);
  const models = options.models ?? { bytes: 0, onGpu: false };
  return {
    weights,
    optimizer,
    activations,
    buffers,
    training: trainingBytes,
    validation: validationBytes,
    models: models.bytes,
    modelsOnGpu: models.onGpu,
    total: Math.max(trainingBytes, validationBytes) + (models.onGpu ? models.bytes : 0),
    maxBindingBytes: limits.maxStorageBufferBindingSize,
    refusals,
  };
}

/** A recorded iteration, a replayed one, what the page is shown, and a checkpoint. */
async function train(trainer: Trainer, config: ExperimentConfig, count: BufferCount): Promise<Bytes> {
  count.beginStage('activations');
  const relabel = config.relabeling.relabel ? async (labels: Uint8Array[]) => labels : null;
  for (let iteration = 0; iteration < 2; iteration++) await trainer.step(blankBatch(config, iteration), relabel);
  await trainer.frames();
  writeCheckpoint(count.live.optimizer / 3);
  return count.peak;
}

/** A checkpoint is read network by network; what it needs on the GPU is one transfer buffer. */
function writeCheckpoint(networkBytes: number): void {
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
  const size = Math.min(READ_BYTES, networkBytes);
  backend().device.createBuffer({ label: 'transfer', size, usage }).destroy();
}

async function predict(
  trainer: Trainer,
  { data }: ExperimentConfig,
  count: BufferCount,
  labels = data.evaluation.map((side) => 2 * side) as [number, number],
): Promise<Bytes> {
  const [width, height] = [Math.max(...data.evaluation), Math.min(...data.evaluation)];
  const [labelWidth, labelHeight] = [Math.max(...labels), Math.min(...labels)];
  const sample: EvaluationSample = {
    rgb: new Uint8Array(width * height * 3),
    width,
    height,
    label: new Uint8Array(0),
    labelWidth,
    labelHeight,
    file: 'a picture',
  };
  trainer.makeRoom(sample);
  count.beginStage('validation');
  await trainer.predict(sample);
  return count.peak;
}

/** Tensors of the encoder without content: counting loads none. */
function blankEncoder(config: ExperimentConfig): Map<string, { values: Float32Array }> {
  const values = new Float32Array(0);
  return new Map(encoderParams(segmentorConfig(config).encoder).map(({ name }) => [name, { values }]));
}

function blankBatch({ data, schedule }: ExperimentConfig, iteration: number): Batch {
  const crop = ([width, height]: [number, number], labelled: boolean): Crop => ({
    rgb: new Uint8Array(width * height * 3),
    label: labelled ? new Uint8Array(width * height) : null,
    width,
    height,
    file: 'a picture',
    x: 0,
    y: 0,
    flipped: false,
  });
  const some = (size: [number, number], labelled: boolean) =>
    Array.from({ length: schedule.batch }, () => crop(size, labelled));
  return { iteration, source: some(data.source.crop, true), target: some(data.target.crop, false), drawnClasses: [] };
}

const total = (bytes: Bytes) => Object.values(bytes).reduce((a, b) => a + b, 0);
