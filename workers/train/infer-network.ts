/**
 * A network from nothing but a checkpoint: its sizes are the shapes of its tensors.
 *
 * Only the number of attention heads leaves no trace; every Mix Transformer has heads of one width, that of its first
 * stage, which has a single head.
 */
import type { HeadConfig } from '../../models/heads';
import type { MitConfig } from '../../models/mit';
import { Segmentor } from '../../models/segmentor';
import { readSafetensors, toFloat32 } from '../../models/weights/safetensors';
import type { State } from './checkpoint';

/** Student of a whole checkpoint, or a plain segmentor. */
const PREFIXES = ['model.', ''];
const STAGES = [1, 2, 3, 4];

/** Tensors of a safetensors file as float32. */
export function stateOf(bytes: Uint8Array): State {
  const state: State = new Map();
  for (const [name, tensor] of readSafetensors(bytes))
    state.set(name, { shape: tensor.shape, values: toFloat32(tensor) });
  return state;
}

/** The network of a checkpoint, without gradients. @throws where it holds no segmentor that the lab knows. */
export function segmentorOf(state: State, name: string): Segmentor {
  const prefix = PREFIXES.find((p) => state.has(`${p}backbone.patch_embed1.proj.weight`));
  if (prefix === undefined) throw new Error(`${name} holds no segmentor: it has no backbone.patch_embed1.proj.weight.`);
  const shape = (tensor: string): number[] => {
    const found = state.get(prefix + tensor);
    if (!found) throw new Error(`${name} lacks ${prefix}${tensor}.`);
    return found.shape;
  };
  const encoder = encoderOf(shape, [...state.keys()], `${prefix}backbone.`);
  const network = new Segmentor(
    { encoder, head: headOf(shape, encoder.dims, state, prefix) },
    { seed: 0, trained: false },
  );
  for (const spec of network.params.specs) {
    const tensor = state.get(prefix + spec.name);
    if (!tensor) throw new Error(`${name} lacks ${prefix}${spec.name}.`);
    network.params.load(spec.name, tensor.values);
  }
  return network;
}

type ShapeOf = (tensor: string) => number[];

function encoderOf(shape: ShapeOf, names: string[], prefix: string): MitConfig {
  const dims = STAGES.map((i) => shape(`backbone.patch_embed${i}.proj.weight`)[0]!);
  const blocks = (stage: number) => {
    const indices = names
      .map((name) =>
        new RegExp(`^block${stage}\\.(\\d+)\\.`).exec(name.startsWith(prefix) ? name.slice(prefix.length) : ''),
      )
      .map((match) => (match ? Number(match[1]) + 1 : 0));
    return Math.max(0, ...indices);
  };
  return {
    dims,
    heads: dims.map((dim) => dim / dims[0]!),
    depths: STAGES.map(blocks),
    srRatios: STAGES.map((i) =>
      names.includes(`${prefix}block${i}.0.attn.sr.weight`) ? shape(`backbone.block${i}.0.attn.sr.weight`)[2]! : 1,
    ),
    mlpRatios: STAGES.map((i) => shape(`backbone.block${i}.0.mlp.fc1.weight`)[0]! / dims[i - 1]!),
    dropPathRate: 0,
  };
}

function headOf(shape: ShapeOf, inputs: number[], state: State, prefix: string): HeadConfig {
  const daformer = state.has(`${prefix}decode_head.embed_layers.0.proj.weight`);
  const embedding = daformer ? 'embed_layers' : 'linear_c';
  const [classes = 0, channels = 0] = shape('decode_head.conv_seg.weight');
  return {
    kind: daformer ? 'daformer' : 'segformer',
    inputs,
    embed: shape(`decode_head.${embedding}.0.proj.weight`)[0]!,
    channels,
    classes,
    dropout: 0,
  };
}
