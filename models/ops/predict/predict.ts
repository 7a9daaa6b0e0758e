/**
 * From logits to a label map at the size of the picture's file, in the order that the reference evaluates: logits to
 * the network's input size, softmax, probabilities to the file's size, most probable class (Q20).
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { emptyTensor } from '../../engine/backend';
import { f32, grid, run } from '../../engine/kernel';
import { bilinearWgsl, readUpsampledWgsl, upsampledUniforms } from '../upsampled/upsampled';
import { averageWindows, type WindowGrid } from '../windows/windows';
import classesWgsl from './classes.wgsl?raw';
import probabilitiesWgsl from './probabilities.wgsl?raw';

export interface PredictOptions {
  /** What the network saw. */
  inputHeight: number;
  inputWidth: number;
  /** The result. */
  height: number;
  width: number;
  /** Overlapping windows of the input that the logits are of, [windows * B, h, w, C]; absent: the whole input. */
  windows?: WindowGrid;
  /** Largest buffer of probabilities; 64 MB by default. */
  maxTileBytes?: number;
}

/** Rows of the result that are made from one tile of probabilities. */
interface Tile {
  firstRow: number;
  rows: number;
  firstInRow: number;
  inRows: number;
}

/** `logits` [B, h, w, C] to int32 [B, height, width], the first of the most probable classes. */
export function predict(logits: Tensor, options: PredictOptions): Tensor {
  const [stacked, , , count] = logits.shape as [number, number, number, number];
  const { inputHeight, inputWidth, height, width, windows, maxTileBytes = 64e6 } = options;
  const batch = windows ? stacked / (windows.rows * windows.columns) : stacked;
  const maxRows = Math.floor(maxTileBytes / (inputWidth * count * 4));
  const constants = { CLASSES: count };
  const classes = emptyTensor([batch, height, width], 'int32');
  for (let image = 0; image < batch; image++)
    for (const { firstRow, rows, firstInRow, inRows } of tiles(inputHeight, height, maxRows)) {
      const rowsOf = { height: inputHeight, width: inputWidth, firstRow: firstInRow, rows: inRows, sample: image };
      const averaged = windows && averageWindows(logits, { windows, ...rowsOf });
      const { probabilities } = run({
        name: 'predict probabilities',
        code: readUpsampledWgsl + probabilitiesWgsl,
        constants,
        inputs: { logits: averaged ?? logits },
        outputs: { probabilities: [inRows, inputWidth, count] },
        uniforms: {
          ...upsampledUniforms(averaged ?? logits, averaged ? inRows : inputHeight, inputWidth),
          size: inRows * inputWidth,
          first_pixel: averaged ? 0 : (image * inputHeight + firstInRow) * inputWidth,
        },
        groups: grid(inRows * inputWidth),
      });
      averaged?.dispose();
      run({
        name: 'predict classes',
        code: bilinearWgsl + classesWgsl,
        constants,
        inputs: { probabilities },
        outputs: { classes },
        uniforms: {
          size: rows * width,
          width,
          in_height: inputHeight,
          in_width: inputWidth,
          ratio_y: f32(inputHeight / height),
          ratio_x: f32(inputWidth / width),
          first_row: firstRow,
          first_in_row: firstInRow,
          first_pixel: (image * height + firstRow) * width,
        },
        groups: grid(rows * width),
      });
      probabilities.dispose();
    }
  return classes;
}

/** Cuts the result into tiles that read at most `maxRows` input rows (but at least the few that one row needs). */
function tiles(inputHeight: number, height: number, maxRows: number): Tile[] {
  const at = (row: number) => Math.max(0, ((row + 0.5) * inputHeight) / height - 0.5);
  // One row of slack on either side: the kernel rounds these positions in float32.
  const first = (row: number) => Math.max(0, Math.min(inputHeight - 1, Math.floor(at(row))) - 1);
  const end = (row: number) => Math.min(inputHeight, Math.floor(at(row)) + 3);
  const result: Tile[] = [];
  for (let row = 0; row < height; ) {
    let next = row + 1;
    while (next < height && end(next) - first(row) <= maxRows) next++;
    const firstInRow = first(row);
    result.push({ firstRow: row, rows: next - row, firstInRow, inRows: end(next - 1) - firstInRow });
    row = next;
  }
  return result;
}
