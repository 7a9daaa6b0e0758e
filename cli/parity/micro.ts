/** Single operations against the reference: output, and gradients of input, weight and bias. */
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { readTensor } from '../../models/engine/backend';
import { guarded } from '../../models/engine/device';
import { type Layout, type ParamSpec, ParamStore } from '../../models/engine/params';
import { Tape, withTape } from '../../models/engine/tape';
import { batchNorm } from '../../models/ops/batch-norm/batch-norm';
import { conv2d } from '../../models/ops/conv2d/conv2d';
import { depthwiseConv2d } from '../../models/ops/depthwise-conv2d/depthwise-conv2d';
import { gelu } from '../../models/ops/gelu/gelu';
import { layerNorm } from '../../models/ops/layer-norm/layer-norm';
import { linear } from '../../models/ops/linear/linear';
import { maskImage } from '../../models/ops/mask-image/mask-image';
import { maxPool } from '../../models/ops/max-pool/max-pool';
import { resizeBilinear } from '../../models/ops/resize/resize';
import type { ReferenceNumbers } from '../../models/testing/reference';
import { type Check, mapCheck, tensorCheck } from './check';

interface Values {
  meaning?: string;
  align_corners?: boolean;
  scale_factor?: number;
  eps?: number;
}

/** How one case is computed: the layout of its weight, whether tensors are maps, and the operation. */
interface Operation {
  weight?: Layout;
  /** Inputs and outputs are feature maps [B,C,H,W]. */
  maps: boolean;
  run(x: Tensor, params: ParamStore | null): Tensor;
}

/** Stride, padding and dilation are given in words: "conv 7x7 stride 4 pad 3", "kernel 4 stride 4 pad 0". */
function convOptions(meaning: string): { stride: number; pad: number; dilation: number } {
  const number = (word: string, without: number) => Number(new RegExp(`${word} (\\d+)`).exec(meaning)?.[1] ?? without);
  return { stride: number('stride', 1), pad: number('pad', 0), dilation: number('dilation', 1) };
}

/** What a case asks for, or why the lab has no such operation. */
function operationOf(reference: ReferenceNumbers, name: string, values: Values): Operation | string {
  const meaning = values.meaning ?? '';
  const weights = (p: ParamStore | null) => [p!.get('w'), p!.get('b')] as const;
  if (name.startsWith('resize')) {
    if (values.align_corners) return 'no network aligns corners';
    const [, , height, width] = reference.shape(`${name}/y`) as [number, number, number, number];
    const [, , fromHeight, fromWidth] = reference.shape(`${name}/x`) as [number, number, number, number];
    // By a factor, coordinates are those of the factor; they only equal those of the size where nothing is rounded.
    const { scale_factor: factor } = values;
    if (factor && (fromHeight * factor !== height || fromWidth * factor !== width))
      return 'no network resizes by a factor whose size is rounded';
    return { maps: true, run: (x) => resizeBilinear(x, height, width) };
  }
  if (name.startsWith('dwconv')) {
    const { pad, dilation } = convOptions(meaning);
    return { weight: 'depthwise', maps: true, run: (x, p) => depthwiseConv2d(x, ...weights(p), { pad, dilation }) };
  }
  if (name.startsWith('conv'))
    return { weight: 'conv', maps: true, run: (x, p) => conv2d(x, ...weights(p), convOptions(meaning)) };
  if (name.startsWith('linear')) return { weight: 'linear', maps: false, run: (x, p) => linear(x, ...weights(p)) };
  if (name.startsWith('gelu')) return { maps: false, run: (x) => gelu(x) };
  if (name.startsWith('layernorm'))
    return { weight: 'plain', maps: false, run: (x, p) => layerNorm(x, ...weights(p), values.eps!) };
  if (name.startsWith('batchnorm_train'))
    return {
      weight: 'plain',
      maps: true,
      run: (x, p) => {
        const [weight, bias] = weights(p);
        const bn = { weight, bias, runningMean: p!.get('running_mean'), runningVar: p!.get('running_var') };
        return batchNorm(x, bn, { training: true, relu: false });
      },
    };
  if (name.startsWith('maxpool')) {
    const [, kernel, stride, pad] = /(\d+) stride (\d+) pad (\d+)/.exec(meaning)!.map(Number);
    return { maps: true, run: (x) => maxPool(x, { kernel: kernel!, stride: stride!, pad: pad! }) };
  }
  return 'no network here uses it on its own';
}

/** All operations of the fixture; `onSkip` hears of those that the lab does not have. */
export function microCase(reference: ReferenceNumbers, onSkip: (what: string) => void): Promise<Check[]> {
  const { cases } = reference.entry.values as { cases: Record<string, Values> };
  return guarded('single operations', async () => {
    const checks: Check[] = [];
    for (const [name, values] of Object.entries(cases)) {
      const operation = name.startsWith('nearest') ? null : operationOf(reference, name, values);
      if (typeof operation === 'string') onSkip(`${name} (${operation})`);
      else if (operation) checks.push(...(await runOperation(reference, name, operation)));
      else checks.push(await nearestCheck(reference, name));
    }
    return checks;
  });
}

async function runOperation(reference: ReferenceNumbers, name: string, operation: Operation): Promise<Check[]> {
  const read = (part: string) => {
    const file = `${name}/${part}`;
    const { shape, values } = operation.maps
      ? reference.map(file)
      : { shape: reference.shape(file), values: reference.floats(file) };
    return tf.keep(tf.tensor(values, shape, 'float32'));
  };
  const check = operation.maps ? mapCheck : tensorCheck;
  const params = operation.weight ? paramsOf(reference, name, operation.weight) : null;
  const x = read('x');
  const gradient = read('g');
  const tape = new Tape();
  tape.watch(x);
  const y = withTape(tape, () => operation.run(x, params));
  const checks = [check(reference, `${name}/y`, await readTensor(y))];
  // An operation that changes nothing gives back its input, through which no gradient has to travel.
  const dx = y === x ? gradient : tape.backward([{ tensor: y, gradient }], [x])[0]!;
  checks.push(check(reference, `${name}/gx`, await readTensor(dx)));
  if (params) {
    const gradients = await params.exportGradients();
    for (const part of ['w', 'b']) checks.push(tensorCheck(reference, `${name}/g${part}`, gradients.get(part)!));
    const state = await params.export();
    for (const part of ['running_mean', 'running_var'])
      if (state.has(part)) checks.push(tensorCheck(reference, `${name}/after/${part}`, state.get(part)!.values));
    params.dispose();
  }
  for (const tensor of new Set([x, y, gradient, dx])) tensor.dispose();
  return checks;
}

function paramsOf(reference: ReferenceNumbers, name: string, layout: Layout): ParamStore {
  const init = { kind: 'zeros' } as const;
  const specs: ParamSpec[] = [
    { name: 'w', shape: reference.shape(`${name}/w`), layout, init },
    { name: 'b', shape: reference.shape(`${name}/b`), layout: 'plain', init },
  ];
  const buffers = reference.has(`${name}/before/running_mean`) ? ['running_mean', 'running_var'] : [];
  for (const buffer of buffers)
    specs.push({ name: buffer, shape: reference.shape(`${name}/w`), layout: 'plain', init, buffer: true });
  const params = new ParamStore(specs, { seed: 0, trained: true });
  for (const part of ['w', 'b']) params.load(part, reference.floats(`${name}/${part}`));
  for (const buffer of buffers) params.load(buffer, reference.floats(`${name}/before/${buffer}`));
  return params;
}

/** Nearest up-sampling is what spreads the draws of a block mask: drawn values above the ratio keep an image of ones. */
async function nearestCheck(reference: ReferenceNumbers, name: string): Promise<Check> {
  const [batch, , height, width] = reference.shape(`${name}/y`) as [number, number, number, number];
  const [, , gridHeight, gridWidth] = reference.shape(`${name}/x`) as [number, number, number, number];
  const levels = [...new Set(reference.floats(`${name}/x`))].sort((a, b) => a - b);
  // Thresholding between every two neighbouring values and adding the steps up gives the values themselves.
  const result = new Float32Array(batch * height * width).fill(levels[0]!);
  const ones = tf.keep(tf.ones([batch, height, width, 1]));
  const draws = tf.keep(tf.tensor(reference.floats(`${name}/x`), [batch, gridHeight, gridWidth], 'float32'));
  for (let k = 1; k < levels.length; k++) {
    const kept = await readTensor(tf.tidy(() => maskImage(ones, draws, (levels[k - 1]! + levels[k]!) / 2)));
    for (let i = 0; i < result.length; i++) if (kept[i]) result[i] = levels[k]!;
  }
  for (const tensor of [ones, draws]) tensor.dispose();
  return tensorCheck(reference, `${name}/y`, result);
}
