/** Single operations, forward and backward: ours against stock TF.js, at the shapes of a small run. */
import * as tf from '@tensorflow/tfjs';
import { guarded } from '../../models/engine/device';
import { type Param, type ParamSpec, ParamStore } from '../../models/engine/params';
import { RandomStream } from '../../models/engine/random';
import { Tape, withTape } from '../../models/engine/tape';
import { attention } from '../../models/ops/attention/attention';
import { conv2d } from '../../models/ops/conv2d/conv2d';
import { crossEntropy } from '../../models/ops/cross-entropy/cross-entropy';
import { depthwiseConv2d } from '../../models/ops/depthwise-conv2d/depthwise-conv2d';
import { gelu } from '../../models/ops/gelu/gelu';
import { layerNorm } from '../../models/ops/layer-norm/layer-norm';
import { linear } from '../../models/ops/linear/linear';
import { resizeBilinear } from '../../models/ops/resize/resize';
import { type BenchCase, caseOf, compare } from './measure';
import * as stock from './stock-ops';

interface Operation {
  name: string;
  inputs: number[][];
  params: number[][];
  ours(inputs: tf.Tensor[], params: Param[]): tf.Tensor;
  /** Null where TF.js has no gradient. */
  stock: ((inputs: tf.Tensor[], params: tf.Tensor[]) => tf.Tensor) | null;
}

let labelMap: tf.Tensor | null = null;

function labels(): tf.Tensor {
  if (!labelMap || labelMap.isDisposed) {
    const classes = new Int32Array(2 * 128 * 128).map((_, i) => i % 19);
    labelMap = tf.keep(tf.tensor3d(classes, [2, 128, 128], 'int32'));
  }
  return labelMap;
}

const dense = (rows: number, inputs: number, outputs: number): Operation => ({
  name: `linear ${rows}x${inputs} to ${outputs}`,
  inputs: [[rows, inputs]],
  params: [[inputs, outputs], [outputs]],
  ours: ([x], [w, b]) => linear(x!, w!, b),
  stock: ([x], [w, b]) => stock.linear(x!, w!, b!),
});

const convolution = (x: number[], kernel: number, out: number, stride: number, pad: number): Operation => ({
  name: `conv ${kernel}x${kernel} stride ${stride}, [${x}] to ${out}`,
  inputs: [x],
  params: [[kernel, kernel, x[3]!, out], [out]],
  ours: ([v], [w, b]) => conv2d(v!, w!, b, { stride, pad }),
  stock: ([v], [w, b]) => stock.conv2d(v!, w!, b!, stride, pad),
});

const depthwise = (x: number[], dilation: number): Operation => ({
  name: `depthwise 3x3 dilation ${dilation}, [${x}]`,
  inputs: [x],
  params: [[3, 3, x[3]!], [x[3]!]],
  ours: ([v], [w, b]) => depthwiseConv2d(v!, w!, b, { pad: dilation, dilation }),
  stock: dilation === 1 ? ([v], [w, b]) => stock.depthwiseConv2d(v!, w!, b!) : null,
});

const attending = (q: number[], keys: number, heads: number): Operation => ({
  name: `attention [${q}], ${keys} keys, ${heads} heads`,
  inputs: [q, [q[0]!, keys, 2 * q[2]!]],
  params: [],
  ours: ([x, kv]) => attention(x!, kv!, heads),
  stock: ([x, kv]) => stock.attention(x!, kv!, heads),
});

export const OPERATIONS: Operation[] = [
  dense(512, 512, 512),
  dense(4096, 64, 64),
  dense(2048, 256, 64),
  convolution([2, 128, 128, 3], 7, 32, 4, 3),
  convolution([2, 32, 32, 32], 8, 32, 8, 0),
  convolution([2, 32, 32, 256], 3, 64, 1, 1),
  depthwise([2, 32, 32, 128], 1),
  depthwise([2, 32, 32, 128], 6),
  attending([2, 1024, 32], 16, 1),
  attending([2, 256, 64], 64, 2),
  {
    name: 'layer norm [2,1024,64]',
    inputs: [[2, 1024, 64]],
    params: [[64], [64]],
    ours: ([x], [gamma, beta]) => layerNorm(x!, gamma!, beta!, 1e-6),
    stock: ([x], [gamma, beta]) => stock.layerNorm(x!, gamma!, beta!, 1e-6),
  },
  {
    name: 'gelu [2,1024,128]',
    inputs: [[2, 1024, 128]],
    params: [],
    ours: ([x]) => gelu(x!),
    stock: ([x]) => stock.gelu(x!),
  },
  {
    name: 'resize [2,8,8,64] to 32x32',
    inputs: [[2, 8, 8, 64]],
    params: [],
    ours: ([x]) => resizeBilinear(x!, 32, 32),
    stock: ([x]) => stock.resizeBilinear(x!, 32, 32),
  },
  {
    name: 'resize and cross-entropy [2,32,32,19] to 128x128',
    inputs: [[2, 32, 32, 19]],
    params: [],
    ours: ([x]) => crossEntropy(x!, labels(), null, { average: 'all' }).loss,
    stock: ([x]) => tf.reshape(stock.upsampledCrossEntropy(x!, labels()), [1]),
  },
];

const KEY_STREAM = 1001;

function normal(shape: number[], key: number): tf.Tensor {
  const random = new RandomStream(1, KEY_STREAM, key);
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.keep(
    tf.tensor(
      Float32Array.from({ length: size }, () => random.normal()),
      shape,
    ),
  );
}

/** Time of forward and backward together. */
export async function operationCase(operation: Operation): Promise<BenchCase> {
  const { name } = operation;
  const specs = operation.params.map(
    (shape, i): ParamSpec => ({
      name: `p${i}`,
      shape,
      layout: 'plain',
      init: { kind: 'normal', std: 0.1 },
    }),
  );
  const store = specs.length ? new ParamStore(specs, { seed: 1, trained: true }) : null;
  const params = specs.map((spec) => store!.get(spec.name));
  const inputs = operation.inputs.map(normal);
  const probe = tf.tidy(() => operation.ours(inputs, params).shape);
  const dy = normal(probe, 99);
  const ours = () => {
    const tape = new Tape();
    for (const x of inputs) tape.watch(x);
    const y = withTape(tape, () => operation.ours(inputs, params));
    const gradients = tape.backward([{ tensor: y, gradient: dy }], inputs);
    tf.dispose([y, ...gradients.filter((g) => g !== null)]);
  };
  const values = params.map(({ value }) => value);
  const works = [ours];
  const { stock: stockForward } = operation;
  if (stockForward)
    works.push(() => {
      const all = [...inputs, ...values];
      const both = tf.valueAndGrads((...xs: tf.Tensor[]) =>
        stockForward(xs.slice(0, inputs.length), xs.slice(inputs.length)),
      );
      const { value, grads } = both(all, dy);
      tf.dispose([value, ...grads]);
    });
  const [first, second] = await guarded(name, () => compare(works));
  store?.dispose();
  tf.dispose([...inputs, dy]);
  return caseOf(name, 'ms', (t) => t.wall, first!, second ?? null);
}
