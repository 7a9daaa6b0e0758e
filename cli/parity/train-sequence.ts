/** Ten iterations of AdamW, schedule and EMA against the reference. */

import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, readTensor, writeTensor } from '../../models/engine/backend';
import { guarded } from '../../models/engine/device';
import { Tape, withTape } from '../../models/engine/tape';
import { EVALUATION } from '../../models/mode';
import { crossEntropy } from '../../models/ops/cross-entropy/cross-entropy';
import { AdamW } from '../../models/optim/adamw';
import { scheduleValues } from '../../models/optim/schedule';
import { Segmentor } from '../../models/segmentor';
import type { ReferenceNumbers } from '../../models/testing/reference';
import { parameterGroup } from '../../workers/train/network';
import { type Check, compare, exactCheck, mapCheck } from './check';
import { DETERMINISTIC, gradientChecks, headConfigOf, loadParams, mitConfigOf } from './networks';

/** Opens another fixture of the same folder, such as the one whose weights are used. */
export type OpenReference = (name: string) => ReferenceNumbers;

export type HeadCfg = Parameters<typeof headConfigOf>[0];

interface TrainHyper {
  cfg: HeadCfg;
  base_lr: number;
  iters: number;
  warmup: number;
  ema_alpha: number;
}

/** Slice `index` of a tensor that stacks batches on its first axis. */
function batchOf(reference: ReferenceNumbers, name: string, index: number): { shape: number[]; values: Float32Array } {
  const [, ...shape] = reference.shape(name);
  const size = shape.reduce((a, b) => a * b, 1);
  return { shape, values: reference.floats(name).subarray(index * size, (index + 1) * size) };
}

/** [B,3,H,W] to a kept tensor [B,H,W,3]. */
function imageTensor({ shape, values }: { shape: number[]; values: Float32Array }): Tensor {
  const [b, c, h, w] = shape as [number, number, number, number];
  const nhwc = new Float32Array(values.length);
  for (let n = 0; n < b; n++)
    for (let k = 0; k < c; k++)
      for (let p = 0; p < h * w; p++) nhwc[(n * h * w + p) * c + k] = values[(n * c + k) * h * w + p]!;
  return tf.keep(tf.tensor(nhwc, [b, h, w, c], 'float32'));
}

/** Gradient of a loss with respect to itself. */
export const one = () => tf.keep(tf.tensor([1], [1], 'float32'));

/** `out/ema/*` after the rule at the start of every iteration, losses, final weights. */
export function trainSequenceCase(reference: ReferenceNumbers, open: OpenReference): Promise<Check[]> {
  const hyper = reference.entry.hyper as unknown as TrainHyper;
  const values = reference.entry.values as {
    noise_params: [string, number][];
    rounding_sensitivity: { weights10: Record<string, number> };
    lr_mult: Record<string, number>;
    weight_decay: Record<string, number>;
  };
  const encoder = mitConfigOf(open('mit_tiny').entry.hyper);
  const config = { encoder, head: headConfigOf(hyper.cfg) };
  const schedule = {
    iterations: hyper.iters,
    warmup: hyper.warmup,
    learningRate: hyper.base_lr,
    headLrFactor: Math.max(...Object.values(values.lr_mult)),
    weightDecay: Math.max(...Object.values(values.weight_decay)),
  };
  return guarded('training sequence', async () => {
    const student = new Segmentor(config, { seed: 0, trained: true });
    const teacher = new Segmentor(config, { seed: 1, trained: false });
    loadParams(student.params, reference, 'weights0/');
    const optimizer = new AdamW(student.params, teacher.params, (name) => parameterGroup(name, schedule));
    const rates = tf.keep(emptyTensor([4]));
    const gradientOfLoss = one();
    const average = hyper.cfg.loss_decode.avg_non_ignore ? 'valid' : 'all';
    const checks = groupChecks(schedule, values);
    const losses: number[] = [];
    const accuracies: number[] = [];
    const emaNames = reference.names('out/ema/');
    const ema = new Map<string, number[]>(emaNames.map((name) => [name, []]));
    const batches = reference.shape('in/img')[0]!;
    for (let t = 0; t <= hyper.iters; t++) {
      writeTensor(rates, scheduleValues(t, schedule, hyper.ema_alpha).values);
      optimizer.updateTeacher(rates);
      const averaged = await teacher.params.export();
      for (const name of emaNames) ema.get(name)!.push(...averaged.get(name)!.values);
      if (t === hyper.iters) break;
      const image = imageTensor(batchOf(reference, 'in/img', t % batches));
      const label = batchOf(reference, 'in/label', t % batches);
      const weight = batchOf(reference, 'in/seg_weight', t % batches);
      optimizer.zeroGradients();
      const tape = new Tape();
      const result = withTape(tape, () =>
        crossEntropy(
          student.forward(image, DETERMINISTIC),
          tf.keep(tf.tensor(Int32Array.from(label.values), label.shape, 'int32')),
          tf.keep(tf.tensor(weight.values, weight.shape, 'float32')),
          { average },
        ),
      );
      tape.backward([{ tensor: result.loss, gradient: gradientOfLoss }]);
      if (t === 0) checks.push(...(await gradientChecks(student.params, reference, 'grad0/')));
      losses.push((await readTensor(result.loss))[0]!);
      accuracies.push((await readTensor(result.accuracy))[0]! * 100);
      optimizer.step(rates);
    }
    const expected = reference.floats('out/loss');
    checks.push(
      compare(
        'out/loss, relative',
        losses.map((v, i) => v / expected[i]!),
        Array(losses.length).fill(1),
        1e-5,
      ),
    );
    if (reference.has('out/acc_seg'))
      checks.push(compare('out/acc_seg', accuracies, reference.floats('out/acc_seg'), 1e-3));
    const noisy = new Set(values.noise_params.map(([name]) => name));
    for (const [name, actual] of ema)
      if (!noisy.has(name))
        checks.push(compare(`out/ema/${name}`, actual, reference.floats(`out/ema/${name}`), allowed(name)));
    const state = await student.params.export();
    for (const name of reference.names('weights10/')) {
      if (noisy.has(name) || name.endsWith('num_batches_tracked')) continue;
      const file = `weights10/${name}`;
      checks.push(compare(file, state.get(name)?.values ?? [], reference.floats(file), allowed(name)));
    }
    if (reference.has('out/eval_logits')) {
      const image = imageTensor(batchOf(reference, 'in/img', 0));
      const logits = await readTensor(tf.tidy(() => student.forward(image, EVALUATION)));
      const { shape } = { shape: reference.shape('out/eval_logits') };
      if (shape[0] === image.shape[0]) checks.push(mapCheck(reference, 'out/eval_logits', logits));
    }
    student.dispose();
    teacher.dispose();
    return checks;

    /** Ten times the reference's own sensitivity to rounding, at least the general rule. */
    function allowed(name: string): number {
      const sensitivity = values.rounding_sensitivity.weights10[name] ?? 0;
      return Math.max(
        10 * sensitivity,
        reference.has(`weights10/${name}`) ? reference.tolerance(`weights10/${name}`) : 0,
      );
    }
  });
}

/** Learning rate factor and weight decay of every parameter, by the name of the parameter. */
function groupChecks(
  schedule: Parameters<typeof parameterGroup>[1],
  values: { lr_mult: Record<string, number>; weight_decay: Record<string, number> },
): Check[] {
  const names = Object.keys(values.lr_mult);
  const groups = names.map((name) => parameterGroup(name, schedule));
  const decays = groups.map((group) => group.weightDecay);
  const factors = groups.map((group) => group.lrFactor);
  return [
    exactCheck('values.lr_mult', factors, Object.values(values.lr_mult)),
    exactCheck(
      'values.weight_decay',
      decays,
      names.map((name) => values.weight_decay[name]!),
    ),
  ];
}
