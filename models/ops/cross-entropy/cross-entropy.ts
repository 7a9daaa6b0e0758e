/**
 * Pixel-wise cross-entropy of logits that are resized to the labels' size on the fly, with ignored pixels, optional
 * pixel weights, and the accuracy that is logged beside it.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { emptyTensor } from '../../engine/backend';
import { engineInfo } from '../../engine/device';
import { f32, grid, run } from '../../engine/kernel';
import { record } from '../../engine/tape';
import { bilinearWgsl, readUpsampledWgsl, upsampledUniforms } from '../upsampled/upsampled';
import { bands } from './bands';
import cellsWgsl from './cells.wgsl?raw';
import finishWgsl from './finish.wgsl?raw';
import forwardWgsl from './forward.wgsl?raw';
import gatherWgsl from './gather.wgsl?raw';
import sumWgsl from './sum.wgsl?raw';
import sumGroupWgsl from './sum-group.wgsl?raw';

export interface CrossEntropyOptions {
  /**
   * What the sum is divided by: the number of pixels that are not ignored (DAFormer), or of all pixels (SegFormer,
   * DeepLab). Weights never enter it: a pixel of weight 0 still counts (Q2).
   */
  average: 'valid' | 'all';
}

const PIXELS_PER_THREAD = 16;
/** What the pixels of a cell give to its four corners, for one class. */
const CELL_BYTES = 16;

/**
 * Mean of `-log softmax(logits)[label] * weight`. `logits` [B, h, w, C]; `labels` int32 [B, H, W], where 255 is
 * ignored; `weights` [B, H, W]. Both results have shape [1]; accuracy is the share, 0..1, of right pixels among those
 * that are not ignored. The loss is differentiable with respect to the logits.
 */
export function crossEntropy(
  logits: Tensor,
  labels: Tensor,
  weights: Tensor | null,
  { average }: CrossEntropyOptions,
): { loss: Tensor; accuracy: Tensor } {
  const [batch, , , classes] = logits.shape as [number, number, number, number];
  const [labelBatch, height, width] = labels.shape as [number, number, number];
  if (logits.rank !== 4 || labelBatch !== batch || (weights && weights.size !== labels.size))
    throw new Error(`crossEntropy: logits [${logits.shape}], labels [${labels.shape}], weights [${weights?.shape}].`);
  const pixels = labels.size;
  const threads = Math.ceil(pixels / PIXELS_PER_THREAD);
  const constants = { CLASSES: classes };
  const { code: weightCode, inputs: weightInputs, tag } = weighting(weights);
  const { log_sums: logSums, partials } = run({
    name: `cross entropy${tag}`,
    code: readUpsampledWgsl + weightCode + forwardWgsl,
    constants,
    inputs: { logits, labels, ...weightInputs },
    outputs: { log_sums: labels.shape, partials: [3, threads] },
    uniforms: { ...upsampledUniforms(logits, height, width), pixels, threads },
    groups: grid(threads),
  });
  const grouped = engineInfo().kernelSet === 'workgroup';
  const { loss, accuracy, scale } = run({
    name: grouped ? 'cross entropy sum group' : 'cross entropy sum',
    code: finishWgsl + (grouped ? sumGroupWgsl : sumWgsl),
    inputs: { partials },
    outputs: { loss: [1], accuracy: [1], scale: [1] },
    uniforms: { threads, all: f32(average === 'all' ? pixels : 0) },
    groups: [1],
  });
  partials.dispose();
  const saved = [logits, labels, logSums, scale, ...(weights ? [weights] : [])];
  record('cross entropy', [logits], [], [loss], saved, ([dy]) => {
    const largest = engineInfo().limits.maxStorageBufferBindingSize;
    const [, inHeight, inWidth] = logits.shape as [number, number, number, number];
    const perRow = inWidth * classes;
    const dx = emptyTensor(logits.shape);
    for (const { from, to, cellsFrom } of bands(batch * inHeight, perRow * CELL_BYTES, largest)) {
      const [cells, logitsInBand] = [(to - cellsFrom) * perRow, (to - from) * perRow];
      const { corners } = run({
        name: `cross entropy cells${tag}`,
        code: bilinearWgsl + weightCode + cellsWgsl,
        constants,
        inputs: { logits, labels, log_sums: logSums, ...weightInputs },
        outputs: { corners: [cells, 4] },
        types: { corners: 'vec4f' },
        uniforms: {
          ...upsampledUniforms(logits, height, width),
          inverse_y: f32(height / inHeight),
          inverse_x: f32(width / inWidth),
          first: cellsFrom * perRow,
          size: cells,
        },
        groups: grid(cells),
      });
      run({
        name: 'cross entropy gather',
        code: gatherWgsl,
        constants,
        inputs: { corners, dy: dy!, scale },
        outputs: { dx },
        types: { corners: 'vec4f' },
        uniforms: {
          in_height: inHeight,
          in_width: inWidth,
          first: from * perRow,
          first_cell: cellsFrom * perRow,
          size: logitsInBand,
        },
        groups: grid(logitsInBand),
      });
      corners.dispose();
    }
    return [dx];
  });
  return { loss, accuracy };
}

function weighting(weights: Tensor | null): { code: string; inputs: Record<string, Tensor>; tag: string } {
  return weights
    ? { code: 'fn pixel_weight(i: u32) -> f32 { return weights[i]; }\n', inputs: { weights }, tag: ' weighted' }
    : { code: 'fn pixel_weight(i: u32) -> f32 { return 1.0; }\n', inputs: {}, tag: '' };
}
