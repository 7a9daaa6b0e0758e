/** The same network and training step as ours, of stock TF.js operations and with TF.js' own tape. */
import * as tf from '@tensorflow/tfjs';
import { requireMit } from '../../models/encoder';
import { readTensor } from '../../models/engine/backend';
import type { Segmentor } from '../../models/segmentor';
import * as stock from './stock-ops';

interface Slot {
  value: tf.Variable;
  firstMoment: tf.Tensor;
  secondMoment: tf.Tensor;
  teacher: tf.Tensor;
}

const WEIGHT_DECAY = 0.01;
const EMA = 0.999;

export class StockNetwork {
  private readonly slots = new Map<string, Slot>();
  private iteration = 0;

  private constructor(private readonly segmentor: Segmentor) {}

  /** A copy of our network's parameters as TF.js variables. */
  static async copyOf(segmentor: Segmentor): Promise<StockNetwork> {
    const network = new StockNetwork(segmentor);
    for (const { name, buffer } of segmentor.params.specs) {
      if (buffer) continue;
      const { value } = segmentor.params.get(name);
      const values = await readTensor(value);
      network.slots.set(name, {
        value: tf.variable(tf.tensor(values, value.shape)),
        firstMoment: tf.keep(tf.zeros(value.shape)),
        secondMoment: tf.keep(tf.zeros(value.shape)),
        teacher: tf.keep(tf.tensor(values, value.shape)),
      });
    }
    return network;
  }

  private get(name: string): tf.Tensor {
    return this.slots.get(name)!.value;
  }

  forward(image: tf.Tensor): tf.Tensor {
    const encoder = requireMit(this.segmentor.config.encoder, 'The stock network');
    const maps: tf.Tensor[] = [];
    let x = image;
    encoder.dims.forEach((_, i) => {
      const [stride, pad] = i === 0 ? [4, 3] : [2, 1];
      const embed = `backbone.patch_embed${i + 1}`;
      x = stock.conv2d(x, this.get(`${embed}.proj.weight`), this.get(`${embed}.proj.bias`), stride, pad);
      x = this.norm(x, `${embed}.norm`, 1e-5);
      for (let j = 0; j < encoder.depths[i]!; j++) x = this.block(x, i, `backbone.block${i + 1}.${j}`);
      x = this.norm(x, `backbone.norm${i + 1}`, 1e-6);
      maps.push(x);
    });
    const [, height = 1, width = 1] = maps[0]!.shape;
    const embedded = maps.map((map, k) =>
      stock.resizeBilinear(this.dense(map, `decode_head.linear_c.${k}.proj`), height, width),
    );
    const fused = stock.batchNormRelu(
      stock.linear(tf.concat(embedded, -1), this.get('decode_head.linear_fuse.conv.weight'), null),
      this.get('decode_head.linear_fuse.bn.weight'),
      this.get('decode_head.linear_fuse.bn.bias'),
    );
    return this.dense(fused, 'decode_head.linear_pred');
  }

  private norm(x: tf.Tensor, name: string, eps: number): tf.Tensor {
    return stock.layerNorm(x, this.get(`${name}.weight`), this.get(`${name}.bias`), eps);
  }

  private dense(x: tf.Tensor, name: string): tf.Tensor {
    return stock.linear(x, this.get(`${name}.weight`), this.get(`${name}.bias`));
  }

  private block(x: tf.Tensor, stage: number, name: string): tf.Tensor {
    const { heads, srRatios } = requireMit(this.segmentor.config.encoder, 'The stock network');
    const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
    const ratio = srRatios[stage]!;
    const n1 = this.norm(x, `${name}.norm1`, 1e-6);
    let reduced = n1;
    if (ratio > 1) {
      const sr = `${name}.attn.sr`;
      reduced = stock.conv2d(n1, this.get(`${sr}.weight`), this.get(`${sr}.bias`), ratio, 0);
      reduced = this.norm(reduced, `${name}.attn.norm`, 1e-5);
    }
    const q = tf.reshape(this.dense(n1, `${name}.attn.q`), [batch, height * width, channels]);
    const kv = tf.reshape(this.dense(reduced, `${name}.attn.kv`), [batch, -1, 2 * channels]);
    const attended = this.dense(stock.attention(q, kv, heads[stage]!), `${name}.attn.proj`);
    const y = tf.add(x, tf.reshape(attended, x.shape));
    const wide = this.dense(this.norm(y, `${name}.norm2`, 1e-6), `${name}.mlp.fc1`);
    const dw = `${name}.mlp.dwconv.dwconv`;
    const mixed = stock.gelu(stock.depthwiseConv2d(wide, this.get(`${dw}.weight`), this.get(`${dw}.bias`)));
    return tf.add(y, this.dense(mixed, `${name}.mlp.fc2`));
  }

  /** Forward, backward, AdamW and the mean teacher; returns the loss before the update. */
  step(image: tf.Tensor, labels: tf.Tensor, learningRate: number): tf.Scalar {
    const { value, grads } = this.gradients(image, labels);
    this.iteration++;
    const c1 = 1 / (1 - 0.9 ** this.iteration);
    const c2 = 1 / (1 - 0.999 ** this.iteration);
    for (const slot of this.slots.values()) {
      const gradient = grads[slot.value.name];
      if (!gradient) continue;
      const [first, second, teacher] = tf.tidy(() => {
        const m = tf.add(tf.mul(slot.firstMoment, 0.9), tf.mul(gradient, 0.1));
        const v = tf.add(tf.mul(slot.secondMoment, 0.999), tf.mul(tf.square(gradient), 0.001));
        const update = tf.div(tf.mul(m, c1), tf.add(tf.sqrt(tf.mul(v, c2)), 1e-8));
        const decayed = tf.add(update, tf.mul(slot.value, WEIGHT_DECAY));
        const average = tf.add(tf.mul(slot.teacher, EMA), tf.mul(slot.value, 1 - EMA));
        slot.value.assign(tf.sub(slot.value, tf.mul(decayed, learningRate)));
        return [m, v, average];
      });
      tf.dispose([slot.firstMoment, slot.secondMoment, slot.teacher]);
      slot.firstMoment = tf.keep(first!);
      slot.secondMoment = tf.keep(second!);
      slot.teacher = tf.keep(teacher!);
    }
    tf.dispose(grads);
    return value;
  }

  gradients(image: tf.Tensor, labels: tf.Tensor): { value: tf.Scalar; grads: tf.NamedTensorMap } {
    // Named explicitly: conv_seg is in the state dict but in no path to the loss.
    const used = [...this.slots].filter(([name]) => !name.includes('conv_seg')).map(([, slot]) => slot.value);
    return tf.variableGrads(() => stock.upsampledCrossEntropy(this.forward(image), labels), used);
  }

  dispose(): void {
    for (const slot of this.slots.values()) tf.dispose([slot.value, slot.firstMoment, slot.secondMoment, slot.teacher]);
  }
}
