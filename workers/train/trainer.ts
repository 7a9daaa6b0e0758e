/**
 * One network pair that learns: holds the student, its teacher and the pretrained encoder on the GPU, and runs the
 * iterations of the method. Each pass is recorded at the first iteration and replayed from then on.
 */

import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { readTensor, readTensors, writeTensor } from '../../models/engine/backend';
import { guarded } from '../../models/engine/device';
import { ParamStore } from '../../models/engine/params';
import { Arena, type Recording, record } from '../../models/engine/replay';
import { mitParams } from '../../models/mit';
import type { Mode } from '../../models/mode';
import { gaussianBlur } from '../../models/ops/blur/blur';
import { classMix } from '../../models/ops/class-mix/class-mix';
import { colorJitter } from '../../models/ops/color-jitter/color-jitter';
import { copy } from '../../models/ops/copy/copy';
import { normalizeImages } from '../../models/ops/normalize/normalize';
import { AdamW } from '../../models/optim/adamw';
import { scheduleValues } from '../../models/optim/schedule';
import { Segmentor } from '../../models/segmentor';
import type { Batch, EvaluationSample } from '../data/batch';
import type { ExperimentConfig } from '../experiment/schema';
import type { FrameLayer, FrameName } from '../protocol';
import { cropLayer, labelLayer, photoLayer, scalarLayer } from './frames';
import { allocateInputs, type Inputs, joinLabels, splitLabels, writeInputs } from './inputs';
import { parameterGroup, segmentorConfig } from './network';
import { predictSample } from './predict-sample';
import { type LossResult, pseudoPass, sourcePass, type TeacherResult, teacherPass } from './step';

export interface StepReport {
  iteration: number;
  /** `lr`, `decode.loss_seg`, `decode.acc_seg`, `mix.decode.*`, `src.loss_imnet_feat_dist`. */
  losses: Record<string, number>;
  /** Share of confident pixels: the weight of the pseudo-labels. */
  confidentShare: number;
  seconds: number;
}

export type State = Map<string, { shape: number[]; values: Float32Array }>;

/** Gets the teacher's pseudo-labels, returns what they are changed to. */
export type Relabel = (labels: Uint8Array[]) => Promise<Uint8Array[]>;

interface MixedResult extends LossResult {
  image: Tensor;
  label: Tensor;
  weight: Tensor;
}

interface Passes {
  teach: Recording<TeacherResult>;
  source: Recording<LossResult>;
  mixed: Recording<MixedResult>;
  update: Recording<void>;
}

/** A loss that is not a number: the run cannot go on from here. */
export class DivergedError extends Error {
  override name = 'DivergedError';
}

const SOURCE_PASS = 0;
const MIXED_PASS = 1;

export class Trainer {
  private readonly passes: Partial<Passes> = {};
  private readonly arena = new Arena(); // the passes follow each other, so they share their scratch buffers
  private last: { batch: Batch; pseudo: Uint8Array[] | null } | null = null;

  private constructor(
    private readonly config: ExperimentConfig,
    private readonly student: Segmentor,
    private readonly teacher: Segmentor,
    private readonly reference: ParamStore | null,
    private readonly optimizer: AdamW,
    private readonly inputs: Inputs,
    private readonly one: Tensor,
    private readonly lambda: Tensor,
  ) {}

  /** Allocates everything. `pretrained` are encoder tensors under the reference's names, without prefix. */
  static create(
    config: ExperimentConfig,
    options: { pretrained?: Map<string, { values: Float32Array }> } = {},
  ): Promise<Trainer> {
    return guarded('setting up the networks', () => {
      const { seed, schedule, method } = config;
      const networks = segmentorConfig(config);
      const student = new Segmentor(networks, { seed, trained: true });
      const teacher = new Segmentor(networks, { seed, trained: false });
      const missing = options.pretrained ? student.loadEncoder(options.pretrained) : [];
      if (missing.length)
        throw new Error(`The pretrained encoder lacks ${missing.length} tensors, the first is ${missing[0]}.`);
      let reference: ParamStore | null = null;
      if (method.featureDistance.lambda > 0) {
        if (!options.pretrained)
          throw new Error('The feature distance needs a pretrained encoder: choose one, or set its lambda to 0.');
        reference = new ParamStore(mitParams(networks.encoder), { seed, trained: false });
        for (const { name } of reference.specs) reference.load(name, options.pretrained.get(name)!.values);
      }
      const optimizer = new AdamW(student.params, teacher.params, (name) => parameterGroup(name, schedule));
      const constant = (value: number) => tf.keep(tf.tensor([value], [1], 'float32'));
      const lambda = constant(method.featureDistance.lambda);
      const inputs = allocateInputs(config);
      return new Trainer(config, student, teacher, reference, optimizer, inputs, constant(1), lambda);
    });
  }

  /**
   * One iteration; `relabel` null leaves the pseudo-labels as they are.
   * @throws GpuError or DivergedError; the student's parameters are then those before this iteration.
   */
  async step(batch: Batch, relabel: Relabel | null): Promise<StepReport> {
    const started = performance.now();
    const t = batch.iteration;
    const { method } = this.config;
    writeInputs(this.inputs, batch, this.config);
    const schedule = scheduleValues(t, this.config.schedule, method.emaAlpha);
    writeTensor(this.inputs.schedule, schedule.values);
    let pseudo: Uint8Array[] | null = null;
    const { teach, source, mixed } = await guarded(`iteration ${t}`, async () => {
      const selfTraining = method.kind === 'dacs';
      const teach = selfTraining ? this.run('teach', () => this.teach()) : null;
      const source = this.run('source', () => this.learnSource());
      if (teach && relabel) {
        pseudo = splitLabels(await readTensor(teach.labels), batch.target.length);
        writeTensor(this.inputs.targetLabel, joinLabels(await relabel(pseudo.map((label) => label.slice()))));
      }
      const mixed = teach ? this.run('mixed', () => this.learnMixed(teach.weight)) : null;
      return { teach, source, mixed };
    });

    const named: [string, Tensor][] = [
      ['decode.loss_seg', source.loss],
      ['decode.acc_seg', source.accuracy],
    ];
    if (source.distance) named.push(['src.loss_imnet_feat_dist', source.distance]);
    if (mixed) named.push(['mix.decode.loss_seg', mixed.loss], ['mix.decode.acc_seg', mixed.accuracy]);
    if (teach) named.push(['confident', teach.confident]);
    const read = await readTensors(named.map(([, tensor]) => tensor));
    const losses: Record<string, number> = { lr: schedule.learningRate };
    named.forEach(([name], i) => {
      losses[name] = read[i]![0]!;
    });
    if (source.distance) losses['src.loss_imnet_feat_dist']! *= method.featureDistance.lambda;
    const confidentShare = (losses.confident ?? 0) / this.inputs.targetLabel.size;
    delete losses.confident;
    for (const [name, value] of Object.entries(losses))
      if (!Number.isFinite(value))
        throw new DivergedError(
          `Iteration ${t}: ${name} is ${value}. Continue from the last checkpoint with a lower learning rate.`,
        );

    await guarded(`optimizer step of iteration ${t}`, () =>
      this.run('update', () => this.optimizer.step(this.inputs.schedule)),
    );
    this.last = { batch, pseudo };
    return { iteration: t, losses, confidentShare, seconds: (performance.now() - started) / 1000 };
  }

  /** Pictures of the first sample of the last step. Reads back from the GPU: call it at most a few times a second. */
  async frames(): Promise<Partial<Record<FrameName, FrameLayer>>> {
    if (!this.last) return {};
    const { batch, pseudo } = this.last;
    const [source, target] = [batch.source[0]!, batch.target[0]!];
    const { width, height } = target;
    const frames: Partial<Record<FrameName, FrameLayer>> = {
      source: cropLayer(source),
      sourceLabel: labelLayer(source.label!, source.width, source.height),
      target: cropLayer(target),
    };
    const mixed = this.passes.mixed?.result;
    if (!mixed) return frames;
    const [labels, image, label, weight] = await readTensors([
      this.inputs.targetLabel,
      mixed.image,
      mixed.label,
      mixed.weight,
    ]);
    return {
      ...frames,
      pseudoLabel: labelLayer(pseudo?.[0] ?? labels!, width, height),
      relabeled: labelLayer(labels!, width, height),
      mixed: photoLayer(image!, width, height),
      mixedLabel: labelLayer(label!, width, height),
      weight: scalarLayer(weight!, width, height),
    };
  }

  /** Class of every pixel of the label's size, row by row. */
  predict(sample: EvaluationSample, which: 'student' | 'teacher' = 'student'): Promise<Uint8Array> {
    return predictSample(this[which], sample);
  }

  /** All that a resumed run needs and that does not follow from the iteration's number. */
  async exportState(): Promise<State> {
    const state: State = new Map();
    for (const [prefix, network] of [
      ['model.', this.student],
      ['ema_model.', this.teacher],
    ] as const)
      for (const [name, tensor] of await network.params.export()) state.set(prefix + name, tensor);
    for (const [name, tensor] of await this.student.params.exportMoments()) state.set(name, tensor);
    return state;
  }

  /** Restores what `exportState` gave. @throws where a tensor is missing. */
  importState(state: State): void {
    const take = (name: string) => {
      const tensor = state.get(name);
      if (!tensor) throw new Error(`The checkpoint lacks ${name}.`);
      return tensor.values;
    };
    for (const [prefix, network] of [
      ['model.', this.student],
      ['ema_model.', this.teacher],
    ] as const)
      for (const { name } of network.params.specs) network.params.load(name, take(prefix + name));
    this.student.params.importMoments(take);
  }

  dispose(): void {
    for (const { result } of Object.values(this.passes)) tf.dispose((result ?? {}) as tf.TensorContainer);
    this.arena.dispose();
    for (const tensor of [...Object.values(this.inputs), this.one, this.lambda]) tensor?.dispose();
    this.optimizer.dispose();
    this.student.dispose();
    this.teacher.dispose();
    this.reference?.dispose();
  }

  /** Records a pass the first time and replays it afterwards; its result tensors stay the same. */
  private run<K extends keyof Passes>(name: K, pass: () => Passes[K]['result']): Passes[K]['result'] {
    const recorded = this.passes[name];
    if (recorded) recorded.replay();
    else this.passes[name] = record(pass as () => never, this.arena) as unknown as Passes[K];
    return this.passes[name]!.result;
  }

  private teach(): TeacherResult {
    const { method, data } = this.config;
    return tidyKept(() => {
      this.optimizer.updateTeacher(this.inputs.schedule);
      const image = normalizeImages(this.inputs.targetPixels);
      const { ignoreTop, ignoreBottom } = data;
      const result = teacherPass(this.teacher, image, {
        threshold: method.pseudoThreshold,
        ignoreTop,
        ignoreBottom,
        validMask: this.inputs.validMask ?? undefined,
      });
      copy(result.labels, this.inputs.targetLabel);
      return result;
    });
  }

  private learnSource(): LossResult {
    const { featureDistance, lossAverage } = this.config.method;
    return tidyKept(() => {
      this.optimizer.zeroGradients();
      const image = normalizeImages(this.inputs.sourcePixels);
      const distance = this.reference && {
        ...featureDistance,
        encoder: this.reference,
        encoderConfig: this.student.config.encoder,
        lambda: this.lambda,
      };
      const options = { average: lossAverage, one: this.one, featureDistance: distance };
      return sourcePass(this.student, image, this.inputs.sourceLabel, this.mode(SOURCE_PASS), options);
    });
  }

  private learnMixed(targetWeight: Tensor): MixedResult {
    return tidyKept(() => {
      const { sourcePixels, sourceLabel, targetPixels, targetLabel, choice, factors, sigmas } = this.inputs;
      const mix = keepAll(
        classMix({
          sourceImage: normalizeImages(sourcePixels),
          targetImage: normalizeImages(targetPixels),
          sourceLabel,
          targetLabel,
          targetWeight,
          choice,
        }),
      );
      const image = tf.keep(gaussianBlur(colorJitter(mix.image, factors), sigmas));
      const options = { average: this.config.method.lossAverage, one: this.one };
      const result = pseudoPass(this.student, image, mix.label, mix.weight, this.mode(MIXED_PASS), options);
      return { ...result, image, label: mix.label, weight: mix.weight };
    });
  }

  private mode(pass: number): Mode {
    const { recompute } = this.config.memory;
    return { stochastic: true, batchStatistics: true, key: this.inputs.key, pass, recompute };
  }
}

/** Marks every tensor of a result as ours, so that no scope and no tape frees it. */
function keepAll<T extends object>(result: T): T {
  for (const value of Object.values(result)) if (value instanceof tf.Tensor) tf.keep(value);
  return result;
}

/** Frees what `pass` made except its result, which is kept until somebody disposes it. */
function tidyKept<T extends object>(pass: () => T): T {
  let result: T | undefined;
  tf.tidy(() => {
    result = keepAll(pass());
  });
  return result!;
}
