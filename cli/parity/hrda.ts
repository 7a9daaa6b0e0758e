/** HRDA against the reference: one training forward with its detail crop, whole pictures, and sliding evaluation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { readTensor } from '../../models/engine/backend';
import { guarded } from '../../models/engine/device';
import { Tape, withTape } from '../../models/engine/tape';
import { contextImage, detailOfWhole, type HrdaConfig, hrdaForward } from '../../models/hrda';
import { EVALUATION } from '../../models/mode';
import { predict } from '../../models/ops/predict/predict';
import { resizeBilinear } from '../../models/ops/resize/resize';
import { BOX_SIZE, gate } from '../../models/ops/scale-fusion/scale-fusion';
import { averageWindows, cutWindows, type WindowGrid, windowGrid } from '../../models/ops/windows/windows';
import { logitStride, Segmentor } from '../../models/segmentor';
import type { ReferenceNumbers } from '../../models/testing/reference';
import { architectureOf } from '../../workers/train/infer-network';
import { type Check, compare, exactCheck, mapCheck, tensorCheck } from './check';
import { DETERMINISTIC, gradientChecks, inputMap, inputTensor, loadParams } from './networks';

interface Hyper {
  head: {
    attention_classwise: boolean;
    hr_loss_weight: number;
    lr_loss_weight: number;
    attention_embed_dim: number;
    loss_decode: { avg_non_ignore?: boolean };
  };
  scales: [number, number];
  hr_crop_size: [number, number];
  crop_coord_divisible: number;
  hr_slide_overlapping: boolean;
  test_cfg: { stride: [number, number]; crop_size: [number, number] };
}

function scalesOf({ head, scales, ...hyper }: Hyper): HrdaConfig {
  return {
    crop: hyper.hr_crop_size,
    contextScale: scales[0],
    divisor: hyper.crop_coord_divisible,
    attention: head.attention_classwise ? 'class-wise' : 'single',
    attentionChannels: head.attention_embed_dim,
    detailLoss: head.hr_loss_weight,
    contextLoss: head.lr_loss_weight,
    overlap: hyper.hr_slide_overlapping,
    blurDetail: false,
    windowsAtOnce: 3, // not all of them, so that putting groups together is compared too
  };
}

export function hrdaCase(reference: ReferenceNumbers): Promise<Check[]> {
  const hyper = reference.entry.hyper as unknown as Hyper;
  const hrda = scalesOf(hyper);
  const names = reference.names('weights/');
  const shapes = new Map(names.map((name) => [name, { shape: reference.shape(`weights/${name}`) }]));
  const config = { ...architectureOf(shapes, 'The fixture'), hrda };
  return guarded('HRDA', async () => {
    const network = new Segmentor(config, { seed: 0, trained: true });
    loadParams(network.params, reference, 'weights/');
    const checks = [
      ...(await partChecks(network, hrda, reference)),
      ...(await trainingChecks(network, hyper, reference)),
      ...(await wholeChecks(network, hrda, reference)),
      ...(await slideChecks(network, hyper, reference)),
    ];
    network.dispose();
    return checks;
  });
}

/** The fixture's box as `drawDetailBox` writes it, at the scales of the network. */
function boxOf(network: Segmentor, reference: ReferenceNumbers): Tensor {
  const [y1 = 0, y2 = 0, x1 = 0, x2 = 0] = reference.integers('out/crop_box');
  const stride = logitStride(network.config);
  const coarse = stride / network.config.hrda!.contextScale;
  const numbers = [y1, x1, y1 / stride, x1 / stride, y1 / coarse, y2 / coarse, x1 / coarse, x2 / coarse];
  return tf.keep(tf.tensor(numbers.map(Math.floor), [BOX_SIZE], 'int32'));
}

/** Every intermediate result of the training forward, with running statistics left alone. */
async function partChecks(network: Segmentor, hrda: HrdaConfig, reference: ReferenceNumbers): Promise<Check[]> {
  const box = boxOf(network, reference);
  const mode = { ...DETERMINISTIC, keepRunning: true };
  const image = inputMap(reference, 'in/img');
  const label = inputTensor(reference, 'in/label', 'int32');
  const parts = tf.tidy(() => {
    const [context, detail] = network.views(image, label, null, box);
    const seen = hrdaForward(network.scales, { context: context!.image, detail: detail!.image }, box, hrda, mode);
    const scores = network.scales.attend(seen.contextMaps, mode);
    const { attention } = gate(seen.context, scores, null);
    const weighted = gate(seen.context, scores, box).context;
    return { ...seen, attention, weighted };
  });
  const named: [string, Tensor][] = [
    ['lr_seg', parts.context],
    ['hr_seg', parts.detail],
    ['att', parts.attention],
    ['lr_weighted', parts.weighted],
    ['fused', parts.fused],
    ...parts.contextMaps.map((map, i): [string, Tensor] => [`lr_feat${i + 1}`, map]),
    ...parts.detailMaps.map((map, i): [string, Tensor] => [`hr_feat${i + 1}`, map]),
  ];
  const checks: Check[] = [];
  for (const [name, tensor] of named) checks.push(mapCheck(reference, `out/${name}`, await readTensor(tensor)));
  return checks;
}

/** Losses, gradients and running statistics. */
async function trainingChecks(network: Segmentor, { head }: Hyper, reference: ReferenceNumbers): Promise<Check[]> {
  const box = boxOf(network, reference);
  const image = inputMap(reference, 'in/img');
  const label = inputTensor(reference, 'in/label', 'int32');
  const weight = inputTensor(reference, 'in/seg_weight', 'float32');
  const tape = new Tape();
  const { entries } = withTape(tape, () => {
    const views = network.views(image, label, weight, box);
    const average = head.loss_decode.avg_non_ignore ? 'valid' : 'all';
    return network.losses(views, DETERMINISTIC, { average, box });
  });
  const checks: Check[] = [];
  let total = 0;
  for (const { name, loss, accuracy } of entries) {
    const value = (await readTensor(loss))[0]!;
    total += value;
    checks.push(tensorCheck(reference, `out/losses/decode.${name}loss_seg`, [value]));
    const share = (await readTensor(accuracy))[0]! * 100;
    const file = `out/losses/decode.${name}acc_seg`;
    checks.push(compare(file, [share], reference.floats(file), 1e-3));
  }
  checks.push(tensorCheck(reference, 'out/loss', [total]));
  const one = tf.keep(tf.ones([1]));
  tape.backward(entries.map(({ loss }) => ({ tensor: loss, gradient: one })));
  checks.push(...(await gradientChecks(network.params, reference)));
  const state = await network.params.export();
  for (const name of reference.names('buffers_after/'))
    if (!name.endsWith('num_batches_tracked'))
      checks.push(tensorCheck(reference, `buffers_after/${name}`, state.get(name)?.values ?? []));
  return checks;
}

/** A whole picture: its context, its detail windows put together, and the logits at its size. */
async function wholeChecks(network: Segmentor, hrda: HrdaConfig, reference: ReferenceNumbers): Promise<Check[]> {
  const image = inputMap(reference, 'whole/in/img');
  const [, height, width] = image.shape as [number, number, number, number];
  const shown = tf.tidy(() => ({
    'whole/out/lr_img': contextImage(image, hrda),
    'whole/out/hr_seg': detailOfWhole(network.scales, image, hrda, EVALUATION),
    'whole/out/logits': resizeBilinear(network.forward(image, EVALUATION), height, width),
  }));
  const checks: Check[] = [];
  for (const [name, tensor] of Object.entries(shown)) checks.push(mapCheck(reference, name, await readTensor(tensor)));
  return checks;
}

/** Sliding evaluation: averaged logits, and the labels and probabilities that follow from them. */
async function slideChecks(
  network: Segmentor,
  { test_cfg: test }: Hyper,
  reference: ReferenceNumbers,
): Promise<Check[]> {
  const image = inputMap(reference, 'infer/in/img');
  const [, height, width] = image.shape as [number, number, number, number];
  const windows: WindowGrid = windowGrid([height, width], test.crop_size, test.stride);
  const { logits, classes } = tf.tidy(() => {
    const seen = network.forward(cutWindows(image, windows), EVALUATION);
    const size = { inputHeight: height, inputWidth: width, height, width };
    const maxTileBytes = 8 * network.config.head.classes * width * Math.ceil(height / 3); // some tiles, not one
    return {
      logits: averageWindows(seen, { windows, height, width }),
      classes: predict(seen, { ...size, windows, maxTileBytes }),
    };
  });
  const averaged = await readTensor(logits);
  const count = logits.shape[3]!;
  const best = reference.integers('infer/out/pred');
  const largest = Float32Array.from(best, (_, pixel) => {
    const scores = Array.from(averaged.subarray(pixel * count, (pixel + 1) * count));
    const top = Math.max(...scores);
    return 1 / scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
  });
  return [
    mapCheck(reference, 'infer/out/logits', averaged),
    exactCheck('infer/out/pred', await readTensor(classes), best),
    compare('infer/out/max_prob', largest, reference.floats('infer/out/max_prob'), 1e-4),
  ];
}
