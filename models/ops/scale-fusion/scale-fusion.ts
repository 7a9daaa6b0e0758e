/**
 * How HRDA joins its two scales (Hoyer et al., ECCV 2022, section 3.3). Attention says, for each place of the context
 * map, how much of the detail to take:
 *
 *   gate:  attention = sigmoid(scores), 0 outside the detail crop;  context <- (1 - attention) * context
 *   fuse:  both up-sampled;                                         fused = context + attention * detail
 *
 * The crop is masked before up-sampling, so its edge is soft. Where it lies changes from step to step: it is read from
 * `box`, int32 [8], see `detailBox`.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { f32, grid, run } from '../../engine/kernel';
import { record } from '../../engine/tape';
import contextGradientWgsl from './context-gradient.wgsl?raw';
import detailGradientWgsl from './detail-gradient.wgsl?raw';
import fuseWgsl from './fuse.wgsl?raw';
import gateWgsl from './gate.wgsl?raw';
import scoresGradientWgsl from './scores-gradient.wgsl?raw';
import takenGradientWgsl from './taken-gradient.wgsl?raw';

/** Places in `box`: the crop's first row and column in pixels of the picture, of the fused map, and its rectangle on the context map. */
export const BOX_SIZE = 8;

const INSIDE = 'fn inside(row: u32, column: u32) -> bool { return true; }\n';
const INSIDE_BOX = `fn inside(row: u32, column: u32) -> bool {
  return row >= u32(box[4]) && row < u32(box[5]) && column >= u32(box[6]) && column < u32(box[7]);
}
`;
const START = 'fn start() -> vec2u { return vec2u(0u); }\n';
const START_BOX = 'fn start() -> vec2u { return vec2u(u32(box[2]), u32(box[3])); }\n';

/**
 * @param context logits [B, h, w, C]
 * @param scores [B, h, w, C] or [B, h, w, 1] before the sigmoid; or a constant attention, 0..1
 * @param box null where the detail covers the whole picture
 * @returns the context's share [B, h, w, C], and the attention [B, h, w, C or 1]
 */
export function gate(
  context: Tensor,
  scores: Tensor | number,
  box: Tensor | null,
): { context: Tensor; attention: Tensor } {
  const [batch, height, width, classes] = context.shape as [number, number, number, number];
  const fixed = typeof scores === 'number';
  const levels = fixed ? 1 : scores.shape[3]!;
  if (!fixed && (scores.size !== batch * height * width * levels || (levels !== 1 && levels !== classes)))
    throw new Error(`gate: scores [${scores.shape}] for context [${context.shape}].`);
  const size = context.size;
  const given = fixed
    ? { code: 'fn share(i: u32) -> f32 { return u.fixed_share; }\n', inputs: {}, tag: ' fixed' }
    : { code: 'fn share(i: u32) -> f32 { return 1.0 / (1.0 + exp(-scores[i])); }\n', inputs: { scores }, tag: '' };
  const constants = { CLASSES: classes, LEVELS: levels };
  const { scaled, attention } = run({
    name: `scale gate${given.tag}${box ? ' box' : ''}`,
    code: (box ? INSIDE_BOX : INSIDE) + given.code + gateWgsl,
    constants,
    inputs: { context, ...given.inputs, ...(box ? { box } : {}) } as Record<string, Tensor>,
    outputs: { scaled: context.shape, attention: [batch, height, width, levels] },
    uniforms: { size, height, width, fixed_share: f32(fixed ? scores : 0) },
    groups: grid(size),
  });
  const inputs = fixed ? [context] : [context, scores];
  record('scale gate', inputs, [], [scaled, attention], [context, attention], ([dScaled, dAttention], needs) => {
    const dContext =
      needs[0] && dScaled
        ? run({
            name: 'scale gate context gradient',
            code: contextGradientWgsl,
            constants,
            inputs: { dy: dScaled, attention },
            outputs: { dx: context.shape },
            uniforms: { size },
            groups: grid(size),
          }).dx
        : null;
    if (!needs[1]) return [dContext];
    if (!dScaled || !dAttention) throw new Error('scale gate: both of its results have to be used.');
    const { dx } = run({
      name: 'scale gate scores gradient',
      code: scoresGradientWgsl,
      constants,
      inputs: { d_scaled: dScaled, d_attention: dAttention, context, attention },
      outputs: { dx: attention.shape },
      uniforms: { size: attention.size },
      groups: grid(attention.size),
    });
    return [dContext, dx];
  });
  return { context: scaled, attention };
}

/**
 * `context` + `attention` * `detail`, all up-sampled to the fused map [B, H, W, C]; attention may have one channel.
 * `detail` [B, h, w, C] lies at the box, or covers everything where there is none.
 */
export function fuse(context: Tensor, attention: Tensor, detail: Tensor, box: Tensor | null): Tensor {
  const [, height, width, classes] = context.shape as [number, number, number, number];
  const [, detailHeight, detailWidth] = detail.shape as [number, number, number, number];
  const levels = attention.shape[3]!;
  const covers = detailHeight === height && detailWidth === width;
  if (attention.size / levels !== context.size / classes || detail.shape[3] !== classes || (!box && !covers))
    throw new Error(`fuse: context [${context.shape}], attention [${attention.shape}], detail [${detail.shape}].`);
  const constants = { CLASSES: classes, LEVELS: levels };
  const uniforms = { height, width, detail_height: detailHeight, detail_width: detailWidth };
  const tag = box ? ' box' : '';
  const placed: Record<string, Tensor> = box ? { box } : {};
  const start = box ? START_BOX : START;
  const { y } = run({
    name: `scale fusion${tag}`,
    code: start + fuseWgsl,
    constants,
    inputs: { context, attention, detail, ...placed },
    outputs: { y: context.shape },
    uniforms: { size: context.size, ...uniforms },
    groups: grid(context.size),
  });
  record('scale fusion', [context, attention, detail], [], [y], [attention, detail], ([dy], needs) => [
    dy!,
    needs[1]
      ? run({
          name: `scale fusion attention gradient${tag}`,
          code: start + takenGradientWgsl,
          constants,
          inputs: { dy: dy!, detail, ...placed },
          outputs: { dx: attention.shape },
          uniforms: { size: attention.size, ...uniforms },
          groups: grid(attention.size),
        }).dx
      : null,
    needs[2]
      ? run({
          name: `scale fusion detail gradient${tag}`,
          code: start + detailGradientWgsl,
          constants,
          inputs: { dy: dy!, attention, ...placed },
          outputs: { dx: detail.shape },
          uniforms: { size: detail.size, ...uniforms },
          groups: grid(detail.size),
        }).dx
      : null,
  ]);
  return y;
}
