import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { encode, encoderParams } from '../../models/encoder';
import { readTensor, writeTensor } from '../../models/engine/backend';
import { guarded } from '../../models/engine/device';
import { ParamStore } from '../../models/engine/params';
import { RandomStream, STREAM } from '../../models/engine/random';
import { EVALUATION, type Mode, TEACHING } from '../../models/mode';
import { IMAGE_MEAN, IMAGE_STD } from '../../models/ops/normalize/normalize';
import { Segmentor } from '../../models/segmentor';
import { withGpu } from '../../models/testing/gpu';
import type { Batch, Crop } from '../data/batch';
import {
  type BaseMethod,
  DACS,
  DACS_FD,
  DACS_FD_THINGS,
  DAFORMER_METHOD,
  SOURCE_ONLY,
  TARGET_ONLY,
} from '../experiment/presets/methods';
import type { ExperimentConfig } from '../experiment/schema';
import { chooseClasses } from './class-choice';
import { segmentorConfig } from './network';
import { crossEntropy, enlarge, featureDistance, type Maps, pseudoLabels } from './testing/plain-step';
import { noise, SIZE, tinyConfig } from './testing/tiny-run';
import { Trainer } from './trainer';

withGpu();

const [IGNORE_TOP, IGNORE_BOTTOM] = [3, 5];
/** An iteration late enough for the teachers of 0.99 and of 0.999 to differ. */
const LATE = 2000;

/** A method as it is, but for what makes it draw: no colours, no dropout, and a threshold that a fresh network meets. */
function configOf({ settings }: BaseMethod): ExperimentConfig {
  return tinyConfig((config) => {
    config.network.encoder.dropPathRate = 0;
    config.network.head.dropout = 0;
    Object.assign(config.data, { ignoreTop: IGNORE_TOP, ignoreBottom: IGNORE_BOTTOM });
    config.method = { ...settings, jitterProbability: 1, blur: false, pseudoThreshold: 0.06, lossAverage: 'valid' };
    Object.assign(config.schedule, { iterations: 2 * LATE, warmup: 1, learningRate: 1e-3 });
  });
}

/** Quarters of car, vegetation, person and road, the last one half ignored; the second sample has them mirrored. */
const labelOf = (mirrored: boolean) =>
  Uint8Array.from({ length: SIZE * SIZE }, (_, i) => {
    const [y, x] = [Math.floor(i / SIZE), mirrored ? SIZE - 1 - (i % SIZE) : i % SIZE];
    const quarter = [13, 8, 11, 0][2 * Number(y >= SIZE / 2) + Number(x >= SIZE / 2)]!;
    return quarter === 0 && y % 2 ? 255 : quarter;
  });

const BATCH: Batch = {
  iteration: 0,
  source: [noise(1, labelOf(false)), noise(2, labelOf(true))],
  target: [noise(3, null), noise(4, null)],
  drawnClasses: [],
};

const normalized = (crops: Crop[]) =>
  Float32Array.from(
    crops.flatMap(({ rgb }) => Array.from(rgb, (v, i) => (v - IMAGE_MEAN[i % 3]!) / IMAGE_STD[i % 3]!)),
  );
const SOURCE = normalized(BATCH.source);
const TARGET = normalized(BATCH.target);
const LABEL = Uint8Array.from(BATCH.source.flatMap(({ label }) => Array.from(label!)));
const LEARNING: Mode = { ...EVALUATION, batchStatistics: true };

async function maps(make: () => Tensor): Promise<Maps> {
  const tensor = await guarded('plain step', () => tf.keep(tf.tidy(make)));
  const data = Float64Array.from(await readTensor(tensor));
  tensor.dispose();
  return { data, shape: tensor.shape as Maps['shape'] };
}

const image = (pixels: Float32Array) => tf.tensor(pixels, [2, SIZE, SIZE, 3], 'float32');
const logitsOf = async (network: Segmentor, pixels: Float32Array, mode: Mode) =>
  enlarge(await maps(() => network.forward(image(pixels), mode)), SIZE);

/** What is pasted onto the target, and the weights that go with it. */
function mix(config: ExperimentConfig, taught: { label: Uint8Array; weight: Float64Array }) {
  const labels = BATCH.source.map(({ label }) => label!);
  const chosen = chooseClasses(labels, new RandomStream(config.seed, STREAM.classMix, 0));
  const pasted = (i: number) => chosen[(i < SIZE * SIZE ? 0 : 256) + LABEL[i]!] === 1;
  return {
    pixels: SOURCE.map((value, i) => (pasted(Math.floor(i / 3)) ? value : TARGET[i]!)),
    label: LABEL.map((value, i) => (pasted(i) ? value : taught.label[i]!)),
    weight: taught.weight.map((value, i) => (pasted(i) ? 1 : value)),
  };
}

/** All losses of the first iteration under their names in the log, by plain loops; and their sum, which is minimised. */
async function plainLosses(
  config: ExperimentConfig,
  student: Segmentor,
  taught: ReturnType<typeof pseudoLabels>,
  pretrained: ParamStore,
) {
  const { featureDistance: fd, kind } = config.method;
  const losses: Record<string, number> = {
    'decode.loss_seg': crossEntropy(await logitsOf(student, SOURCE, LEARNING), LABEL),
  };
  if (fd.lambda > 0) {
    const last = (store: ParamStore, prefix: string, mode: Mode) =>
      maps(() => encode(image(SOURCE), store, prefix, student.config.encoder, mode).at(-1)!);
    const [a, b] = [await last(student.params, 'backbone.', LEARNING), await last(pretrained, '', EVALUATION)];
    losses['src.loss_imnet_feat_dist'] = fd.lambda * featureDistance(a, b, LABEL, SIZE, fd.classes, fd.minRatio);
  }
  if (kind === 'dacs') {
    const { pixels, label, weight } = mix(config, taught);
    losses['mix.decode.loss_seg'] = crossEntropy(await logitsOf(student, pixels, LEARNING), label, weight);
  }
  return { losses, total: Object.values(losses).reduce((a, b) => a + b, 0) };
}

/** A strong weight for the distance, so that the gradient would show its absence. */
const visible = (method: BaseMethod): BaseMethod => {
  const { featureDistance: fd } = method.settings;
  return { ...method, settings: { ...method.settings, featureDistance: { ...fd, lambda: 100 * fd.lambda } } };
};

describe.each([SOURCE_ONLY, TARGET_ONLY, DACS, DACS_FD, DACS_FD_THINGS, DAFORMER_METHOD])('$name', (method) => {
  it('has the losses, the gradient and the teacher of a plain implementation', async () => {
    const config = configOf(visible(method));
    const networks = segmentorConfig(config);
    const pretrained = new ParamStore(encoderParams(networks.encoder), { seed: 5, trained: false });
    const weights = await pretrained.export();
    // Not the very encoder that the distance is measured from, at which its gradient is 0.
    const started = new Map(
      [...weights].map(([name, { values, shape }]) => [name, { shape, values: values.map((v) => 1.1 * v) }]),
    );
    const student = new Segmentor(networks, { seed: config.seed, trained: false });
    student.loadEncoder(started);
    const trainer = await Trainer.create(config, { pretrained: weights });
    const fresh = await trainer.exportState();
    for (const [name, tensor] of await student.params.export()) fresh.set(`model.${name}`, tensor);
    trainer.importState(fresh);

    const taught = pseudoLabels(await logitsOf(student, TARGET, TEACHING), 0.06, IGNORE_TOP, IGNORE_BOTTOM);
    const first = await trainer.step(BATCH, null);
    const { losses } = await plainLosses(config, student, taught, pretrained);
    const { lr: _, ...logged } = first.losses;
    const named = Object.fromEntries(Object.entries(logged).filter(([name]) => name.includes('loss')));
    expect(Object.keys(named).sort()).toEqual(Object.keys(losses).sort());
    for (const [name, loss] of Object.entries(losses)) expect(named[name]! / loss, name).toBeCloseTo(1, 4);

    // The first moment is a tenth of the gradient; along it, the sum of the losses must rise by its length.
    const after = await trainer.exportState();
    const gradient = after.get('optimizer.exp_avg')!.values.map((moment) => 10 * moment);
    const length = Math.hypot(...gradient);
    const start = Float32Array.from(await readTensor(student.params.values));
    const step = 0.02 / length;
    const along = async (way: number) => {
      writeTensor(
        student.params.values,
        start.map((value, i) => value + way * step * gradient[i]!),
      );
      return (await plainLosses(config, student, taught, pretrained)).total;
    };
    const slope = ((await along(1)) - (await along(-1))) / 0.04;
    expect(slope / length).toBeGreaterThan(0.97);
    expect(slope / length).toBeLessThan(1.03);

    await trainer.step({ ...BATCH, iteration: LATE }, null);
    const last = await trainer.exportState();
    const name = 'decode_head.conv_seg.weight';
    const [copied, student1, averaged] = [
      after.get(`ema_model.${name}`)!,
      after.get(`model.${name}`)!,
      last.get(`ema_model.${name}`)!,
    ];
    expect(copied.values).toEqual(fresh.get(`model.${name}`)!.values);
    const alpha = method.settings.emaAlpha;
    for (const [i, value] of averaged.values.entries())
      expect(value).toBeCloseTo(alpha * copied.values[i]! + (1 - alpha) * student1.values[i]!, 7);
    expect(averaged.values).not.toEqual(copied.values);
    trainer.dispose();
    student.dispose();
    pretrained.dispose();
  });
});

describe("the teacher's running statistics", () => {
  const MEAN = 'decode_head.fuse_layer.bottleneck.bn.running_mean';

  it.each(['batch', 'running'] as const)('are its own, or the student’s: %s', async (teacherStatistics) => {
    const config = configOf(DACS);
    config.method.teacherStatistics = teacherStatistics;
    const trainer = await Trainer.create(config);
    await trainer.step(BATCH, null);
    const learned = (await trainer.exportState()).get(`model.${MEAN}`)!.values;
    await trainer.step({ ...BATCH, iteration: 1 }, null);
    const state = await trainer.exportState();
    const [student, teacher] = [state.get(`model.${MEAN}`)!.values, state.get(`ema_model.${MEAN}`)!.values];
    expect(student).not.toEqual(learned);
    expect(teacher.some((value) => value !== 0)).toBe(true);
    if (teacherStatistics === 'running') expect(teacher).toEqual(learned);
    else expect(teacher).not.toEqual(learned);
    trainer.dispose();
  });
});
