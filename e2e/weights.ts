/** Weights for tests: the shipped encoder with an untrained SegFormer head of the built-in city's demo. */
import { readFile } from 'node:fs/promises';
import { RandomStream } from '../models/engine/random';
import { readSafetensors, toFloat32 } from '../models/weights/safetensors';
import { DEMO_BASELINE } from '../workers/experiment/demo';

const ENCODER = 'public/demo/models/encoder/model.safetensors';

export type Tensors = Map<string, { shape: number[]; values: Float32Array }>;

/** By the reference's names, without a prefix; another seed gives another head. */
export async function demoWeights(seed: number): Promise<Tensors> {
  const tensors: Tensors = new Map();
  for (const [name, tensor] of readSafetensors(new Uint8Array(await readFile(ENCODER))))
    tensors.set(`backbone.${name}`, { shape: tensor.shape, values: toFloat32(tensor) });
  const random = new RandomStream(seed, 90, 0);
  const add = (name: string, shape: number[], scale: number, offset = 0) => {
    const length = shape.reduce((a, b) => a * b, 1);
    const values = Float32Array.from({ length }, () => offset + scale * random.normal());
    tensors.set(`decode_head.${name}`, { shape, values });
  };
  const { channels } = DEMO_BASELINE.network.head;
  const classes = DEMO_BASELINE.taxonomy.classes.length;
  DEMO_BASELINE.network.encoder.dims!.forEach((dim, k) => {
    add(`linear_c.${k}.proj.weight`, [channels, dim], 0.2);
    add(`linear_c.${k}.proj.bias`, [channels], 0.1);
  });
  add('linear_fuse.conv.weight', [channels, 4 * channels, 1, 1], 0.1);
  for (const part of ['weight', 'running_var']) add(`linear_fuse.bn.${part}`, [channels], 0, 1);
  for (const part of ['bias', 'running_mean']) add(`linear_fuse.bn.${part}`, [channels], 0.1);
  for (const classifier of ['conv_seg', 'linear_pred']) {
    add(`${classifier}.weight`, [classes, channels, 1, 1], 0.5);
    add(`${classifier}.bias`, [classes], 0.1);
  }
  return tensors;
}
