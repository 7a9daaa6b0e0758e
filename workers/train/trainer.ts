/**
 * One network pair that learns: holds the student, its teacher and the pretrained encoder on the GPU, and runs the
 * iterations of the method. Each pass is recorded at the first iteration and replayed from then on.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { readTensor, readTensors, trimPool, writeTensor } from '../../models/engine/backend';
import { guarded } from '../../models/engine/device';
import { Arena, type Recording, record } from '../../models/engine/replay';
import { scheduleValues } from '../../models/optim/schedule';
import type { Segmentor } from '../../models/segmentor';
import type { Batch, EvaluationSample } from '../data/batch';
import type { ExperimentConfig } from '../experiment/schema';
import type { FrameLayers, FrameName } from '../protocol';
import { joinLabels, splitLabels, writeInputs } from './inputs';
import {
  createLearning,
  disposeLearning,
  type EncoderWeights,
  type Learning,
  learnMasked,
  learnMixed,
  learnSource,
  type MaskedResult,
  MIXED_PASS,
  type MixedResult,
  teachTarget,
  updateTeacher,
} from './learning';
import { lookAt } from './look';
import { predictSample } from './predict-sample';
import type { LossResult, TeacherResult } from './step';

export interface StepReport {
  iteration: number;
  /** `lr`, `decode.loss_seg`, `decode.acc_seg`, `decode.hr.*`, `mix.decode.*`, `masked.decode.*`, `src.loss_imnet_feat_dist`. */
  losses: Record<string, number>;
  /** Share of confident pixels: the weight of the pseudo-labels. */
  confidentShare: number;
  seconds: number;
}

export type State = Map<string, { shape: number[]; values: Float32Array }>;

/** Gets the teacher's pseudo-labels, returns what they are changed to. */
export type Relabel = (labels: Uint8Array[]) => Promise<Uint8Array[]>;

interface Passes {
  teach: Recording<TeacherResult>;
  /** In place of `teach` where nothing is asked of the teacher. */
  follow: Recording<void>;
  source: Recording<LossResult>;
  mixed: Recording<MixedResult>;
  masked: Recording<MaskedResult>;
  update: Recording<void>;
}

/** A loss that is not a number: the run cannot go on from here. */
export class DivergedError extends Error {
  override name = 'DivergedError';
}

/** Names of the parts of a loss in the reference's log. */
const PARTS = [
  ['loss_seg', 'loss'],
  ['acc_seg', 'accuracy'],
  ['hr.loss_seg', 'detailLoss'],
  ['hr.acc_seg', 'detailAccuracy'],
  ['lr.loss_seg', 'contextLoss'],
  ['lr.acc_seg', 'contextAccuracy'],
] as const;

function logged(prefix: string, result: LossResult): [string, Tensor][] {
  return PARTS.flatMap(([name, part]) => {
    const tensor = result[part];
    return tensor ? [[`${prefix}decode.${name}`, tensor] as [string, Tensor]] : [];
  });
}

/** Teacher of a run, and the one that masked pictures may have of their own, under their names in a checkpoint. */
const STUDENT = 'model.';
const TEACHER = 'ema_model.';
const MASK_TEACHER = 'mic.teacher.ema_model.';

export class Trainer {
  private passes: Partial<Passes> = {};
  private arena = new Arena(); // the passes follow each other, so they share their scratch buffers
  /** Size of the last picture that was predicted since the last iteration; null where there was none. */
  private predicted: string | null = null;
  private last: { batch: Batch; pseudo: Uint8Array[] | null } | null = null;

  private constructor(private readonly learning: Learning) {}

  /** Allocates everything. `pretrained` are encoder tensors under the reference's names, without prefix. */
  static create(config: ExperimentConfig, options: { pretrained?: EncoderWeights } = {}): Promise<Trainer> {
    return guarded('setting up the networks', () => new Trainer(createLearning(config, options.pretrained)));
  }

  /**
   * One iteration; `relabel` null leaves the pseudo-labels as they are.
   * @throws GpuError or DivergedError; the student's parameters are then those before this iteration.
   */
  async step(batch: Batch, relabel: Relabel | null): Promise<StepReport> {
    const started = performance.now();
    const t = batch.iteration;
    if (this.predicted) trimPool();
    this.predicted = null;
    const { config, inputs, teacher, optimizer } = this.learning;
    const { method } = config;
    writeInputs(inputs, batch, config);
    const schedule = scheduleValues(t, config.schedule, method.emaAlpha);
    writeTensor(inputs.schedule, schedule.values);
    const { mask } = method;
    if (mask && inputs.mask) {
      const alpha = mask.emaAlpha === 'same' ? method.emaAlpha : mask.emaAlpha;
      writeTensor(inputs.mask.schedule, scheduleValues(t, config.schedule, alpha).values);
    }
    let pseudo: Uint8Array[] | null = null;
    const { teach, source, mixed, masked } = await guarded(`iteration ${t}`, async () => {
      const selfTraining = method.kind === 'dacs';
      const teach = selfTraining ? this.run('teach', () => teachTarget(this.learning)) : null;
      if (!teach) this.run('follow', () => updateTeacher(this.learning, teacher, inputs.schedule));
      const source = this.run('source', () => learnSource(this.learning));
      if (teach && relabel) {
        pseudo = splitLabels(await readTensor(teach.labels), batch.target.length);
        writeTensor(inputs.targetLabel, joinLabels(await relabel(pseudo.map((label) => label.slice()))));
      }
      const mixed = teach ? this.run('mixed', () => learnMixed(this.learning, teach.weight)) : null;
      const masked = mask ? this.run('masked', () => learnMasked(this.learning, mask, teach)) : null;
      return { teach, source, mixed, masked };
    });

    const named = logged('', source);
    if (source.distance) named.push(['src.loss_imnet_feat_dist', source.distance]);
    if (mixed) named.push(...logged('mix.', mixed));
    if (masked) named.push(...logged('masked.', masked));
    if (teach) named.push(['confident', teach.confident]);
    const read = await readTensors(named.map(([, tensor]) => tensor));
    const losses: Record<string, number> = { lr: schedule.learningRate };
    named.forEach(([name], i) => {
      losses[name] = read[i]![0]!;
    });
    if (source.distance) losses['src.loss_imnet_feat_dist']! *= method.featureDistance.lambda;
    const confidentShare = (losses.confident ?? 0) / inputs.targetLabel.size;
    delete losses.confident;
    for (const [name, value] of Object.entries(losses))
      if (!Number.isFinite(value))
        throw new DivergedError(
          `Iteration ${t}: ${name} is ${value}. Continue from the last checkpoint with a lower learning rate.`,
        );

    await guarded(`optimizer step of iteration ${t}`, () => this.run('update', () => optimizer.step(inputs.schedule)));
    this.last = { batch, pseudo };
    return { iteration: t, losses, confidentShare, seconds: (performance.now() - started) / 1000 };
  }

  /**
   * Pictures of the first sample of the last step. Reads back from the GPU: call it at most a few times a second.
   * @param wanted absent: all that there are
   */
  async frames(wanted?: ReadonlySet<FrameName>): Promise<FrameLayers> {
    if (!this.last) return {};
    const { config, inputs } = this.learning;
    const { teach, source, mixed, masked } = this.passes;
    const results = {
      ...this.last,
      targetLabel: inputs.targetLabel,
      teacherLogits: teach?.result.logits ?? null,
      mixed: mixed?.result ?? null,
      detailBox: inputs.detailBoxes[MIXED_PASS] ?? null,
      masked: masked?.result.image ?? null,
      distanceMask: source?.result.distanceMask ?? null,
    };
    return lookAt(results, config, wanted);
  }

  /** Class of every pixel of the label's size, row by row. */
  predict(sample: EvaluationSample, which: 'student' | 'teacher' = 'student'): Promise<Uint8Array> {
    this.makeRoom(sample);
    return predictSample(this.learning[which], sample, this.learning.config.data.evaluationWindows);
  }

  /**
   * Pictures are predicted in the memory that training leaves: its recordings are given up and made anew afterwards,
   * and so are the buffers of a picture of another size.
   */
  makeRoom({ width, height, labelWidth, labelHeight }: Omit<EvaluationSample, 'rgb' | 'label' | 'file'>): void {
    const size = `${width}x${height} ${labelWidth}x${labelHeight}`;
    if (this.predicted === size) return;
    if (!this.predicted) this.forgetPasses();
    trimPool();
    this.predicted = size;
  }

  private forgetPasses(): void {
    for (const { result } of Object.values(this.passes)) tf.dispose((result ?? {}) as tf.TensorContainer);
    this.passes = {};
    this.arena.dispose();
    this.arena = new Arena();
  }

  /** All that a resumed run needs and that does not follow from the iteration's number. */
  async exportState(): Promise<State> {
    const state: State = new Map();
    for (const [prefix, network] of this.networks())
      for (const [name, tensor] of await network.params.export()) state.set(prefix + name, tensor);
    for (const [name, tensor] of await this.learning.student.params.exportMoments()) state.set(name, tensor);
    return state;
  }

  /** Restores what `exportState` gave. @throws where a tensor is missing. */
  importState(state: State): void {
    const take = (name: string) => {
      const tensor = state.get(name);
      if (!tensor) throw new Error(`The checkpoint lacks ${name}.`);
      return tensor.values;
    };
    for (const [prefix, network] of this.networks())
      for (const { name } of network.params.specs) network.params.load(name, take(prefix + name));
    this.learning.student.params.importMoments(take);
  }

  private networks(): [string, Segmentor][] {
    const { student, teacher, maskTeacher } = this.learning;
    const both: [string, Segmentor][] = [
      [STUDENT, student],
      [TEACHER, teacher],
    ];
    return maskTeacher ? [...both, [MASK_TEACHER, maskTeacher]] : both;
  }

  dispose(): void {
    this.forgetPasses();
    disposeLearning(this.learning);
  }

  /** Records a pass the first time and replays it afterwards; its result tensors stay the same. */
  private run<K extends keyof Passes>(name: K, pass: () => Passes[K]['result']): Passes[K]['result'] {
    const recorded = this.passes[name];
    if (recorded) recorded.replay();
    else this.passes[name] = record(pass as () => never, this.arena) as unknown as Passes[K];
    return this.passes[name]!.result;
  }
}
