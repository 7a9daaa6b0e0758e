/**
 * A SAM folder that sees red: of the three masks that it offers, the one that it rates best covers the red pixels inside
 * the box (or, told by points, not far from the point), the others cover nothing and everything.
 */
import { OnnxGraph } from '../../../models/weights/onnx/graph';
import type { Files } from './tiny-models';

export const SAM_SIDE = 64;
const GRID = 16;
const PATCH = SAM_SIDE / GRID;
/** Of a point, in pixels of the input. */
export const REACH = 13;
const RATINGS = [0.1, 0.9, 0.5];

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

function encoder(): Uint8Array {
  const graph = new OnnxGraph();
  const pixels = graph.input('pixel_values', 'float', ['batch', 3, 'height', 'width']);
  const pooled = graph.op('AveragePool', [pixels], { kernel_shape: [PATCH, PATCH], strides: [PATCH, PATCH] });
  graph.output(pooled, 'image_embeddings', ['batch', 3, GRID, GRID]);
  graph.output(graph.op('Mul', [pooled, graph.floats([0], [])]), 'image_positional_embeddings', [
    'batch',
    3,
    GRID,
    GRID,
  ]);
  return graph.file('tiny');
}

function decoder(prompt: 'boxes' | 'points'): Uint8Array {
  const graph = new OnnxGraph();
  const picture = graph.input('image_embeddings', 'float', ['batch', 3, GRID, GRID]);
  graph.input('image_positional_embeddings', 'float', ['batch', 3, GRID, GRID]);
  const direction = graph.floats([2, -1, -1], [1, 3, 1, 1]);
  const redness = graph.op('ReduceSum', [graph.op('Mul', [picture, direction]), graph.integers([1])], { keepdims: 1 });
  const red = graph.op('Reshape', [
    graph.op('Add', [redness, graph.floats([-1], [])]),
    graph.integers([1, 1, 1, GRID, GRID]),
  ]);
  const centres = Array.from({ length: GRID }, (_, i) => (i + 0.5) * PATCH);
  const across = graph.floats(centres, [1, 1, 1, 1, GRID]);
  const down = graph.floats(centres, [1, 1, 1, GRID, 1]);
  /** Coordinate `k` of every box or point, [1, boxes, 1, 1, 1]. */
  const coordinate = (list: string, k: number, axis: number): string =>
    graph.op('Reshape', [graph.op('Gather', [list, graph.integers([k])], { axis }), graph.integers([1, -1, 1, 1, 1])]);
  const minus = (a: string, b: string): string => graph.op('Sub', [a, b]);
  let inside: string[];
  if (prompt === 'boxes') {
    const boxes = graph.input('input_boxes', 'float', ['batch', 'boxes', 4]);
    const at = (k: number): string => coordinate(boxes, k, 2);
    inside = [minus(across, at(0)), minus(down, at(1)), minus(at(2), across), minus(at(3), down)];
  } else {
    const points = graph.input('input_points', 'float', ['batch', 'boxes', 'points', 2]);
    graph.input('input_labels', 'int64', ['batch', 'boxes', 'points']);
    const far = (axis: string, k: number): string => graph.op('Abs', [minus(axis, coordinate(points, k, 3))]);
    const reach = graph.floats([REACH], []);
    inside = [minus(reach, far(across, 0)), minus(reach, far(down, 1))];
  }
  const best = graph.op('Min', [red, ...inside]);
  const nothing = graph.op('Mul', [best, graph.floats([0], [])]);
  const flat = (value: number): string => graph.op('Add', [nothing, graph.floats([value], [])]);
  const masks = graph.op('Concat', [flat(-1), best, flat(1)], { axis: 2 });
  graph.output(masks, 'pred_masks', ['batch', 'boxes', 3, GRID, GRID]);
  const rows = graph.op('ReduceMean', [nothing], { axes: [3, 4], keepdims: 0 });
  graph.output(graph.op('Add', [rows, graph.floats(RATINGS, [1, 1, 3])]), 'iou_scores', ['batch', 'boxes', 3]);
  return graph.file('tiny');
}

/** @param prompt what its decoder is told: exports of SAM differ. */
export function tinySam(prompt: 'boxes' | 'points' = 'boxes'): Files {
  return new Map([
    ['config.json', json({ model_type: 'sam', architectures: ['SamModel'], vision_config: {} })],
    [
      'preprocessor_config.json',
      json({
        image_processor_type: 'SamImageProcessor',
        processor_class: 'SamProcessor',
        do_pad: true,
        size: { longest_edge: SAM_SIDE },
        pad_size: { height: SAM_SIDE, width: SAM_SIDE },
        resample: 2,
        rescale_factor: 1 / 255,
        image_mean: [0.485, 0.456, 0.406],
        image_std: [0.229, 0.224, 0.225],
      }),
    ],
    ['onnx/vision_encoder.onnx', encoder()],
    ['onnx/prompt_encoder_mask_decoder.onnx', decoder(prompt)],
  ]);
}
