/**
 * A network from nothing but a checkpoint: its sizes are the shapes of its tensors.
 *
 * Only the number of attention heads leaves no trace; every Mix Transformer has heads of one width, that of its first
 * stage, which has a single head.
 */
import type { HeadConfig } from '../../models/heads';
import type { MitConfig } from '../../models/mit';
import { Segmentor, type SegmentorConfig, segmentorParams } from '../../models/segmentor';
import { fitWeights, type LoadReport } from '../../models/weights/load-report';
import { type NetworkPart, nameNetwork } from '../../models/weights/network-names';
import { readWeightsFile } from '../../models/weights/weights-file';
import type { State } from './checkpoint';

/** Student of a whole checkpoint, or a plain segmentor. */
const PREFIXES = ['model.', ''];
const STAGES = [1, 2, 3, 4];

type Shapes = ReadonlyMap<string, { shape: number[] }>;

export interface LoadedSegmentor {
  network: Segmentor;
  report: LoadReport;
  /** Free-form texts of a safetensors header, such as the class list. */
  metadata: Record<string, string>;
}

/**
 * The network in a file of weights (safetensors, or PyTorch's .pth, .pt and .bin), without gradients.
 * @param name how messages call the file
 * @param part which network of a training checkpoint; the student where there is one
 * @throws where the file cannot be read, or its network is none that the lab knows, or lacks a tensor.
 */
export async function loadSegmentor(bytes: Uint8Array, name: string, part?: NetworkPart): Promise<LoadedSegmentor> {
  const { format, tensors, metadata } = await readWeightsFile(bytes, name);
  const named = nameNetwork(tensors, name, part);
  const shapes = new Map([...named.tensors].map(([key, { tensor }]) => [key, tensor]));
  const config = architectureOf(shapes, [name, ...named.notes].join(': '));
  const { report, state } = fitWeights(segmentorParams(config), named, { name, format });
  if (!report.complete) throw new Error(report.sentence);
  const network = new Segmentor(config, { seed: 0, trained: false });
  for (const [key, { values }] of state) network.params.load(key, values);
  return { network, report, metadata };
}

/** The network of a run's checkpoint, without gradients. @throws where it holds no segmentor that the lab knows. */
export function segmentorOf(state: State, name: string): Segmentor {
  const prefix = PREFIXES.find((p) => state.has(`${p}backbone.patch_embed1.proj.weight`));
  if (prefix === undefined) throw new Error(`${name} holds no segmentor: it has no backbone.patch_embed1.proj.weight.`);
  const ours = [...state].filter(([key]) => key.startsWith(prefix));
  const shapes = new Map(ours.map(([key, tensor]) => [key.slice(prefix.length), tensor]));
  const network = new Segmentor(architectureOf(shapes, name), { seed: 0, trained: false });
  for (const spec of network.params.specs) {
    const tensor = state.get(prefix + spec.name);
    if (!tensor) throw new Error(`${name} lacks ${prefix}${spec.name}.`);
    network.params.load(spec.name, tensor.values);
  }
  return network;
}

/**
 * Encoder and head that have tensors of these shapes.
 * @param shapes by the reference's names
 * @throws where they belong to no network that the lab knows; `name` is how the message calls the file.
 */
export function architectureOf(shapes: Shapes, name: string): SegmentorConfig {
  const encoder = encoderOf(shapes, name);
  return { encoder, head: headOf(shapes, encoder.dims, name) };
}

function shapeOf(shapes: Shapes, tensor: string, name: string): number[] {
  const found = shapes.get(tensor);
  if (!found) throw new Error(`${name} lacks ${tensor}.`);
  return found.shape;
}

function encoderOf(shapes: Shapes, name: string): MitConfig {
  const shape = (tensor: string) => shapeOf(shapes, `backbone.${tensor}`, name);
  const dims = STAGES.map((i) => shape(`patch_embed${i}.proj.weight`)[0]!);
  // Blocks are counted, not numbered: a gap is then a tensor that is missing, and no number of a file sets the depth.
  const blocks = (stage: number) => {
    const pattern = new RegExp(`^backbone\\.block${stage}\\.(\\d+)\\.`);
    return new Set([...shapes.keys()].map((key) => pattern.exec(key)?.[1]).filter((i) => i !== undefined)).size;
  };
  const heads = dims.map((dim) => dim / dims[0]!);
  if (!heads.every(Number.isInteger))
    throw new Error(`${name} holds no Mix Transformer: its widths ${dims.join(', ')} are no multiples of the first.`);
  return {
    dims,
    heads,
    depths: STAGES.map(blocks),
    srRatios: STAGES.map((i) =>
      shapes.has(`backbone.block${i}.0.attn.sr.weight`) ? shape(`block${i}.0.attn.sr.weight`)[2]! : 1,
    ),
    mlpRatios: STAGES.map((i) => shape(`block${i}.0.mlp.fc1.weight`)[0]! / dims[i - 1]!),
    dropPathRate: 0,
  };
}

function headOf(shapes: Shapes, inputs: number[], name: string): HeadConfig {
  const shape = (tensor: string) => shapeOf(shapes, `decode_head.${tensor}`, name);
  const daformer = shapes.has('decode_head.embed_layers.0.proj.weight');
  const embed = shape(`${daformer ? 'embed_layers' : 'linear_c'}.0.proj.weight`)[0]!;
  // A SegFormer head need not have the classifier that it does not use; Hugging Face leaves it out.
  const spare = daformer || shapes.has('decode_head.conv_seg.weight');
  const [classes = 0, channels = 0] = shape(spare ? 'conv_seg.weight' : 'linear_pred.weight');
  return { kind: daformer ? 'daformer' : 'segformer', inputs, embed, channels, classes, dropout: 0 };
}
