/**
 * Model folders that see colours: a CLIP and an OWL-ViT whose text embeddings are colours and whose pictures are their
 * mean colours, so that a test knows what must be found. Interfaces and files are those of real exports.
 */
import { OnnxGraph } from '../../../models/weights/onnx/graph';
import { type TinyTokenizer, tinyTokenizer } from './tiny-tokenizer';

/** Directions in normalised RGB; grey is orthogonal to all of them. */
const COLOURS: Record<string, readonly [number, number, number]> = {
  red: [2, -1, -1],
  lime: [-1, 2, -1],
  navy: [-1, -1, 2],
  gold: [1, 1, -2],
};
export const LOGIT_SCALE = 5;
const DETECTOR_GAIN = 3;
const DETECTOR_SHIFT = -6;
const CLIP_SIDE = 16;
const OWL_SIDE = 64;
/** Image tokens per side. */
export const OWL_GRID = 8;
const MEAN = [0.48145466, 0.4578275, 0.40821073];
const STD = [0.26862954, 0.26130258, 0.27577711];

export type Files = Map<string, Uint8Array>;
type Parts = 'split' | 'joint' | 'both';

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

function sharedFiles({ tokenizer, config }: TinyTokenizer, modelConfig: unknown, preprocessor: unknown): Files {
  return new Map([
    ['config.json', json(modelConfig)],
    ['preprocessor_config.json', json(preprocessor)],
    ['tokenizer.json', json(tokenizer)],
    ['tokenizer_config.json', json(config)],
  ]);
}

/** Sum of the tokens' colours; every token that is not a colour is black, so padding changes nothing. */
function textPart(graph: OnnxGraph, ids: string, { vocabulary }: TinyTokenizer): string {
  const table = new Float32Array(vocabulary.size * 3);
  for (const [word, colour] of Object.entries(COLOURS)) table.set(colour, vocabulary.get(`${word}</w>`)! * 3);
  const tokens = graph.op('Gather', [graph.floats(table, [vocabulary.size, 3]), ids], { axis: 0 });
  return graph.op('ReduceSum', [tokens, graph.integers([1])], { keepdims: 0 });
}

function clipImagePart(graph: OnnxGraph, pixels: string): string {
  const mean = graph.op('ReduceMean', [pixels], { axes: [2, 3], keepdims: 0 });
  return graph.op('Add', [mean, graph.floats([1e-3, 2e-3, 3e-3], [3])]);
}

const pixelDims = ['batch', 3, 'height', 'width'];
const idDims = ['prompts', 'length'];
const unit = (graph: OnnxGraph, rows: string): string =>
  graph.op('Div', [rows, graph.op('ReduceL2', [rows], { axes: [-1], keepdims: 1 })]);

export function tinyClip(parts: Parts = 'split'): Files {
  const tokens = tinyTokenizer(Object.keys(COLOURS), '<|endoftext|>', 12);
  const files = sharedFiles(
    tokens,
    {
      model_type: 'clip',
      architectures: ['CLIPModel'],
      logit_scale: Math.log(LOGIT_SCALE),
      text_config: {},
      vision_config: {},
    },
    {
      image_processor_type: 'CLIPImageProcessor',
      size: { shortest_edge: CLIP_SIDE },
      crop_size: { height: CLIP_SIDE, width: CLIP_SIDE },
      resample: 3,
      rescale_factor: 1 / 255,
      image_mean: MEAN,
      image_std: STD,
    },
  );
  if (parts !== 'joint') {
    const text = new OnnxGraph();
    text.output(textPart(text, text.input('input_ids', 'int64', idDims), tokens), 'text_embeds', ['prompts', 3]);
    files.set('onnx/text_model.onnx', text.file('tiny'));
    const image = new OnnxGraph();
    image.output(clipImagePart(image, image.input('pixel_values', 'float', pixelDims)), 'image_embeds', ['batch', 3]);
    files.set('onnx/vision_model.onnx', image.file('tiny'));
  }
  if (parts !== 'split') {
    const joint = new OnnxGraph();
    const ids = joint.input('input_ids', 'int64', idDims);
    const pixels = joint.input('pixel_values', 'float', pixelDims);
    joint.input('attention_mask', 'int64', idDims);
    const text = unit(joint, joint.op('Add', [textPart(joint, ids, tokens), joint.floats([0, 0, 1e-6], [3])]));
    const image = unit(joint, clipImagePart(joint, pixels));
    const cosines = joint.op('MatMul', [image, joint.op('Transpose', [text], { perm: [1, 0] })]);
    const logits = joint.op('Mul', [cosines, joint.floats([LOGIT_SCALE], [])]);
    joint.output(logits, 'logits_per_image', ['batch', 'prompts']);
    joint.output(text, 'text_embeds', ['prompts', 3]);
    joint.output(image, 'image_embeds', ['batch', 3]);
    files.set('onnx/model.onnx', joint.file('tiny'));
  }
  return files;
}

function owlImagePart(graph: OnnxGraph, pixels: string, text: string): void {
  const patch = OWL_SIDE / OWL_GRID;
  const count = OWL_GRID * OWL_GRID;
  const pooled = graph.op('AveragePool', [pixels], { kernel_shape: [patch, patch], strides: [patch, patch] });
  const flat = graph.op('Reshape', [pooled, graph.integers([1, 3, count])]);
  const tokens = graph.op('Transpose', [flat], { perm: [0, 2, 1] });
  const dots = graph.op('MatMul', [tokens, graph.op('Transpose', [text], { perm: [1, 0] })]);
  const scaled = graph.op('Mul', [dots, graph.floats([DETECTOR_GAIN], [])]);
  graph.output(graph.op('Add', [scaled, graph.floats([DETECTOR_SHIFT], [])]), 'logits', [1, count, 'prompts']);
  const boxes = Array.from({ length: count }, (_, i) => [
    ((i % OWL_GRID) + 0.5) / OWL_GRID,
    (Math.floor(i / OWL_GRID) + 0.5) / OWL_GRID,
    1 / OWL_GRID,
    1 / OWL_GRID,
  ]);
  graph.output(graph.floats(boxes.flat(), [1, count, 4]), 'pred_boxes', [1, count, 4]);
}

/** Finds cells of an 8x8 grid that have a prompt's colour. */
export function tinyOwl(parts: Parts = 'split', version: 'owlvit' | 'owlv2' = 'owlvit'): Files {
  const tokens = tinyTokenizer(Object.keys(COLOURS), '!', 16);
  const files = sharedFiles(
    tokens,
    { model_type: version, text_config: {}, vision_config: {} },
    {
      image_processor_type: version === 'owlv2' ? 'Owlv2ImageProcessor' : 'OwlViTImageProcessor',
      size: { height: OWL_SIDE, width: OWL_SIDE },
      resample: version === 'owlv2' ? 2 : 3,
      rescale_factor: 1 / 255,
      image_mean: MEAN,
      image_std: STD,
    },
  );
  if (parts !== 'joint') {
    const text = new OnnxGraph();
    text.output(textPart(text, text.input('input_ids', 'int64', idDims), tokens), 'text_embeds', ['prompts', 3]);
    files.set('onnx/text_model.onnx', text.file('tiny'));
    const image = new OnnxGraph();
    const pixels = image.input('pixel_values', 'float', pixelDims);
    owlImagePart(image, pixels, image.input('text_embeds', 'float', ['prompts', 3]));
    files.set('onnx/image_model.onnx', image.file('tiny'));
  }
  if (parts !== 'split') {
    const joint = new OnnxGraph();
    const ids = joint.input('input_ids', 'int64', idDims);
    joint.input('attention_mask', 'int64', idDims);
    const pixels = joint.input('pixel_values', 'float', pixelDims);
    const text = textPart(joint, ids, tokens);
    owlImagePart(joint, pixels, text);
    joint.output(text, 'text_embeds', ['prompts', 3]);
    files.set('onnx/model.onnx', joint.file('tiny'));
  }
  return files;
}
