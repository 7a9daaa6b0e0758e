/**
 * A network from nothing but a checkpoint: its sizes are the shapes of its tensors.
 *
 * Only the number of attention heads leaves no trace; every Mix Transformer has heads of one width, that of its first
 * stage, which has a single head.
 */
import { encoderWidths } from '../../models/encoder';
import type { HeadConfig } from '../../models/heads';
import { type HrdaConfig, PAPER_SCALES } from '../../models/hrda';
import type { MitConfig } from '../../models/mit';
import { RESNET_VARIANTS, type ResNetConfig } from '../../models/resnet';
import { Segmentor, type SegmentorConfig, segmentorParams } from '../../models/segmentor';
import { fitWeights, type LoadReport } from '../../models/weights/load-report';
import { type NetworkPart, nameNetwork } from '../../models/weights/network-names';
import { readWeightsFile } from '../../models/weights/weights-file';
import type { State } from './checkpoint';

/** Student of a whole checkpoint, or a plain segmentor. */
const PREFIXES = ['model.', ''];
/** One of them is in every segmentor. */
const ANCHORS = ['backbone.patch_embed1.proj.weight', 'backbone.layer1.0.conv1.weight'];
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

/**
 * The network of a run's checkpoint, without gradients.
 * @param hrda the run's own scales, where it has two
 * @throws where it holds no segmentor that the lab knows
 */
export function segmentorOf(state: State, name: string, hrda?: HrdaConfig): Segmentor {
  const prefix = PREFIXES.find((p) => ANCHORS.some((anchor) => state.has(p + anchor)));
  if (prefix === undefined) throw new Error(`${name} holds no segmentor: it has no ${ANCHORS.join(' and no ')}.`);
  const ours = [...state].filter(([key]) => key.startsWith(prefix));
  const shapes = new Map(ours.map(([key, tensor]) => [key.slice(prefix.length), tensor]));
  const config = architectureOf(shapes, name);
  const network = new Segmentor(config.hrda && hrda ? { ...config, hrda } : config, { seed: 0, trained: false });
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
  const encoder = shapes.has('backbone.layer1.0.conv1.weight') ? resNetOf(shapes, name) : encoderOf(shapes, name);
  const twoScales = [...shapes.keys()].some((key) => key.startsWith('decode_head.head.'));
  const head = headOf(shapes, encoderWidths(encoder), twoScales ? 'decode_head.head.' : 'decode_head.', name);
  return twoScales ? { encoder, head, hrda: scalesOf(shapes) } : { encoder, head };
}

/**
 * What the shapes tell about two scales; crops and scales leave no trace, so they are the paper's. A run's own
 * configuration comes first.
 */
function scalesOf(shapes: Shapes): HrdaConfig {
  const attention = 'decode_head.scale_attention.';
  const scores = shapes.get(`${attention}conv_seg.weight`) ?? shapes.get(`${attention}aspp_modules.0.conv.weight`);
  const levels = scores?.shape[0];
  const channels = shapes.get(`${attention}conv_seg.weight`)?.shape[1];
  return {
    ...PAPER_SCALES,
    attention: levels === undefined ? 'fixed' : levels === 1 ? 'single' : 'class-wise',
    attentionChannels: channels ?? PAPER_SCALES.attentionChannels,
  };
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

function resNetOf(shapes: Shapes, name: string): ResNetConfig {
  const stem = shapeOf(shapes, 'backbone.stem.6.weight', name)[0]!;
  const base = shapeOf(shapes, 'backbone.layer1.0.conv1.weight', name)[0]!;
  const blocks = (stage: number) => {
    const pattern = new RegExp(`^backbone\\.layer${stage}\\.(\\d+)\\.`);
    return new Set([...shapes.keys()].map((key) => pattern.exec(key)?.[1]).filter((i) => i !== undefined)).size;
  };
  return { ...RESNET_VARIANTS.r101v1c, stem, base, depths: STAGES.map(blocks) };
}

function headOf(shapes: Shapes, inputs: number[], prefix: string, name: string): HeadConfig {
  const shape = (tensor: string) => shapeOf(shapes, prefix + tensor, name);
  if (shapes.has(`${prefix}aspp_modules.0.conv.weight`)) {
    const [classes = 0] = shape('aspp_modules.0.conv.weight');
    const kind = shapes.has(`${prefix}aspp_modules.2.conv.weight`) ? 'dlv2' : 'dlv2red';
    return { kind, inputs, embed: 0, channels: 0, classes, dropout: 0 };
  }
  const daformer = shapes.has(`${prefix}embed_layers.0.proj.weight`);
  const embed = shape(`${daformer ? 'embed_layers' : 'linear_c'}.0.proj.weight`)[0]!;
  // A SegFormer head need not have the classifier that it does not use; Hugging Face leaves it out.
  const spare = daformer || shapes.has(`${prefix}conv_seg.weight`);
  const [classes = 0, channels = 0] = shape(spare ? 'conv_seg.weight' : 'linear_pred.weight');
  const plain = shapes.has(`${prefix}fuse_layer.conv.weight`) ? 'daformer_conv1' : 'daformer';
  return { kind: daformer ? plain : 'segformer', inputs, embed, channels, classes, dropout: 0 };
}
