/** A whole network as an ONNX file: `pixel_values` in, `logits` out, as Hugging Face's SegFormer exports have it. */
import { requireMit } from '../../encoder';
import type { SegmentorConfig } from '../../segmentor';
import { OnnxEncoder, type WeightOf } from './encoder';
import { OnnxGraph } from './graph';
import { OnnxHead } from './head';

/** Protocol buffers cannot be longer. */
const MAX_FILE_BYTES = 2 ** 31 - 1;

/**
 * @param tensors the network's state dict by the reference's names, without a prefix in front of `backbone.`
 * @param metadata free texts that are stored in the file
 * @returns a file with the input `pixel_values` float32 [batch, 3, height, width], normalised, at least 32 pixels a
 * side, and the output `logits` float32 [batch, classes, ceil(height / 4), ceil(width / 4)].
 * @throws where the encoder is a ResNet, the head DeepLab's or there are two scales, a tensor of the network is missing, or the file would be longer than the format allows.
 */
export function writeOnnx(
  config: SegmentorConfig,
  tensors: ReadonlyMap<string, { shape: number[]; values: Float32Array }>,
  metadata: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  const weightOf: WeightOf = (name) => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`The network cannot be exported: the tensor ${name} is missing.`);
    return tensor;
  };
  let size = 0;
  for (const { values } of tensors.values()) size += values.byteLength;
  if (size > MAX_FILE_BYTES) throw new Error(`The network has ${size} bytes; an ONNX file holds ${MAX_FILE_BYTES}.`);
  const { kind } = config.head;
  if (config.hrda || (kind !== 'daformer' && kind !== 'segformer'))
    throw new Error('The ONNX export knows DAFormer and SegFormer heads at one scale only; export safetensors.');
  const encoder = requireMit(config.encoder, 'The ONNX export');
  const graph = new OnnxGraph();
  const image = graph.input('pixel_values', 'float', ['batch', 3, 'height', 'width']);
  const maps = new OnnxEncoder(graph, weightOf, 'backbone.', encoder).maps(image);
  const logits = new OnnxHead(graph, weightOf, 'decode_head.', config.head).logits(maps);
  graph.output(logits, 'logits', ['batch', config.head.classes, 'logits_height', 'logits_width']);
  return graph.file('csi-lab', metadata);
}
