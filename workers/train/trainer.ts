/**
 * One network pair that learns: holds the student, its teacher and the pretrained encoder on the GPU, and runs the
 * iterations of the method. Each pass is recorded at the first iteration and replayed from then on.
 */

import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { encoderParams } from '../../models/encoder';
import { constantTensor, readTensor, readTensors, trimPool, writeTensor } from '../../models/engine/backend';
import { guarded } from '../../models/engine/device';
import { ParamStore } from '../../models/engine/params';
import { Arena, type Recording, record } from '../../models/engine/replay';
import type { Mode } from '../../models/mode';
import { gaussianBlur } from '../../models/ops/blur/blur';
import { classMix } from '../../models/ops/class-mix/class-mix';
import { colorJitter } from '../../models/ops/color-jitter/color-jitter';
import { copy } from '../../models/ops/copy/copy';
import { maskImage } from '../../models/ops/mask-image/mask-image';
import { normalizeImages } from '../../models/ops/normalize/normalize';
import { AdamW, averageTeacher } from '../../models/optim/adamw';
import { scheduleValues } from '../../models/optim/schedule';
import { Segmentor } from '../../models/segmentor';
import type { Batch, EvaluationSample } from '../data/batch';
import type { ExperimentConfig, MaskConfig } from '../experiment/schema';
import type { FrameLayers, FrameName } from '../protocol';
import { allocateInputs, type Inputs, inputTensors, joinLabels, splitLabels, writeInputs } from './inputs';
import { lookAt } from './look';
import { changesColors, hasOwnTeacher, maskedBatch } from './masking';
import { parameterGroup, segmentorConfig } from './network';
import { predictSample } from './predict-sample';
import { type LossResult, pseudoPass, sourcePass, type TeacherResult, teacherPass } from './step';

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

interface MixedResult extends LossResult {
  image: Tensor;
  label: Tensor;
  weight: Tensor;
}

interface MaskedResult extends LossResult {
  /** Normalised, with blocks missing. */
  image: Tensor;
}

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

const SOURCE_PASS = 0;
const MIXED_PASS = 1;
const MASKED_PASS = 2;

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

  private constructor(
    private readonly config: ExperimentConfig,
    private readonly student: Segmentor,
    private readonly teacher: Segmentor,
    private readonly maskTeacher: Segmentor | null,
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
      const { mask } = method;
      const maskTeacher =
        mask && hasOwnTeacher(mask) && method.kind === 'dacs'
          ? new Segmentor(networks, { seed, trained: false })
          : null;
      const missing = options.pretrained ? student.loadEncoder(options.pretrained) : [];
      if (missing.length)
        throw new Error(`The pretrained encoder lacks ${missing.length} tensors, the first is ${missing[0]}.`);
      let reference: ParamStore | null = null;
      if (method.featureDistance.lambda > 0) {
        if (!options.pretrained)
          throw new Error('The feature distance needs a pretrained encoder: choose one, or set its lambda to 0.');
        reference = new ParamStore(encoderParams(networks.encoder), { seed, trained: false });
        for (const { name } of reference.specs) reference.load(name, options.pretrained.get(name)!.values);
      }
      const optimizer = new AdamW(student.params, teacher.params, (name) => parameterGroup(name, schedule));
      const constant = (value: number) => constantTensor(Float32Array.of(value));
      const lambda = constant(method.featureDistance.lambda);
      const inputs = allocateInputs(config);
      return new Trainer(config, student, teacher, maskTeacher, reference, optimizer, inputs, constant(1), lambda);
    });
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
    const { method } = this.config;
    writeInputs(this.inputs, batch, this.config);
    const schedule = scheduleValues(t, this.config.schedule, method.emaAlpha);
    writeTensor(this.inputs.schedule, schedule.values);
    const { mask } = method;
    if (mask && this.inputs.mask) {
      const alpha = mask.emaAlpha === 'same' ? method.emaAlpha : mask.emaAlpha;
      writeTensor(this.inputs.mask.schedule, scheduleValues(t, this.config.schedule, alpha).values);
    }
    let pseudo: Uint8Array[] | null = null;
    const { teach, source, mixed, masked } = await guarded(`iteration ${t}`, async () => {
      const selfTraining = method.kind === 'dacs';
      const teach = selfTraining ? this.run('teach', () => this.teach()) : null;
      if (!teach) this.run('follow', () => this.updateTeacher(this.teacher, this.inputs.schedule));
      const source = this.run('source', () => this.learnSource());
      if (teach && relabel) {
        pseudo = splitLabels(await readTensor(teach.labels), batch.target.length);
        writeTensor(this.inputs.targetLabel, joinLabels(await relabel(pseudo.map((label) => label.slice()))));
      }
      const mixed = teach ? this.run('mixed', () => this.learnMixed(teach.weight)) : null;
      const masked = mask ? this.run('masked', () => this.learnMasked(mask, teach)) : null;
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

  /**
   * Pictures of the first sample of the last step. Reads back from the GPU: call it at most a few times a second.
   * @param wanted absent: all that there are
   */
  async frames(wanted?: ReadonlySet<FrameName>): Promise<FrameLayers> {
    if (!this.last) return {};
    const { teach, source, mixed, masked } = this.passes;
    const results = {
      ...this.last,
      targetLabel: this.inputs.targetLabel,
      teacherLogits: teach?.result.logits ?? null,
      mixed: mixed?.result ?? null,
      detailBox: this.inputs.detailBoxes[MIXED_PASS] ?? null,
      masked: masked?.result.image ?? null,
      distanceMask: source?.result.distanceMask ?? null,
    };
    return lookAt(results, this.config, wanted);
  }

  /** Class of every pixel of the label's size, row by row. */
  predict(sample: EvaluationSample, which: 'student' | 'teacher' = 'student'): Promise<Uint8Array> {
    this.makeRoom(sample);
    return predictSample(this[which], sample, this.config.data.evaluationWindows);
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
    for (const [prefix, network] of this.networks())
      for (const { name } of network.params.specs) network.params.load(name, take(prefix + name));
    this.student.params.importMoments(take);
  }

  private networks(): [string, Segmentor][] {
    const both: [string, Segmentor][] = [
      [STUDENT, this.student],
      [TEACHER, this.teacher],
    ];
    return this.maskTeacher ? [...both, [MASK_TEACHER, this.maskTeacher]] : both;
  }

  dispose(): void {
    this.forgetPasses();
    for (const tensor of [...inputTensors(this.inputs), this.one, this.lambda]) tensor.dispose();
    this.optimizer.dispose();
    this.student.dispose();
    this.teacher.dispose();
    this.maskTeacher?.dispose();
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
      this.updateTeacher(this.teacher, this.inputs.schedule);
      const image = normalizeImages(this.inputs.targetPixels);
      const { ignoreTop, ignoreBottom } = data;
      const result = teacherPass(this.teacher, image, {
        threshold: method.pseudoThreshold,
        ignoreTop,
        ignoreBottom,
        validMask: this.inputs.validMask ?? undefined,
        statistics: method.teacherStatistics,
      });
      copy(result.labels, this.inputs.targetLabel);
      return result;
    });
  }

  /** A teacher averages the student as the step before left it; its running statistics are its own, or the student's. */
  private updateTeacher(teacher: Segmentor, schedule: Tensor): void {
    averageTeacher(teacher.params, this.student.params, schedule);
    if (this.config.method.teacherStatistics === 'running') copy(this.student.params.state, teacher.params.state);
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
        allScales: featureDistance.scales === 'all',
      };
      const box = this.inputs.detailBoxes[SOURCE_PASS];
      const { oneByOne } = this.config.memory;
      const options = { average: lossAverage, one: this.one, box, oneByOne, featureDistance: distance };
      return sourcePass(this.student, image, this.inputs.sourceLabel, this.mode(SOURCE_PASS), options);
    });
  }

  private learnMixed(targetWeight: Tensor): MixedResult {
    return tidyKept(() => {
      const { sourcePixels, sourceLabel, targetPixels, targetLabel, choice, factors, sigmas } = this.inputs;
      const mix = classMix({
        sourceImage: normalizeImages(sourcePixels),
        targetImage: normalizeImages(targetPixels),
        sourceLabel,
        targetLabel,
        targetWeight,
        choice,
      });
      keepAll({ label: mix.label, weight: mix.weight }); // no tape frees them; the picture is not needed again
      const image = tf.keep(gaussianBlur(colorJitter(mix.image, factors, this.config.method.jitterOperations), sigmas));
      const box = this.inputs.detailBoxes[MIXED_PASS];
      const { method, memory } = this.config;
      const options = { average: method.lossAverage, one: this.one, box, oneByOne: memory.oneByOne };
      const result = pseudoPass(this.student, image, mix.label, mix.weight, this.mode(MIXED_PASS), options);
      return { ...result, image, label: mix.label, weight: mix.weight };
    });
  }

  /** The pass of masked consistency; `taught` is what the mixed pass used too, relabeled. */
  private learnMasked(mask: MaskConfig, taught: TeacherResult | null): MaskedResult {
    const { method, data } = this.config;
    const { sourcePixels, sourceLabel, targetPixels, targetLabel, validMask, mask: draws, detailBoxes } = this.inputs;
    if (!draws) throw new Error('The inputs of masked consistency were not allocated.');
    return tidyKept(() => {
      const targetImage = normalizeImages(targetPixels);
      let target = taught && { image: targetImage, label: targetLabel, weight: taught.weight };
      if (this.maskTeacher) {
        this.updateTeacher(this.maskTeacher, draws.schedule);
        const threshold = mask.pseudoThreshold === 'same' ? method.pseudoThreshold : mask.pseudoThreshold;
        const own = teacherPass(this.maskTeacher, targetImage, {
          threshold: threshold === 'none' ? 0 : threshold, // every probability reaches 0: the weight is 1
          ignoreTop: data.ignoreTop,
          ignoreBottom: data.ignoreBottom,
          validMask: validMask ?? undefined,
          statistics: method.teacherStatistics,
        });
        target = { image: targetImage, label: own.labels, weight: own.weight };
      }
      const source = { image: normalizeImages(sourcePixels), label: sourceLabel };
      const batch = maskedBatch(mask.mode, { source, target, ones: draws.ones });
      const colored = changesColors(mask.mode)
        ? gaussianBlur(colorJitter(batch.image, draws.factors, method.jitterOperations), draws.sigmas)
        : batch.image;
      const image = tf.keep(maskImage(colored, draws.blocks, mask.ratio));
      const options = {
        average: method.lossAverage,
        one: this.one,
        box: detailBoxes[MASKED_PASS],
        factor: mask.lambda,
        oneByOne: this.config.memory.oneByOne,
      };
      const result = pseudoPass(this.student, image, batch.label, batch.weight, this.mode(MASKED_PASS), options);
      return { ...result, image };
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
