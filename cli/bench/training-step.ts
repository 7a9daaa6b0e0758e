/** The training step of MiT-B0 with SegFormer's head: ours, ours replayed, and the same step with stock TF.js. */
import * as tf from '@tensorflow/tfjs';
import { readTensor } from '../../models/engine/backend';
import { guarded } from '../../models/engine/device';
import { RandomStream } from '../../models/engine/random';
import { record } from '../../models/engine/replay';
import { Tape, withTape } from '../../models/engine/tape';
import { MIT_VARIANTS } from '../../models/mit';
import { TEACHING } from '../../models/mode';
import { crossEntropy } from '../../models/ops/cross-entropy/cross-entropy';
import { AdamW } from '../../models/optim/adamw';
import { Segmentor } from '../../models/segmentor';
import { type BenchCase, caseOf, compare } from './measure';
import { StockNetwork } from './stock-network';

const CLASSES = 19;
const LEARNING_RATE = 6e-5;
const STREAM = 1000;

const { mit_b0: encoder } = MIT_VARIANTS;
const CONFIG = {
  encoder,
  head: {
    kind: 'segformer' as const,
    inputs: encoder.dims,
    embed: 128,
    channels: 128,
    classes: CLASSES,
    dropout: 0,
  },
};

class OurStep {
  readonly student = new Segmentor(CONFIG, { seed: 1, trained: true });
  private readonly teacher = new Segmentor(CONFIG, { seed: 1, trained: false });
  private readonly optimizer = new AdamW(this.student.params, this.teacher.params, () => ({
    lrFactor: 1,
    weightDecay: 0.01,
  }));
  private readonly schedule = tf.keep(tf.tensor1d([LEARNING_RATE, 0.999, 0.1, 0.001]));
  private readonly seed = tf.keep(tf.ones([1]));

  constructor(
    private readonly image: tf.Tensor,
    private readonly labels: tf.Tensor,
  ) {}

  /** Forward and backward; returns the loss, which the caller disposes. */
  gradients(): tf.Tensor {
    const tape = new Tape();
    const loss = withTape(tape, () => {
      const logits = this.student.forward(this.image, TEACHING);
      return crossEntropy(logits, this.labels, null, { average: 'all' }).loss;
    });
    tape.backward([{ tensor: loss, gradient: this.seed }]);
    return loss;
  }

  step(): tf.Tensor {
    this.optimizer.updateTeacher(this.schedule);
    this.optimizer.zeroGradients();
    const loss = this.gradients();
    this.optimizer.step(this.schedule);
    return loss;
  }

  dispose(): void {
    tf.dispose([this.schedule, this.seed]);
    this.optimizer.dispose();
    this.student.dispose();
    this.teacher.dispose();
  }
}

/** Pictures of noise: what is in them does not change what is computed. */
function noise(batch: number, size: number): { image: tf.Tensor; labels: tf.Tensor } {
  const random = new RandomStream(1, STREAM, 0);
  const pixels = Float32Array.from({ length: batch * size * size * 3 }, () => random.normal());
  const classes = Int32Array.from({ length: batch * size * size }, () => random.integer(CLASSES));
  return {
    image: tf.keep(tf.tensor4d(pixels, [batch, size, size, 3])),
    labels: tf.keep(tf.tensor3d(classes, [batch, size, size], 'int32')),
  };
}

/** @throws where the two losses differ: then the two steps are not the same and no comparison means anything. */
async function requireSameLoss(name: string, ours: tf.Tensor, stock: tf.Tensor): Promise<void> {
  const [a = Number.NaN] = await readTensor(ours);
  const [b = Number.NaN] = await readTensor(stock);
  tf.dispose([ours, stock]);
  if (!(Math.abs(a - b) < 1e-4 * Math.abs(b))) throw new Error(`${name}: our loss is ${a}, that of stock TF.js ${b}.`);
}

/** Cases of one batch size and crop: time, JavaScript time, launches, memory, and the replayed step. */
export async function trainingStepCases(batch: number, size: number): Promise<BenchCase[]> {
  const name = `step ${batch}x${size}`;
  const { image, labels } = noise(batch, size);
  const ours = new OurStep(image, labels);
  const stock = await StockNetwork.copyOf(ours.student);
  const run = (work: () => tf.Tensor) => () => work().dispose();
  const stockGradients = () => {
    const { value, grads } = stock.gradients(image, labels);
    tf.dispose(grads);
    return value;
  };
  const cases: BenchCase[] = await guarded(name, async () => {
    await requireSameLoss(name, ours.gradients(), stockGradients());
    const [gradients, stockBoth] = await compare([run(() => ours.gradients()), run(stockGradients)]);
    const [step, stockStep] = await compare([
      run(() => ours.step()),
      run(() => stock.step(image, labels, LEARNING_RATE)),
    ]);
    return [
      caseOf(`${name}: time`, 'ms', (t) => t.wall, step!, stockStep!),
      caseOf(`${name}: JavaScript`, 'ms', (t) => t.recording, step!, stockStep!),
      caseOf(`${name}: launches`, 'dispatches', (t) => t.dispatches, step!, stockStep!),
      caseOf(`${name}: forward and backward, time`, 'ms', (t) => t.wall, gradients!, stockBoth!),
      caseOf(`${name}: forward and backward, launches`, 'dispatches', (t) => t.dispatches, gradients!, stockBoth!),
      caseOf(`${name}: forward and backward, peak memory`, 'bytes', (t) => t.peakBytes, gradients!, stockBoth!),
    ];
  });
  stock.dispose();
  const replayed = await guarded(`${name} replayed`, async () => {
    const recording = record(() => ours.step());
    const [replay] = await compare([() => recording.replay()]);
    recording.result.dispose();
    recording.arena.dispose();
    return { ...replay!, dispatches: recording.dispatches.length };
  });
  cases.push(
    caseOf(`${name}: replayed, time`, 'ms', (t) => t.wall, replayed, null),
    caseOf(`${name}: replayed, JavaScript`, 'ms', (t) => t.recording, replayed, null),
  );
  ours.dispose();
  tf.dispose([image, labels]);
  return cases;
}
