/** The networks' operations made of stock TF.js ones, the way one would write them without kernels of one's own. */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.Tensor;

export function linear(x: Tensor, w: Tensor, b: Tensor | null): Tensor {
  const y = tf.matMul(tf.reshape(x, [-1, w.shape[0]!]), tf.reshape(w, [w.shape[0]!, w.shape[1]!]));
  return tf.reshape(b ? tf.add(y, b) : y, [...x.shape.slice(0, -1), w.shape[1]!]);
}

export function conv2d(x: Tensor, w: Tensor, b: Tensor, stride: number, pad: number): Tensor {
  const y = tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad, 'NHWC', [1, 1], 'floor');
  return tf.add(y, b);
}

/** 3 x 3, stride 1, same size. TF.js has no gradient for dilated ones. */
export function depthwiseConv2d(x: Tensor, w: Tensor, b: Tensor): Tensor {
  const filter = tf.reshape(w, [3, 3, w.shape[2]!, 1]) as tf.Tensor4D;
  return tf.add(tf.depthwiseConv2d(x as tf.Tensor4D, filter, 1, 'same'), b);
}

export function layerNorm(x: Tensor, gamma: Tensor, beta: Tensor, eps: number): Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, eps))), gamma), beta);
}

export function gelu(x: Tensor): Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}

/** Batch normalisation with the batch's statistics, then ReLU. */
export function batchNormRelu(x: Tensor, gamma: Tensor, beta: Tensor): Tensor {
  const centred = tf.sub(x, tf.mean(x, [0, 1, 2]));
  const variance = tf.mean(tf.square(centred), [0, 1, 2]);
  return tf.relu(tf.add(tf.mul(centred, tf.mul(tf.rsqrt(tf.add(variance, 1e-5)), gamma)), beta));
}

/** `q` [B, N, C], `kv` [B, M, 2C]. */
export function attention(q: Tensor, kv: Tensor, heads: number): Tensor {
  const [batch = 1, queries = 1, channels = 1] = q.shape;
  const split = (x: Tensor) => tf.transpose(tf.reshape(x, [batch, -1, heads, channels / heads]), [0, 2, 1, 3]);
  const [k, v] = tf.split(kv, 2, -1) as [Tensor, Tensor];
  const scores = tf.mul(tf.matMul(split(q), split(k), false, true), (channels / heads) ** -0.5);
  const mixed = tf.matMul(tf.softmax(scores), split(v));
  return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch, queries, channels]);
}

const resizeMatrices = new Map<string, tf.Tensor2D>();

function resizeMatrix(from: number, to: number): tf.Tensor2D {
  const key = `${from} ${to}`;
  let matrix = resizeMatrices.get(key);
  if (!matrix || matrix.isDisposed) {
    const values = new Float32Array(to * from);
    for (let i = 0; i < to; i++) {
      const at = Math.max(0, ((i + 0.5) * from) / to - 0.5);
      const low = Math.min(Math.floor(at), from - 1);
      values[i * from + low]! += 1 - (at - low);
      values[i * from + Math.min(low + 1, from - 1)]! += at - low;
    }
    matrix = tf.keep(tf.tensor2d(values, [to, from]));
    resizeMatrices.set(key, matrix);
  }
  return matrix;
}

/** Bilinear with half-pixel centres as two matrix products: the gradient of TF.js' own resize is wrong. */
export function resizeBilinear(x: Tensor, height: number, width: number): Tensor {
  const [batch = 1, h = 1, w = 1, c = 1] = x.shape;
  const byRows = tf.reshape(tf.transpose(x, [1, 0, 2, 3]), [h, -1]);
  const tall = tf.reshape(tf.matMul(resizeMatrix(h, height), byRows), [height, batch, w, c]);
  const byColumns = tf.reshape(tf.transpose(tall, [2, 0, 1, 3]), [w, -1]);
  const wide = tf.reshape(tf.matMul(resizeMatrix(w, width), byColumns), [width, height, batch, c]);
  return tf.transpose(wide, [2, 1, 0, 3]);
}

/** Mean cross-entropy of logits resized to the labels' size; no pixel is ignored. */
export function upsampledCrossEntropy(logits: Tensor, labels: Tensor): tf.Scalar {
  const classes = logits.shape[3]!;
  const large = resizeBilinear(logits, labels.shape[1]!, labels.shape[2]!);
  const logs = tf.logSoftmax(tf.reshape(large, [-1, classes]));
  const wanted = tf.oneHot(tf.reshape(labels, [-1]) as tf.Tensor1D, classes);
  return tf.neg(tf.mean(tf.sum(tf.mul(wanted, logs), -1)));
}
