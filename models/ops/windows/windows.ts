/**
 * Windows of a picture: cut out, and put together again. Either the one box that a training pass drew, which changes
 * from step to step and so is read from a tensor, or a fixed grid of overlapping windows that covers the picture.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { emptyTensor } from '../../engine/backend';
import { f32, grid, run } from '../../engine/kernel';
import bilinearWgsl from '../resize/bilinear.wgsl?raw';
import averageWgsl from './average.wgsl?raw';
import cutWgsl from './cut.wgsl?raw';
import placeWgsl from './place.wgsl?raw';
import stackWgsl from './stack.wgsl?raw';

/** Windows of one size, row by row; the last of a row or column is moved back so that it ends with the picture. */
export interface WindowGrid {
  height: number;
  width: number;
  rows: number;
  columns: number;
  strideY: number;
  strideX: number;
  /** Where the last row and column of windows begin. */
  lastY: number;
  lastX: number;
}

/**
 * The windows that cover a picture. `crop` and `stride` are heights and widths in pixels; a picture that is smaller
 * than a window is a window of its own.
 */
export function windowGrid(picture: [number, number], crop: [number, number], stride: [number, number]): WindowGrid {
  const along = (size: number, window: number, step: number) =>
    Math.floor(Math.max(size - window + step - 1, 0) / step) + 1;
  const [height, width] = [Math.min(crop[0], picture[0]), Math.min(crop[1], picture[1])];
  return {
    height,
    width,
    rows: along(picture[0], crop[0], stride[0]),
    columns: along(picture[1], crop[1], stride[1]),
    strideY: stride[0],
    strideX: stride[1],
    lastY: picture[0] - height,
    lastX: picture[1] - width,
  };
}

/** The same windows on a map that is `divisor` times smaller. @throws where a window does not begin on a pixel of it. */
export function dividedGrid(windows: WindowGrid, divisor: number): WindowGrid {
  const { rows, columns, ...sizes } = windows;
  const used = [sizes.height, sizes.width, sizes.lastY, sizes.lastX];
  if (rows > 1) used.push(sizes.strideY);
  if (columns > 1) used.push(sizes.strideX);
  for (const size of used)
    if (size % divisor !== 0)
      throw new Error(
        `Windows of ${sizes.height} x ${sizes.width} do not lie on the network's grid of ${divisor} pixels (${size} is no multiple): choose picture sizes, windows and strides that are.`,
      );
  const entries = Object.entries(sizes).map(([name, size]) => [name, Math.floor(size / divisor)]);
  return { rows, columns, ...(Object.fromEntries(entries) as Omit<WindowGrid, 'rows' | 'columns'>) };
}

/**
 * Windows `first` to `first + count - 1` of `x` [B, H, W, C]: [count * B, height, width, C], all samples of a window
 * one after the other.
 */
export function cutWindows(x: Tensor, windows: WindowGrid, first = 0, count = windows.rows * windows.columns): Tensor {
  const code = `${placeWgsl}
fn place(k: u32) -> vec2u { return window_start(u.first + k); }
`;
  return cut(x, [windows.height, windows.width], count, 'cut windows', code, {}, { first, ...gridUniforms(windows) });
}

/**
 * The box [y, x, ...] (int32, in pixels of `x`) of `height` x `width` of every sample: x [B, H, W, C] or [B, H, W] of
 * floats or integers. The box must lie inside the picture.
 */
export function cutBox(x: Tensor, box: Tensor, height: number, width: number): Tensor {
  const code = 'fn place(k: u32) -> vec2u { return vec2u(u32(box[0]), u32(box[1])); }\n';
  return cut(x, [height, width], 1, 'cut box', code, { box }, {});
}

function cut(
  x: Tensor,
  [height, width]: [number, number],
  count: number,
  name: string,
  code: string,
  inputs: Record<string, Tensor>,
  uniforms: Record<string, number>,
): Tensor {
  const [batch = 0, inHeight = 0, inWidth = 0, channels = 1] = x.shape;
  if (height > inHeight || width > inWidth)
    throw new Error(`${name}: a window of ${height} x ${width} in a picture of ${inHeight} x ${inWidth}.`);
  const shape = [count * batch, height, width, ...(x.rank === 4 ? [channels] : [])];
  const size = count * batch * height * width * channels;
  return run({
    name,
    code: code + cutWgsl,
    inputs: { x, ...inputs },
    outputs: { windows: { shape, dtype: x.dtype as 'float32' | 'int32' } },
    types: { x: 'u32', windows: 'u32' },
    uniforms: {
      size,
      batch,
      height,
      row: width * channels,
      channels,
      in_height: inHeight,
      in_width: inWidth,
      ...uniforms,
    },
    groups: grid(size),
  }).windows;
}

export interface AverageOptions {
  /** Where the windows lie on the result. */
  windows: WindowGrid;
  /** Size of the whole result. */
  height: number;
  width: number;
  /** Rows of the result that are wanted; all by default. */
  firstRow?: number;
  rows?: number;
  /** A single sample of the batch; all by default. */
  sample?: number;
}

/**
 * Puts the windows' maps `x` [windows * B, h, w, C] together: each is resized to its window's size, and where windows
 * overlap their plain mean counts. Returns [B, rows, width, C].
 */
export function averageWindows(x: Tensor, options: AverageOptions): Tensor {
  const { windows, height, width, firstRow = 0, rows = height, sample } = options;
  const [stacked, inHeight, inWidth, channels] = x.shape as [number, number, number, number];
  const batch = stacked / (windows.rows * windows.columns);
  if (!Number.isInteger(batch))
    throw new Error(`averageWindows: ${stacked} maps are no multiple of ${windows.rows} x ${windows.columns} windows.`);
  const samples = sample === undefined ? batch : 1;
  const size = samples * rows * width * channels;
  return run({
    name: 'average windows',
    code: bilinearWgsl + placeWgsl + averageWgsl,
    inputs: { x },
    outputs: { y: [samples, rows, width, channels] },
    uniforms: {
      size,
      batch,
      first_sample: sample ?? 0,
      channels,
      in_height: inHeight,
      in_width: inWidth,
      window_height: windows.height,
      window_width: windows.width,
      ratio_y: f32(inHeight / windows.height),
      ratio_x: f32(inWidth / windows.width),
      width,
      first_row: firstRow,
      wanted_rows: rows,
      ...gridUniforms(windows),
    },
    groups: grid(size),
  }).y;
}

/** One part of a stack: a whole batch, or a single sample of it. */
export interface Part {
  tensor: Tensor;
  sample?: number;
}

/** Batches or samples of equal sample size and type, one after the other along the batch axis. Not differentiable. */
export function stack(parts: Part[]): Tensor {
  const first = parts[0]!.tensor;
  const perSample = first.size / first.shape[0]!;
  const counts = parts.map(({ tensor, sample }) => (sample === undefined ? tensor.shape[0]! : 1));
  for (const { tensor } of parts)
    if (tensor.size / tensor.shape[0]! !== perSample || tensor.dtype !== first.dtype)
      throw new Error(`stack: samples of ${tensor.dtype} [${tensor.shape}] beside ${first.dtype} [${first.shape}].`);
  const total = counts.reduce((a, b) => a + b, 0);
  const y = emptyTensor([total, ...first.shape.slice(1)], first.dtype as 'float32' | 'int32');
  let at = 0;
  parts.forEach(({ tensor, sample = 0 }, k) => {
    const size = counts[k]! * perSample;
    run({
      name: 'stack',
      code: stackWgsl,
      inputs: { x: tensor },
      outputs: { y },
      types: { x: 'u32', y: 'u32' },
      uniforms: { size, source_begin: sample * perSample, target_begin: at },
      groups: grid(size),
    });
    at += size;
  });
  return y;
}

function gridUniforms({ columns, rows, strideY, strideX, lastY, lastX }: WindowGrid): Record<string, number> {
  return { rows, columns, stride_y: strideY, stride_x: strideX, last_y: lastY, last_x: lastX };
}
