/** Encoder and decode heads against the reference: outputs, gradients, running statistics. */

import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { daformerHead } from '../../models/daformer-head';
import { readTensor } from '../../models/engine/backend';
import { guarded } from '../../models/engine/device';
import { ParamStore } from '../../models/engine/params';
import { Tape, withTape } from '../../models/engine/tape';
import type { Head, HeadConfig } from '../../models/heads';
import { type MitConfig, mitForward, mitParams } from '../../models/mit';
import { EVALUATION, type Mode } from '../../models/mode';
import { crossEntropy } from '../../models/ops/cross-entropy/cross-entropy';
import { segformerHead } from '../../models/segformer-head';
import type { ReferenceNumbers } from '../../models/testing/reference';
import { type Check, compare, mapCheck, tensorCheck, zeroCheck } from './check';

/** Training without randomness: batch statistics, no dropout, no drop path. */
export const DETERMINISTIC: Mode = { ...EVALUATION, batchStatistics: true };

interface MitHyper {
  embed_dims: number[];
  num_heads: number[];
  depths: number[];
  sr_ratios: number[];
  mlp_ratios?: number[];
}

interface HeadHyper {
  cfg: {
    type: string;
    in_channels: number[];
    channels: number;
    num_classes: number;
    decoder_params: { embed_dims?: number; embed_dim?: number };
    loss_decode: { avg_non_ignore?: boolean };
  };
}

export function mitConfigOf(hyper: Record<string, unknown>): MitConfig {
  const { embed_dims, num_heads, depths, sr_ratios, mlp_ratios } = hyper as unknown as MitHyper;
  return {
    dims: embed_dims,
    heads: num_heads,
    depths,
    srRatios: sr_ratios,
    mlpRatios: mlp_ratios ?? embed_dims.map(() => 4),
    dropPathRate: 0,
  };
}

export function headConfigOf(cfg: HeadHyper['cfg']): HeadConfig {
  const { embed_dims, embed_dim } = cfg.decoder_params;
  return {
    kind: cfg.type === 'DAFormerHead' ? 'daformer' : 'segformer',
    inputs: cfg.in_channels,
    embed: embed_dims ?? embed_dim ?? cfg.channels,
    channels: cfg.channels,
    classes: cfg.num_classes,
    dropout: 0,
  };
}

/** A map of the file as a kept tensor in the order [B,H,W,C]. */
export function inputMap(reference: ReferenceNumbers, name: string): Tensor {
  const { shape, values } = reference.map(name);
  return tf.keep(tf.tensor(values, shape, 'float32'));
}

export function inputTensor(reference: ReferenceNumbers, name: string, dtype: 'float32' | 'int32'): Tensor {
  const values = dtype === 'int32' ? reference.integers(name) : reference.floats(name);
  return tf.keep(tf.tensor(values, reference.shape(name), dtype));
}

/** Loads every tensor of the store from `<prefix><name>`. */
export function loadParams(params: ParamStore, reference: ReferenceNumbers, prefix: string): void {
  for (const { name } of params.specs) params.load(name, reference.floats(prefix + name));
}

/** All gradients that the file has under `grad/`; half of every kv bias is zero by mathematics. */
export async function gradientChecks(
  params: ParamStore,
  reference: ReferenceNumbers,
  prefix = 'grad/',
): Promise<Check[]> {
  const gradients = await params.exportGradients();
  return reference.names(prefix).flatMap((name) => {
    const file = prefix + name;
    const actual = gradients.get(name);
    if (!actual) return [compare(file, [], [0], 0)];
    const note = reference.entry.tensors?.[file];
    const noise = note?.f64_max_abs_diff !== undefined && note.f64_max_abs_diff >= 0.3 * (note.abs_max ?? 0);
    if (noise) return [zeroCheck(file, actual)];
    if (!name.endsWith('attn.kv.bias')) return [tensorCheck(reference, file, actual)];
    const half = actual.length / 2;
    const expected = reference.floats(file).subarray(half);
    return [
      zeroCheck(`${file} (keys)`, actual.subarray(0, half)),
      compare(`${file} (values)`, actual.subarray(half), expected, reference.tolerance(file)),
    ];
  });
}

/** MiT forward, backward through all four maps, and a picture whose sides are no multiples of 32. */
export function mitCase(reference: ReferenceNumbers): Promise<Check[]> {
  const config = mitConfigOf(reference.entry.hyper);
  const trained = reference.has('grad_in/x');
  return guarded('MiT', async () => {
    const params = new ParamStore(mitParams(config), { seed: 0, trained });
    loadParams(params, reference, 'weights/');
    const x = inputMap(reference, 'in/x');
    const tape = new Tape();
    tape.watch(x);
    const maps = withTape(trained ? tape : null, () => mitForward(x, params, '', config, EVALUATION));
    const checks: Check[] = [];
    for (const [i, map] of maps.entries()) checks.push(mapCheck(reference, `out/stage${i + 1}`, await readTensor(map)));
    if (trained) {
      const seeds = maps.map((tensor, i) => ({ tensor, gradient: inputMap(reference, `in/r${i + 1}`) }));
      const [dx] = tape.backward(seeds, [x]);
      checks.push(mapCheck(reference, 'grad_in/x', await readTensor(dx!)));
      checks.push(...(await gradientChecks(params, reference)));
    }
    if (reference.has('in/x_odd')) {
      const odd = tf.tidy(() => mitForward(inputMap(reference, 'in/x_odd'), params, '', config, EVALUATION));
      for (const [i, map] of odd.entries())
        checks.push(mapCheck(reference, `out_odd/stage${i + 1}`, await readTensor(map)));
    }
    params.dispose();
    return checks;
  });
}

/** Number of tensors and parameters of the named variants, from the state dicts' listing. */
export function countCase(reference: ReferenceNumbers, variants: Record<string, MitConfig>): Check[] {
  const values = reference.entry.values as Record<
    string,
    { tensors: number; parameters: number; first: [string, number[]][]; last: [string, number[]][] }
  >;
  return Object.entries(values).flatMap(([name, expected]) => {
    const config = variants[name];
    if (!config) return [compare(name, [], [0], 0)];
    const specs = mitParams(config);
    const parameters = specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    const matches = (listed: [string, number[]][], ours: typeof specs) =>
      listed.every(([n, shape], i) => ours[i]?.name === n && ours[i].shape.join() === shape.join()) ? 1 : 0;
    return [
      compare(`${name} tensors`, [specs.length], [expected.tensors], 0),
      compare(`${name} parameters`, [parameters], [expected.parameters], 0),
      compare(`${name} first names`, [matches(expected.first, specs)], [1], 0),
      compare(`${name} last names`, [matches(expected.last, specs.slice(-expected.last.length))], [1], 0),
    ];
  });
}

/** A decode head: logits before, in and after a training forward, loss variants, gradients, running statistics. */
export function headCase(reference: ReferenceNumbers): Promise<Check[]> {
  const { cfg } = reference.entry.hyper as unknown as HeadHyper;
  const config = headConfigOf(cfg);
  const head: Head = config.kind === 'daformer' ? daformerHead : segformerHead;
  const average = cfg.loss_decode.avg_non_ignore ? 'valid' : 'all';
  return guarded('decode head', async () => {
    const params = new ParamStore(head.params(config, ''), { seed: 0, trained: true });
    loadParams(params, reference, 'weights/');
    const maps = config.inputs.map((_, k) => inputMap(reference, `in/feat${k + 1}`));
    const label = inputTensor(reference, 'in/label', 'int32');
    const weight = inputTensor(reference, 'in/seg_weight', 'float32');
    const evaluate = () => readTensor(tf.tidy(() => head.forward(maps, params, '', config, EVALUATION)));
    const checks = [mapCheck(reference, 'out/logits_eval_before', await evaluate())];

    const tape = new Tape();
    for (const map of maps) tape.watch(map);
    const out = withTape(tape, () => {
      const logits = tf.keep(head.forward(maps, params, '', config, DETERMINISTIC));
      return { logits, ...crossEntropy(logits, label, weight, { average }) };
    });
    checks.push(mapCheck(reference, 'out/logits_train', await readTensor(out.logits)));
    checks.push(tensorCheck(reference, 'out/loss', await readTensor(out.loss)));
    const accuracy = (await readTensor(out.accuracy))[0]! * 100;
    checks.push(compare('out/acc_seg', [accuracy], reference.floats('out/acc_seg'), 1e-3));
    const dxs = tape.backward([{ tensor: out.loss, gradient: tf.keep(tf.ones([1])) }], maps);
    for (const [k, dx] of dxs.entries())
      checks.push(mapCheck(reference, `grad_in/feat${k + 1}`, await readTensor(dx!)));
    checks.push(...(await gradientChecks(params, reference)));

    const state = await params.export();
    for (const name of reference.names('buffers_after/'))
      if (!name.endsWith('num_batches_tracked'))
        checks.push(tensorCheck(reference, `buffers_after/${name}`, state.get(name)?.values ?? []));
    checks.push(mapCheck(reference, 'out/logits_eval_after', await evaluate()));

    const variants = (reference.entry.values?.loss_variants ?? {}) as Record<string, number>;
    for (const [name, expected] of Object.entries(variants)) {
      const { loss } = crossEntropy(out.logits, label, name.includes('seg_weight=map') ? weight : null, {
        average: name.includes('avg_non_ignore=True') ? 'valid' : 'all',
      });
      checks.push(compare(`loss ${name}`, await readTensor(loss), [expected], 2e-5 * expected));
    }
    params.dispose();
    return checks;
  });
}
